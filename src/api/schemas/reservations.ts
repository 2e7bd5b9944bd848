import { Type } from 'typebox'
import { RESERVATION_STATES, type Reservation } from '#domain/reservations'
import { identifier, instant, text } from './fields.ts'
import { pageFields } from './page.ts'
import { exactly, oneOf, resource } from './resource.ts'

const state = () =>
  oneOf(
    RESERVATION_STATES,
    'asked: not answered, may be held; removed: by the station; unused: its driver came and did not charge',
  )

export const reservation = resource<Reservation>()(
  'Reservation',
  exactly({
    id: identifier(),
    stationId: identifier(),
    partyId: identifier(),
    number: Type.Integer({ description: 'Its number on the wire' }),
    state: state(),
    status: Type.Optional(Type.String({ description: 'The station’s own word' })),
    evseId: Type.Optional(Type.Integer({ description: 'Absent: any EVSE of the station' })),
    connectorType: Type.Optional(Type.String()),
    token: Type.String(),
    tokenKind: Type.String(),
    groupId: Type.Optional(Type.String()),
    expiresAt: instant(),
    commandId: identifier('The command it was asked for by last'),
    transactionId: Type.Optional(identifier('The transaction it was used for')),
    createdAt: instant(),
    updatedAt: instant(),
  }),
)

export const reservationQuery = exactly({
  stationId: Type.Optional(identifier()),
  state: Type.Optional(state()),
  token: Type.Optional(text(255)),
  ...pageFields,
})
