import { Type } from 'typebox'
import { EVSE_KINDS, TOKEN_KINDS, type Token } from '#domain/authorization'
import { ENERGY_TRANSFERS } from '#domain/smart-charging'
import { identifier, instant, text, wholeNumber } from './fields.ts'
import { pageFields } from './page.ts'
import { exactly, oneOf, orNull, resource } from './resource.ts'

const status = () => oneOf(['active', 'blocked'])
const concurrentLimit = () =>
  Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'Transactions it may have at once; 0 is no limit' })
const groupId = () => text(36, 'Tokens of one group may stop each other’s transactions')

const places = () =>
  Type.Array(
    exactly({
      locationId: Type.Optional(identifier('A whole location')),
      stationId: Type.Optional(identifier('A station, or with an EVSE only that')),
      evseId: Type.Optional(wholeNumber(1, 9_999)),
    }),
    { maxItems: 1_000, description: 'Where it may charge; nowhere when empty, everywhere without' },
  )
const evseKind = () => oneOf(EVSE_KINDS, 'The kind of EVSE it may charge at; any without')
const transfers = () =>
  Type.Array(oneOf(ENERGY_TRANSFERS), {
    maxItems: ENERGY_TRANSFERS.length,
    description: 'How energy may get to its vehicle, and from it; what the station’s rule allows without',
  })

export const token = resource<Token>()(
  'Token',
  exactly({
    id: identifier(),
    partyId: identifier(),
    value: Type.String(),
    kind: oneOf(TOKEN_KINDS),
    label: Type.Optional(Type.String()),
    groupId: Type.Optional(Type.String()),
    status: status(),
    validUntil: Type.Optional(instant()),
    concurrentLimit: Type.Integer({ description: '0 is no limit' }),
    places: Type.Optional(places()),
    evseKind: Type.Optional(evseKind()),
    transfers: Type.Optional(transfers()),
    createdAt: instant(),
  }),
)

export const newToken = exactly({
  partyId: Type.Optional(identifier('Needed only by who may act for several parties')),
  value: text(255, 'As the station reads it; case does not matter'),
  kind: Type.Optional(oneOf(TOKEN_KINDS)),
  label: Type.Optional(text(200)),
  groupId: Type.Optional(groupId()),
  status: Type.Optional(status()),
  validUntil: Type.Optional(instant()),
  concurrentLimit: Type.Optional(concurrentLimit()),
  places: Type.Optional(places()),
  evseKind: Type.Optional(evseKind()),
  transfers: Type.Optional(transfers()),
})

export const tokenChange = exactly({
  label: Type.Optional(orNull(text(200))),
  groupId: Type.Optional(orNull(groupId())),
  status: Type.Optional(status()),
  validUntil: Type.Optional(orNull(instant())),
  concurrentLimit: Type.Optional(wholeNumber(0, 1_000_000)),
  places: Type.Optional(orNull(places())),
  evseKind: Type.Optional(orNull(evseKind())),
  transfers: Type.Optional(orNull(transfers())),
})

export const tokenQuery = exactly({
  search: Type.Optional(text(100, 'Part of value or label')),
  status: Type.Optional(status()),
  groupId: Type.Optional(groupId()),
  ...pageFields,
})
