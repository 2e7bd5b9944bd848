import { Type } from 'typebox'
import { type Account, type ApiKey, PASSWORD_LENGTH, type Principal, ROLES } from '#domain/accounts'
import { identifier, instant, text } from './fields.ts'
import { exactly, oneOf, resource } from './resource.ts'

const role = () => oneOf(ROLES, 'A viewer reads, an operator also commands and changes, an owner also manages people')
const memberOf = () => Type.String({ maxLength: 255, description: 'Empty: every party of the installation' })
const memberships = () => Type.Array(exactly({ partyId: memberOf(), role: role() }), { maxItems: 1000 })
const password = () => Type.String({ minLength: PASSWORD_LENGTH.minimum, maxLength: PASSWORD_LENGTH.maximum })
const email = () => Type.String({ minLength: 3, maxLength: 254 })

export const principal = resource<Principal>()(
  'Principal',
  exactly({ kind: oneOf(['person', 'program']), id: identifier(), name: Type.String(), memberships: memberships() }),
)

export const account = resource<Account>()(
  'Account',
  exactly({
    id: identifier(),
    name: Type.String(),
    email: Type.String(),
    memberships: memberships(),
    hasPassword: Type.Boolean(),
    createdAt: instant(),
    disabledAt: Type.Optional(instant()),
  }),
)

export const newAccount = exactly({
  name: text(200),
  email: email(),
  password: Type.Optional(password()),
  memberships: memberships(),
})
export const accountChange = exactly({
  name: Type.Optional(text(200)),
  password: Type.Optional(password()),
  memberships: Type.Optional(memberships()),
})

/** Either e-mail address and password, or the secret of a one-time link. */
export const signIn = Type.Unsafe<{ email: string; password: string } | { link: string }>({
  type: 'object',
  additionalProperties: false,
  properties: {
    email: email(),
    password: Type.String({ minLength: 1, maxLength: PASSWORD_LENGTH.maximum }),
    link: text(100, 'The secret of a one-time link'),
  },
  anyOf: [{ required: ['email', 'password'] }, { required: ['link'] }],
})

export const ownPassword = exactly({
  password: password(),
  current: Type.Optional(
    Type.String({ maxLength: PASSWORD_LENGTH.maximum, description: 'The one there is, if there is one' }),
  ),
})

export const signedIn = exactly({ principal })
export const me = exactly({
  principal,
  installation: exactly({
    version: Type.String(),
    parties: Type.Array(exactly({ id: identifier(), name: Type.String() })),
    ocppUrl: Type.Optional(Type.String({ description: 'Where to point stations; their identity follows after a /' })),
    ocppTlsUrl: Type.Optional(Type.String({ description: 'The same for security profiles 2 and 3' })),
  }),
})

export const linkRequest = exactly({
  validForS: Type.Optional(Type.Integer({ minimum: 60, maximum: 604_800, description: 'A day (86400) if absent' })),
})
export const link = exactly({ url: Type.String({ description: 'Signs in once' }), expiresAt: instant() })

export const apiKey = resource<ApiKey>()(
  'ApiKey',
  exactly({
    id: identifier(),
    name: Type.String(),
    partyId: memberOf(),
    role: role(),
    createdAt: instant(),
    lastUsedAt: Type.Optional(instant()),
    revokedAt: Type.Optional(instant()),
  }),
)
export const newApiKey = exactly({ name: text(200), partyId: Type.Optional(memberOf()), role: role() })
export const createdKey = exactly({ key: apiKey, secret: Type.String({ description: 'Shown this once' }) })
