import { Type } from 'typebox'
import { STRANGER_KINDS, type Stranger } from '#domain/strangers'
import { identifier, instant } from './fields.ts'
import { pageFields } from './page.ts'
import { exactly, oneOf, resource } from './resource.ts'

export const stranger = resource<Stranger>()(
  'Stranger',
  exactly({
    id: identifier(),
    partyId: Type.Optional(identifier('Whose station it may be; absent where nobody can tell')),
    kind: oneOf(STRANGER_KINDS, 'unknown-station: nobody has entered its identity; tls: it never came to name one'),
    identity: Type.Optional(Type.String({ description: 'What it called itself' })),
    remoteAddress: Type.String(),
    reason: Type.String({ description: 'Why its last attempt was refused, or the code of what TLS failed with' }),
    protocol: Type.Optional(Type.String()),
    firstAt: instant(),
    lastAt: instant(),
    times: Type.Integer(),
  }),
)

export const strangerQuery = exactly({ ...pageFields })
