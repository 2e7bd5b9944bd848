import { DESCRIPTION_LIMIT, type MalformedFrame } from './frame.ts'
import { omitEmpty } from './omit-empty.ts'
import { type RpcErrorCode, wireErrorCodes } from './rpc-error.ts'
import type { OcppVersion } from './version.ts'

/** The message id of an answer to a message whose own could not be read (part 4 §4.2.3). */
export const UNREADABLE_MESSAGE_ID = '-1'

/** CALL: `[2, id, action, payload]`. Empty optionals are left out (part 4 §4.1.5). */
export function writeCall(messageId: string, action: string, payload: object): string {
  return `[2,${JSON.stringify(messageId)},${JSON.stringify(action)},${writePayload(payload)}]`
}

/** CALLRESULT: `[3, id, payload]`. Empty optionals are left out (part 4 §4.1.5). */
export function writeResult(messageId: string, payload: object): string {
  return `[3,${JSON.stringify(messageId)},${writePayload(payload)}]`
}

/** SEND: `[6, id, action, payload]`, of 2.1 alone and never answered (2.1 part 4 §4.2.4). */
export function writeSend(messageId: string, action: string, payload: object): string {
  return `[6,${JSON.stringify(messageId)},${JSON.stringify(action)},${writePayload(payload)}]`
}

/** What is wrong, and with what; never anything of the peer's that was not encoded first. */
export interface RpcFailure {
  readonly code: RpcErrorCode
  /** Cut to 255 characters. */
  readonly description?: string
  readonly details?: object
}

/** CALLERROR: `[4, id, code, description, details]`, the code by the name `version` has for it. */
export function writeError(version: OcppVersion, messageId: string, failure: RpcFailure): string {
  return writeFailure(4, version, messageId, failure)
}

/** CALLRESULTERROR: `[5, …]`, of 2.1 alone: the result of our call could not be used (2.1 part 4 §4.2.3). */
export function writeResultError(messageId: string, failure: RpcFailure): string {
  return writeFailure(5, 'ocpp2.1', messageId, failure)
}

/**
 * The answer to what could not be read, or undefined where none is due: results are never answered with a CALLERROR,
 * and 1.6 defines no answer to a message without a readable id.
 */
export function writeAnswerToMalformed(version: OcppVersion, frame: MalformedFrame): string | undefined {
  if (!frame.answer) return undefined
  if (frame.messageId === undefined && version === 'ocpp1.6') return undefined
  const { code, reason: description } = frame
  return writeError(version, frame.messageId ?? UNREADABLE_MESSAGE_ID, { code, description })
}

function writeFailure(messageType: 4 | 5, version: OcppVersion, messageId: string, failure: RpcFailure): string {
  const { code, description = '', details = {} } = failure
  const cut = cutText(description, DESCRIPTION_LIMIT)
  const name = wireErrorCodes[version][code]
  return `[${messageType},${JSON.stringify(messageId)},"${name}",${JSON.stringify(cut)},${JSON.stringify(details)}]`
}

/** Cuts without leaving half of a surrogate pair behind. */
function cutText(text: string, limit: number): string {
  return text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, '')
}

/** Most payloads are empty or have nothing to leave out, and a look at the text tells. */
function writePayload(payload: object): string {
  if (isEmpty(payload)) return '{}'
  const text = JSON.stringify(payload)
  if (!(text.includes('null') || text.includes('{}') || text.includes('[]'))) return text
  return JSON.stringify(omitEmpty(payload))
}

function isEmpty(payload: object): boolean {
  for (const _ in payload) return false
  return true
}
