import { type Static, type TSchema, Type } from 'typebox'
import {
  COMMAND_STATES,
  type Command,
  type CommandKind,
  type CommandRequests,
  type CommandResult,
} from '#domain/commands'
import { batteryRequests } from './command-requests/battery-requests.ts'
import { certificateRequests } from './command-requests/certificate-requests.ts'
import { customerRequests } from './command-requests/customer-requests.ts'
import { derRequests } from './command-requests/der-requests.ts'
import { displayRequests } from './command-requests/display-requests.ts'
import { firmwareRequests } from './command-requests/firmware-requests.ts'
import { localListRequests } from './command-requests/local-list-requests.ts'
import { logRequests } from './command-requests/log-requests.ts'
import { monitoringRequests } from './command-requests/monitoring-requests.ts'
import { operationRequests } from './command-requests/operation-requests.ts'
import { paymentRequests } from './command-requests/payment-requests.ts'
import { provisioningRequests } from './command-requests/provisioning-requests.ts'
import { reservationRequests } from './command-requests/reservation-requests.ts'
import { smartChargingRequests } from './command-requests/smart-charging-requests.ts'
import { tariffRequests } from './command-requests/tariff-requests.ts'
import { transactionRequests } from './command-requests/transaction-requests.ts'
import { identifier, instant } from './fields.ts'
import { pageFields } from './page.ts'
import { exactly, oneOf, resource, type Same, type Wire } from './resource.ts'

/** What may be asked of a station, per kind; the compiler holds each against the domain's type. */
export const commandRequests = {
  ...operationRequests,
  ...certificateRequests,
  ...smartChargingRequests,
  ...derRequests,
  ...localListRequests,
  ...reservationRequests,
  ...provisioningRequests,
  ...transactionRequests,
  ...tariffRequests,
  ...batteryRequests,
  ...paymentRequests,
  ...customerRequests,
  ...firmwareRequests,
  ...logRequests,
  ...displayRequests,
  ...monitoringRequests,
} satisfies Record<CommandKind, TSchema>

type Requests = typeof commandRequests
/** Names the kinds whose schema differs from the domain's type; this file compiles only while there are none. */
type Differing = {
  [K in CommandKind]: Same<Wire<Static<Requests[K]>>, Wire<CommandRequests[K]>> extends true ? never : K
}[CommandKind]
export const everySchemaIsTheDomainsType: Same<Differing, never> = true

export const COMMAND_KINDS = Object.keys(commandRequests) as CommandKind[]

/** How long a command may wait at most for a station that is offline: a week, in seconds. */
const LONGEST_WAIT_S = 604_800

const newCommandSchemas = COMMAND_KINDS.map((kind) =>
  exactly({
    stationId: identifier(),
    kind: Type.Literal(kind),
    request: commandRequests[kind] as TSchema,
    expiresInS: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: LONGEST_WAIT_S,
        description: 'How long it may wait for a station that is offline; 0 for now or never, 60 if absent',
      }),
    ),
  }),
)

export type NewCommandBody = {
  [K in CommandKind]: { stationId: string; kind: K; request: Wire<CommandRequests[K]>; expiresInS?: number }
}[CommandKind]

export const newCommand = Type.Unsafe<NewCommandBody>({
  type: 'object',
  required: ['stationId', 'kind', 'request'],
  discriminator: { propertyName: 'kind' },
  oneOf: newCommandSchemas,
})

const commandResult = resource<CommandResult>()(
  'CommandResult',
  exactly({
    status: Type.Optional(Type.String({ description: 'The station’s own word' })),
    details: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    error: Type.Optional(exactly({ code: Type.String(), message: Type.String() })),
  }),
)

export const command = resource<Command>()(
  'Command',
  exactly({
    id: identifier(),
    stationId: identifier(),
    partyId: identifier(),
    kind: oneOf(COMMAND_KINDS),
    request: Type.Unsafe<CommandRequests[CommandKind]>({ anyOf: Object.values(commandRequests) }),
    state: oneOf(COMMAND_STATES, 'queued, then sent, then one of the rest for ever'),
    warnings: Type.Array(Type.String(), {
      description: 'What the platform would not have advised, and sent all the same',
    }),
    result: Type.Optional(commandResult),
    requestedBy: Type.String({ description: 'The id of a person or an API key' }),
    requestedByName: Type.Optional(Type.String({ description: 'Their name at that time' })),
    createdAt: instant(),
    expiresAt: instant(),
    sentAt: Type.Optional(instant()),
    settledAt: Type.Optional(instant()),
  }),
)

export const commandQuery = exactly({
  stationId: Type.Optional(identifier()),
  state: Type.Optional(oneOf(COMMAND_STATES)),
  kind: Type.Optional(oneOf(COMMAND_KINDS)),
  ...pageFields,
})

export const idempotencyHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({ pattern: '^[!-~]{1,255}$', description: 'Chosen by the caller, once for each thing it wants done' }),
  ),
})
