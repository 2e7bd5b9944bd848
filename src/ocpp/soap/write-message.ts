import type { JsonObject } from '#ocpp/rpc'
import type { Direction } from '#ocpp/schemas'
import type { Action } from '#ocpp/v16'
import { type Fault, faultWords } from './fault.ts'
import { actionHeaderOf, bodyNameOf } from './messages.ts'
import { shapeOf15 } from './shapes-of-15.ts'
import { shapeOf16 } from './shapes-of-16.ts'
import {
  ADDRESSING_NAMESPACE,
  ANONYMOUS,
  namespaceOf,
  type Service,
  SOAP_NAMESPACE,
  type SoapVersion,
} from './soap-version.ts'
import { to15 } from './translate-15.ts'
import { writePayload } from './write-payload.ts'
import { escapeXml, tag, type Xml } from './write-xml.ts'

/** How the peer speaks, and the service the message is of. */
export interface Manner {
  readonly version: SoapVersion
  readonly service: Service
  readonly slash: boolean
}

export interface RequestHeader {
  readonly messageId: string
  readonly identity: string
  /** Where the sender listens; left out when that is not known. */
  readonly from: string | undefined
  readonly to: string
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
const MUST = { 'soap:mustUnderstand': 'true' }

/** A request, with all the headers 1.6-S §3 wants. */
export function writeRequest(manner: Manner, header: RequestHeader, action: Action, payload: JsonObject): Xml {
  const { messageId, identity, from, to } = header
  const headers = [
    tag('ocpp:chargeBoxIdentity', escapeXml(identity), MUST),
    tag('wsa:Action', actionHeaderOf({ action, direction: 'request' }), MUST),
    tag('wsa:MessageID', escapeXml(messageId)),
    from === undefined ? '' : tag('wsa:From', tag('wsa:Address', escapeXml(from))),
    tag('wsa:ReplyTo', tag('wsa:Address', ANONYMOUS), MUST),
    tag('wsa:To', escapeXml(to), MUST),
  ]
  return envelope(manner, headers, writeBody(manner, action, 'request', payload))
}

/** The answer to a request; `relatesTo` is its message id (1.6-S §3.6). */
export function writeResponse(
  manner: Manner,
  header: { readonly messageId: string; readonly relatesTo: string | undefined },
  action: Action,
  payload: JsonObject,
): Xml {
  const headers = [
    tag('wsa:Action', actionHeaderOf({ action, direction: 'response' }), MUST),
    ...answering(header.messageId, header.relatesTo),
  ]
  return envelope(manner, headers, writeBody(manner, action, 'response', payload))
}

/** A fault in answer to a request; its subcode is in the namespace of OCPP (1.6-S §4). */
export function writeFault(
  manner: Manner,
  header: { readonly messageId: string; readonly relatesTo: string | undefined },
  fault: Fault,
): Xml {
  const { value, subcode } = faultWords(fault)
  const code =
    tag('soap:Value', `soap:${value}`) +
    (subcode === undefined ? '' : tag('soap:Subcode', tag('soap:Value', `ocpp:${subcode}`)))
  const reason = tag('soap:Text', escapeXml(fault.reason), { 'xml:lang': 'en' })
  const headers = [tag('wsa:Action', FAULT_ACTION, MUST), ...answering(header.messageId, header.relatesTo)]
  return envelope(manner, headers, tag('soap:Fault', tag('soap:Code', code) + tag('soap:Reason', reason)))
}

/** WS-Addressing 1.0 SOAP binding §6. */
const FAULT_ACTION = 'http://www.w3.org/2005/08/addressing/soap/fault'

function answering(messageId: string, relatesTo: string | undefined): Xml[] {
  return [
    tag('wsa:MessageID', escapeXml(messageId)),
    relatesTo === undefined ? '' : tag('wsa:RelatesTo', escapeXml(relatesTo)),
    tag('wsa:To', ANONYMOUS),
  ]
}

function writeBody({ version }: Manner, action: Action, direction: Direction, payload: JsonObject): Xml {
  const name = `ocpp:${bodyNameOf({ action, direction })}`
  const is15 = version === 'ocpp1.5'
  const shape = is15 ? shapeOf15(action, direction) : shapeOf16(action, direction)
  return tag(name, writePayload(is15 ? to15(action, direction, payload) : payload, shape.fields, 'ocpp:'))
}

function envelope({ version, service, slash }: Manner, headers: readonly Xml[], body: Xml): Xml {
  const namespaces = {
    'xmlns:soap': SOAP_NAMESPACE,
    'xmlns:wsa': ADDRESSING_NAMESPACE,
    'xmlns:ocpp': namespaceOf(version, service, slash),
  }
  const content = tag('soap:Header', headers.join('')) + tag('soap:Body', body)
  return DECLARATION + tag('soap:Envelope', content, namespaces)
}
