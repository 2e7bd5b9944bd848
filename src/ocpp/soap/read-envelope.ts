import { FaultError } from './fault.ts'
import { parseXml } from './parse-xml.ts'
import {
  ADDRESSING_NAMESPACE,
  type OcppNamespace,
  readNamespace,
  SOAP_11_NAMESPACE,
  SOAP_NAMESPACE,
} from './soap-version.ts'
import { attributeOf, childOf, type XmlElement } from './xml-element.ts'

/** Longest message id, address or identity looked at. */
const HEADER_LIMIT = 1024

/** Some frameworks are built on what WS-Addressing was before it was done (1.6-S §3.5, note). */
const ADDRESSING: ReadonlySet<string> = new Set([
  ADDRESSING_NAMESPACE,
  'http://schemas.xmlsoap.org/ws/2004/08/addressing',
  'http://schemas.xmlsoap.org/ws/2004/03/addressing',
])

/** A SOAP message with what its header says, its body not yet looked into. */
export interface Envelope {
  /** The one element in the body. */
  readonly body: XmlElement
  /** Undefined when the body is of no version of OCPP; a fault of SOAP itself is not. */
  readonly namespace: OcppNamespace | undefined
  readonly identity: string | undefined
  readonly action: string | undefined
  readonly messageId: string | undefined
  readonly relatesTo: string | undefined
  /** Where the sender listens (1.6-S §3.7). */
  readonly from: string | undefined
  readonly to: string | undefined
}

/**
 * Reads a SOAP 1.2 message down to its body (1.6-S §2, §3).
 * @throws FaultError for what cannot be read or must be refused whatever it says; AppError `invalid` for what is no XML
 */
export function readEnvelope(text: string): Envelope {
  const root = parseXml(text)
  if (root.name !== 'Envelope') throw new FaultError('ProtocolError', 'the message is no SOAP envelope')
  if (root.namespace === SOAP_11_NAMESPACE) throw new FaultError('VersionMismatch', 'OCPP is carried by SOAP 1.2')
  if (root.namespace !== SOAP_NAMESPACE) throw new FaultError('VersionMismatch', 'the envelope is not of SOAP 1.2')
  const [body, ...others] = childOf(root, 'Body', SOAP_NAMESPACE)?.children ?? []
  if (body === undefined || others.length > 0) throw new FaultError('ProtocolError', 'the body holds one message')
  const blocks = childOf(root, 'Header', SOAP_NAMESPACE)?.children ?? []
  for (const block of blocks) understand(block)
  const addressing = (name: string) => blocks.find((block) => block.name === name && ADDRESSING.has(block.namespace))
  return {
    body,
    namespace: readNamespace(body.namespace),
    identity: textOf(blocks.find(isIdentity)),
    action: textOf(addressing('Action')),
    messageId: textOf(addressing('MessageID')),
    relatesTo: textOf(addressing('RelatesTo')),
    from: textOf(childOf(addressing('From'), 'Address')),
    to: textOf(addressing('To')),
  }
}

/** 1.6-S §3.3: the name of this header is read in any case. */
function isIdentity({ name }: XmlElement): boolean {
  return name.toLowerCase() === 'chargeboxidentity'
}

/** SOAP 1.2 part 1 §5.4.8: what must be understood and is not is refused. */
function understand(block: XmlElement): void {
  const must = attributeOf(block, 'mustUnderstand', SOAP_NAMESPACE)
  if (must !== 'true' && must !== '1') return
  if (ADDRESSING.has(block.namespace) || isIdentity(block)) return
  throw new FaultError('MustUnderstand', 'a header that must be understood is not')
}

function textOf(element: XmlElement | undefined): string | undefined {
  if (element === undefined || element.text === '') return undefined
  if (element.text.length > HEADER_LIMIT) throw new FaultError('ProtocolError', `${element.name} is too long`)
  return element.text
}
