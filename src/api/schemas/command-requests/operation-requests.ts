import { type TSchema, Type } from 'typebox'
import { type OperationRequests, TRIGGER_MESSAGES } from '#domain/commands'
import { identifier, text, wholeNumber } from '../fields.ts'
import { exactly, oneOf } from '../resource.ts'
import { newChargingProfile } from '../smart-charging.ts'

export const evseId = () => wholeNumber(0, 1_000_000)
export const connectorId = () => wholeNumber(0, 1_000_000)

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

/** What is asked to run a station. */
export const operationRequests = {
  'start-transaction': exactly({
    evseId: Type.Optional(evseId()),
    token: text(255),
    tokenKind: Type.Optional(text(20)),
    groupId: Type.Optional(text(36)),
    profile: Type.Optional(newChargingProfile()),
  }),
  'stop-transaction': exactly({
    transactionId: Type.Optional(identifier('The platform’s id; or give the station’s reference')),
    reference: Type.Optional(text(36)),
  }),
  reset: exactly({
    when: oneOf(['immediately', 'when-idle', 'immediately-and-resume']),
    evseId: Type.Optional(evseId()),
  }),
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
} satisfies Record<keyof OperationRequests, TSchema>
