import type { Direction } from '#ocpp/schemas'
import type { Action } from '#ocpp/v16'
import { type FieldsShape, fields, integer, list, text, word } from './shape.ts'
import { shapeOf16 } from './shapes-of-16.ts'

const reading = fields({
  timestamp: word,
  value: list({ kind: 'attributed', attributes: ['context', 'format', 'measurand', 'location', 'unit'] }),
})
const tokenInfo = fields({ status: word, expiryDate: word, parentIdTag: text })

/** The payloads that look different in 1.5; the rest are those of 1.6, or less. */
const own: Readonly<Record<string, FieldsShape>> = {
  BootNotificationResponse: fields({ status: word, currentTime: word, heartbeatInterval: integer }),
  MeterValuesRequest: fields({ connectorId: integer, transactionId: integer, values: list(reading) }),
  RemoteStartTransactionRequest: fields({ idTag: text, connectorId: integer }),
  SendLocalListRequest: fields({
    updateType: word,
    listVersion: integer,
    localAuthorisationList: list(fields({ idTag: text, idTagInfo: tokenInfo })),
    hash: text,
  }),
  SendLocalListResponse: fields({ status: word, hash: text }),
  StopTransactionRequest: fields({
    transactionId: integer,
    idTag: text,
    timestamp: word,
    meterStop: integer,
    transactionData: list(fields({ values: list(reading) })),
  }),
}

/** How a payload of 1.5 looks in XML (its WSDL, 2012/06). */
export function shapeOf15(action: Action, direction: Direction): FieldsShape {
  return own[`${action}${direction === 'request' ? 'Request' : 'Response'}`] ?? shapeOf16(action, direction)
}
