import { type Static, type TSchema, Type } from 'typebox'
import {
  COMMAND_STATES,
  type Command,
  type CommandKind,
  type CommandRequests,
  type CommandResult,
  TRIGGER_MESSAGES,
} from '#domain/commands'
import { identifier, instant, text, wholeNumber } from './fields.ts'
import { pageFields } from './page.ts'
import { exactly, oneOf, resource, type Same, type Wire } from './resource.ts'

const evseId = () => wholeNumber(0, 1_000_000)
const connectorId = () => wholeNumber(0, 1_000_000)

const variableRef = {
  component: Type.Optional(text(50, 'Absent: a configuration key of OCPP 1.6')),
  componentInstance: Type.Optional(text(50)),
  evseId: Type.Optional(evseId()),
  connectorId: Type.Optional(connectorId()),
  name: text(500),
  instance: Type.Optional(text(50)),
  attribute: Type.Optional(oneOf(['Actual', 'Target', 'MinSet', 'MaxSet'])),
}
const MOST_VARIABLES = 200

/** What may be asked of a station, per kind; the compiler holds each against the domain's type. */
export const commandRequests = {
  'start-transaction': exactly({
    evseId: Type.Optional(evseId()),
    token: text(255),
    tokenKind: Type.Optional(text(20)),
    groupId: Type.Optional(text(36)),
  }),
  'stop-transaction': exactly({
    transactionId: Type.Optional(identifier('The platform’s id; or give the station’s reference')),
    reference: Type.Optional(text(36)),
  }),
  reset: exactly({ when: oneOf(['immediately', 'when-idle']), evseId: Type.Optional(evseId()) }),
  'change-availability': exactly({
    evseId: Type.Optional(evseId()),
    connectorId: Type.Optional(connectorId()),
    available: Type.Boolean(),
  }),
  unlock: exactly({ evseId: evseId(), connectorId: Type.Optional(connectorId()) }),
  'get-variables': exactly({
    variables: Type.Optional(Type.Array(exactly(variableRef), { maxItems: MOST_VARIABLES })),
  }),
  'set-variables': exactly({
    variables: Type.Array(exactly({ ...variableRef, value: Type.String({ maxLength: 2500 }) }), {
      minItems: 1,
      maxItems: MOST_VARIABLES,
    }),
  }),
  'get-report': exactly({ base: oneOf(['configuration', 'full', 'summary']) }),
  trigger: exactly({
    message: oneOf(TRIGGER_MESSAGES),
    evseId: Type.Optional(evseId()),
    connectorId: Type.Optional(connectorId()),
  }),
  'clear-cache': Type.Unsafe<Record<string, never>>({ type: 'object', additionalProperties: false }),
  'data-transfer': exactly({
    vendorId: text(255),
    messageId: Type.Optional(text(50)),
    data: Type.Optional(Type.String({ maxLength: 100_000 })),
  }),
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
