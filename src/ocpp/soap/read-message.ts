import type { JsonObject } from '#ocpp/rpc'
import type { Direction } from '#ocpp/schemas'
import type { Action } from '#ocpp/v16'
import { FaultError } from './fault.ts'
import { operationOf, readBodyName } from './messages.ts'
import type { Envelope } from './read-envelope.ts'
import { readPayload } from './read-payload.ts'
import { shapeOf15 } from './shapes-of-15.ts'
import { shapeOf16 } from './shapes-of-16.ts'
import { type Service, SOAP_NAMESPACE, type SoapVersion } from './soap-version.ts'
import { from15 } from './translate-15.ts'
import { childOf, type XmlElement } from './xml-element.ts'

/** What the body of a message says, in the words of 1.6-J whatever the version. */
export interface SoapMessage {
  readonly version: SoapVersion
  /** Writes namespaces with a slash at the end. */
  readonly slash: boolean
  readonly action: Action
  readonly payload: JsonObject
}

/** The other side refused a message. */
export interface SoapFault {
  readonly subcode: string
  readonly reason: string
}

export type SoapAnswer = { readonly payload: JsonObject } | { readonly fault: SoapFault }

/**
 * Reads a request to a service.
 * @throws FaultError for a version or operation that is not spoken, and for what is no request
 */
export function readRequest(envelope: Envelope, service: Service): SoapMessage {
  const message = readMessage(envelope, service, 'request')
  const named = /([^/]*)$/.exec(envelope.action ?? '')?.[1]?.replace(/Request$/, '') ?? ''
  if (named !== '' && named !== message.action) throw new FaultError('ProtocolError', 'Action and body differ')
  return message
}

/**
 * Reads the answer to a request to a service.
 * @throws FaultError for what answers nothing of the kind
 */
export function readResponse(envelope: Envelope, service: Service, action: string): SoapAnswer {
  const fault = readFault(envelope.body)
  if (fault !== undefined) return { fault }
  const message = readMessage(envelope, service, 'response')
  if (message.action !== action) throw new FaultError('ProtocolError', `${message.action} answers no ${action}`)
  return { payload: message.payload }
}

function readMessage({ body, namespace }: Envelope, service: Service, direction: Direction): SoapMessage {
  if (namespace === undefined) throw new FaultError('ProtocolError', 'the body is in no namespace of OCPP')
  const { version, slash } = namespace
  if (version === 'ocpp1.2') throw new FaultError('NotSupported', 'OCPP 1.2 is not spoken here, only 1.5 and 1.6')
  if (namespace.service !== service) throw new FaultError('ProtocolError', 'the message is for another service')
  const name = readBodyName(body.name)
  if (name?.direction !== direction) throw new FaultError('ProtocolError', `the body is no ${direction}`)
  const action = operationOf(version, service, name.action)
  if (action === undefined) throw new FaultError('NotSupported', 'the service has no such operation')
  const shapeOf = version === 'ocpp1.5' ? shapeOf15 : shapeOf16
  const payload = readPayload(body, shapeOf(action, direction).fields)
  return { version, slash, action, payload: version === 'ocpp1.5' ? from15(action, direction, payload) : payload }
}

/** Undefined for what is no fault. A subcode is a qualified name; its last part tells (1.6-S §4). */
function readFault(body: XmlElement): SoapFault | undefined {
  if (body.name !== 'Fault' || body.namespace !== SOAP_NAMESPACE) return undefined
  const code = childOf(body, 'Code', SOAP_NAMESPACE)
  const subcode = childOf(childOf(code, 'Subcode', SOAP_NAMESPACE), 'Value', SOAP_NAMESPACE)
  const value = (subcode ?? childOf(code, 'Value', SOAP_NAMESPACE))?.text ?? ''
  return {
    subcode: value.slice(value.lastIndexOf(':') + 1).slice(0, 50),
    reason: (childOf(childOf(body, 'Reason', SOAP_NAMESPACE), 'Text', SOAP_NAMESPACE)?.text ?? '').slice(0, 255),
  }
}
