import { type Direction, type Schema, schemaOf } from '#ocpp/schemas'
import type { Action } from '#ocpp/v16'
import type { FieldsShape, Shape } from './shape.ts'

/** Where the sequence of the 1.6 WSDL is not that of the JSON schema, which has none. */
const sequences: Readonly<Record<string, readonly string[]>> = {
  GetDiagnosticsRequest: ['location', 'startTime', 'stopTime', 'retries', 'retryInterval'],
  StartTransactionRequest: ['connectorId', 'idTag', 'timestamp', 'meterStart', 'reservationId'],
  StartTransactionResponse: ['transactionId', 'idTagInfo'],
  StatusNotificationRequest: ['connectorId', 'status', 'errorCode', 'info', 'timestamp', 'vendorId', 'vendorErrorCode'],
  StopTransactionRequest: ['transactionId', 'idTag', 'timestamp', 'meterStop', 'reason', 'transactionData'],
  UpdateFirmwareRequest: ['retrieveDate', 'location', 'retries', 'retryInterval'],
  idTagInfo: ['status', 'expiryDate', 'parentIdTag'],
}

const made = new Map<string, FieldsShape>()

/** How a payload of 1.6 looks in XML: as its schema has it, in the order of the WSDL. */
export function shapeOf16(action: Action, direction: Direction): FieldsShape {
  const name = `${action}${direction === 'request' ? 'Request' : 'Response'}`
  const known = made.get(name)
  if (known !== undefined) return known
  const shape = fieldsOf(name, schemaOf('ocpp1.6', action, direction))
  made.set(name, shape)
  return shape
}

function fieldsOf(name: string, { properties = {} }: Schema): FieldsShape {
  const names = sequences[name] ?? Object.keys(properties)
  return { kind: 'fields', fields: new Map(names.map((one) => [one, shapeOf(one, properties[one] ?? {})])) }
}

/** The schemas of what SOAP has refer to no shared types. */
function shapeOf(name: string, schema: Schema): Shape {
  switch (schema.type) {
    case 'object':
      return fieldsOf(name, schema)
    case 'array':
      return { kind: 'list', of: shapeOf(name, schema.items ?? {}) }
    case 'integer':
      return { kind: 'integer' }
    case 'number':
      return { kind: 'decimal' }
    case 'boolean':
      return { kind: 'boolean' }
    default:
      return { kind: schema.enum === undefined && schema.format === undefined ? 'text' : 'word' }
  }
}
