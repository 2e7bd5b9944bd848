import {
  type CallFrame,
  DESCRIPTION_LIMIT,
  type ErrorFrame,
  type Frame,
  type FrameDeviation,
  type JsonObject,
  type MalformedFrame,
  MESSAGE_ID_LIMIT,
  type ResultFrame,
  type SendFrame,
  TOLERATED_MESSAGE_ID_LIMIT,
} from './frame.ts'
import type { FrameMemory } from './frame-memory.ts'
import { nestsTooDeeply, readJson } from './read-json.ts'
import { isWireErrorCode, type RpcErrorCode, readErrorCode } from './rpc-error.ts'
import { isJsonObject, openSigned, unsignedAction } from './signed-payload.ts'
import type { OcppVersion } from './version.ts'

const WIRE_CODE_LIMIT = 50
const EMPTY: JsonObject = Object.freeze({})

/**
 * Reads one WebSocket text message as a frame of `version` (1.6-J §4, 2.0.1 and 2.1 part 4 §4). Never throws: what
 * cannot be read comes back as `malformed`, what is merely careless is read and its `deviations` say how.
 *
 * @param memory of what the same peer said before: what looks alike is read sooner
 */
export function parseFrame(text: string, version: OcppVersion, memory?: FrameMemory): Frame {
  let parsed: unknown
  try {
    parsed = memory === undefined ? JSON.parse(text) : memory.read(text)
  } catch {
    return malformed(undefined, 'rpc-framework', 'not valid JSON', version !== 'ocpp1.6')
  }
  if (!Array.isArray(parsed)) {
    return malformed(undefined, 'rpc-framework', 'not a JSON array', version !== 'ocpp1.6')
  }
  if (nestsTooDeeply(text, parsed)) {
    return malformed(readMessageId(parsed[1]), 'format', 'nested too deeply', parsed[0] === 2)
  }
  const elements = withoutNul(text, parsed)
  switch (elements[0]) {
    case 2:
      return readCall(elements, 'call')
    case 3:
      return readResult(elements)
    case 4:
      return readError(elements, 'error')
    case 5:
      return version === 'ocpp2.1' ? readError(elements, 'resultError') : unknownType(elements, 5)
    case 6:
      return version === 'ocpp2.1' ? readCall(elements, 'send') : unknownType(elements, 6)
    default:
      if (typeof elements[0] === 'number') return unknownType(elements, elements[0])
      return malformed(readMessageId(elements[1]), 'rpc-framework', 'no message type', version !== 'ocpp1.6')
  }
}

/** The message id is echoed as it came, whatever is in it. */
function withoutNul(text: string, parsed: readonly unknown[]): readonly unknown[] {
  const read = text.includes('\\u0000') ? readJson(text) : parsed
  return Array.isArray(read) && read !== parsed && parsed.length > 1 ? read.with(1, parsed[1]) : parsed
}

function readCall(elements: readonly unknown[], type: 'call' | 'send'): CallFrame | SendFrame | MalformedFrame {
  const answer = type === 'call'
  const messageId = readMessageId(elements[1])
  if (messageId === undefined) return malformed(undefined, 'rpc-framework', 'no readable message id', answer)
  const action = elements[2]
  if (typeof action !== 'string' || action === '') return malformed(messageId, 'protocol', 'no action', answer)
  const deviations = messageIdDeviations(elements[1])
  if (elements.length > 4) deviations.push('surplus-elements')
  const inside = unsignedAction(action)
  if (inside !== undefined) {
    const signed = openSigned(elements[3])
    if (signed === undefined) return malformed(messageId, 'format', 'the signed payload is not a JWS', answer)
    return withDeviations({ type, messageId, action: inside, ...signed }, deviations)
  }
  const payload = readPayload(elements, 3, deviations)
  if (payload === undefined) return malformed(messageId, 'format', 'the payload is not an object', answer)
  return withDeviations({ type, messageId, action, payload }, deviations)
}

function readResult(elements: readonly unknown[]): ResultFrame | MalformedFrame {
  const messageId = readMessageId(elements[1])
  if (messageId === undefined) return malformed(undefined, 'rpc-framework', 'no readable message id', false)
  const deviations = messageIdDeviations(elements[1])
  if (elements.length > 3) deviations.push('surplus-elements')
  const payload = readPayload(elements, 2, deviations)
  if (payload === undefined) return malformed(messageId, 'format', 'the payload is not an object', false)
  const signed = 'signature' in payload && 'protected' in payload ? openSigned(payload) : undefined
  if (signed !== undefined) return withDeviations({ type: 'result', messageId, ...signed }, deviations)
  return withDeviations({ type: 'result', messageId, payload }, deviations)
}

function readError(elements: readonly unknown[], type: 'error' | 'resultError'): ErrorFrame | MalformedFrame {
  const messageId = readMessageId(elements[1])
  if (messageId === undefined) return malformed(undefined, 'rpc-framework', 'no readable message id', false)
  const deviations = messageIdDeviations(elements[1])
  if (elements.length > 5) deviations.push('surplus-elements')
  const wireCode = typeof elements[2] === 'string' ? elements[2] : ''
  if (!isWireErrorCode(wireCode)) deviations.push('error-code-unknown')
  const description = typeof elements[3] === 'string' ? elements[3] : ''
  if (typeof elements[3] !== 'string') deviations.push('error-description-missing')
  if (description.length > DESCRIPTION_LIMIT) deviations.push('error-description-too-long')
  // A four-element CALLERROR leaves out one of the last two; an object in place of the description is the details.
  const details = isJsonObject(elements[4]) ? elements[4] : isJsonObject(elements[3]) ? elements[3] : undefined
  if (details === undefined) deviations.push('error-details-missing')
  const frame: ErrorFrame = {
    type,
    messageId,
    code: readErrorCode(wireCode),
    wireCode: wireCode.slice(0, WIRE_CODE_LIMIT),
    description: description.slice(0, DESCRIPTION_LIMIT),
    details: details ?? EMPTY,
  }
  return withDeviations(frame, deviations)
}

function readPayload(elements: readonly unknown[], at: number, deviations: FrameDeviation[]): JsonObject | undefined {
  const payload = elements[at]
  if (payload === undefined || payload === null) {
    deviations.push(payload === null ? 'payload-null' : 'payload-missing')
    return {}
  }
  return isJsonObject(payload) ? payload : undefined
}

function readMessageId(raw: unknown): string | undefined {
  const id = typeof raw === 'number' ? String(raw) : raw
  if (typeof id !== 'string' || id === '' || id.length > TOLERATED_MESSAGE_ID_LIMIT) return undefined
  return id
}

function messageIdDeviations(raw: unknown): FrameDeviation[] {
  if (typeof raw === 'number') return ['message-id-number']
  return typeof raw === 'string' && raw.length > MESSAGE_ID_LIMIT ? ['message-id-too-long'] : []
}

function unknownType(elements: readonly unknown[], messageType: number): Frame {
  const messageId = readMessageId(elements[1])
  return { type: 'unknownType', messageType, ...(messageId === undefined ? {} : { messageId }) }
}

function malformed(messageId: string | undefined, code: RpcErrorCode, reason: string, answer: boolean): MalformedFrame {
  return { type: 'malformed', code, reason, answer, ...(messageId === undefined ? {} : { messageId }) }
}

function withDeviations<F extends Frame>(frame: F, deviations: readonly FrameDeviation[]): F {
  return deviations.length === 0 ? frame : { ...frame, deviations }
}
