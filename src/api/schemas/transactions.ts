import { Type } from 'typebox'
import { TOKEN_KINDS } from '#domain/authorization'
import {
  type EventFacts,
  type ReadingRow,
  TRANSACTION_FLAGS,
  type Transaction,
  type TransactionEventRow,
} from '#domain/transactions'
import { identifier, instant, text } from './fields.ts'
import { pageFields } from './page.ts'
import { exactly, oneOf, resource } from './resource.ts'
import { readingFilter } from './stations.ts'

const tokenRef = () => exactly({ value: Type.String(), kind: oneOf(TOKEN_KINDS) })
const status = () => oneOf(['active', 'ended'])

export const transaction = resource<Transaction>()(
  'Transaction',
  exactly({
    id: identifier(),
    stationId: identifier(),
    partyId: identifier(),
    reference: Type.String({ description: 'The id station and platform use on the wire; unique per station only' }),
    status: status(),
    evseId: Type.Optional(Type.Integer()),
    connectorId: Type.Optional(Type.Integer()),
    token: Type.Optional(tokenRef()),
    tokenRefused: Type.Optional(
      Type.String({ description: 'Why the token was refused although energy may have flowed' }),
    ),
    startedAt: Type.Optional(instant()),
    endedAt: Type.Optional(instant()),
    firstEventAt: instant(),
    lastEventAt: instant(),
    startRegisterWh: Type.Optional(Type.Number()),
    lastRegisterWh: Type.Optional(Type.Number()),
    energyWh: Type.Integer({ description: 'Energy delivered in whole watt-hours, never negative' }),
    powerW: Type.Optional(Type.Number()),
    currentA: Type.Optional(Type.Number()),
    voltageV: Type.Optional(Type.Number()),
    stateOfCharge: Type.Optional(Type.Number({ description: 'Per cent' })),
    chargingState: Type.Optional(Type.String()),
    stopReason: Type.Optional(Type.String()),
    stopToken: Type.Optional(Type.String()),
    remoteStartId: Type.Optional(Type.Integer()),
    reservationId: Type.Optional(Type.Integer()),
    complete: Type.Boolean({ description: 'Every event between start and end has arrived' }),
    flags: Type.Array(oneOf(TRANSACTION_FLAGS, 'What an operator should know before billing')),
    updatedAt: instant(),
  }),
)

export const transactionQuery = exactly({
  stationId: Type.Optional(identifier()),
  status: Type.Optional(status()),
  token: Type.Optional(text(255)),
  flag: Type.Optional(oneOf(TRANSACTION_FLAGS)),
  startedFrom: Type.Optional(instant()),
  startedTo: Type.Optional(instant()),
  endedFrom: Type.Optional(instant()),
  endedTo: Type.Optional(instant()),
  ...pageFields,
})

const eventFacts = resource<EventFacts>()(
  'EventFacts',
  exactly({
    evseId: Type.Optional(Type.Integer()),
    connectorId: Type.Optional(Type.Integer()),
    token: Type.Optional(tokenRef()),
    trigger: Type.Optional(Type.String()),
    chargingState: Type.Optional(Type.String()),
    stopReason: Type.Optional(Type.String()),
    remoteStartId: Type.Optional(Type.Integer()),
    tariffId: Type.Optional(Type.String({ description: 'By which tariff the station counts from then on' })),
    reservationId: Type.Optional(Type.Integer()),
    offline: Type.Optional(Type.Boolean()),
    tokenRefused: Type.Optional(Type.String()),
    timestamp: Type.Optional(
      Type.String({ description: 'As the station wrote it, where that is not as the standard has it' }),
    ),
  }),
)

export const transactionEvent = resource<TransactionEventRow>()(
  'TransactionEvent',
  exactly({
    kind: Type.String(),
    seqNo: Type.Optional(Type.Integer()),
    at: instant(),
    receivedAt: instant(),
    registerWh: Type.Optional(Type.Number()),
    powerW: Type.Optional(Type.Number()),
    stateOfCharge: Type.Optional(Type.Number()),
    facts: eventFacts,
  }),
)

export const reading = resource<ReadingRow>()(
  'Reading',
  exactly({
    stationId: identifier(),
    evseId: Type.Optional(Type.Integer()),
    transactionId: Type.Optional(identifier()),
    at: instant(),
    receivedAt: instant(),
    context: Type.Optional(Type.String()),
    registerWh: Type.Optional(Type.Number()),
    powerW: Type.Optional(Type.Number()),
    currentA: Type.Optional(Type.Number()),
    voltageV: Type.Optional(Type.Number()),
    stateOfCharge: Type.Optional(Type.Number({ description: 'Per cent' })),
    samples: Type.Optional(
      Type.Array(Type.Object({}, { additionalProperties: true }), {
        description: 'The samples exactly as the station sent them; absent when asked with samples=false',
      }),
    ),
  }),
)
export const transactionEventQuery = exactly(pageFields)
export const transactionReadingQuery = exactly({ ...readingFilter, ...pageFields })
