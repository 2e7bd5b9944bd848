import type { RpcErrorCode } from './rpc-error.ts'
import type { Signature } from './signed-payload.ts'

/** A JSON object, its properties not yet looked at. */
export type JsonObject = { readonly [name: string]: unknown }

/** How a frame departs from the letter of the specification and is understood all the same. */
export type FrameDeviation =
  | 'payload-null'
  | 'payload-missing'
  | 'surplus-elements'
  | 'message-id-number'
  | 'message-id-too-long'
  | 'error-code-unknown'
  | 'error-description-missing'
  | 'error-description-too-long'
  | 'error-details-missing'

interface Tolerated {
  /** Absent when the frame is to the letter. */
  readonly deviations?: readonly FrameDeviation[]
}

/** [2, id, action, payload]: asks for an answer. */
export interface CallFrame extends Tolerated {
  readonly type: 'call'
  readonly messageId: string
  readonly action: string
  readonly payload: JsonObject
  /** Present when the payload came signed; `action` and `payload` are then the ones inside. */
  readonly signature?: Signature
}

/** [3, id, payload]: answers a call. */
export interface ResultFrame extends Tolerated {
  readonly type: 'result'
  readonly messageId: string
  readonly payload: JsonObject
  readonly signature?: Signature
}

/** [4, id, code, description, details] refuses a call; [5, …] refuses a result (2.1). */
export interface ErrorFrame extends Tolerated {
  readonly type: 'error' | 'resultError'
  readonly messageId: string
  readonly code: RpcErrorCode
  /** The name as it came, at most 50 characters. */
  readonly wireCode: string
  /** At most 255 characters. */
  readonly description: string
  readonly details: JsonObject
}

/** [6, id, action, payload]: tells, and wants no answer (2.1). */
export interface SendFrame extends Tolerated {
  readonly type: 'send'
  readonly messageId: string
  readonly action: string
  readonly payload: JsonObject
  readonly signature?: Signature
}

/** A message type this version does not define: to be ignored, the socket stays (part 4 §4.1.3). */
export interface UnknownTypeFrame {
  readonly type: 'unknownType'
  readonly messageType: number
  readonly messageId?: string
}

/** Not a message. `answer` says whether the peer may be told: only what was a call, or could have been one. */
export interface MalformedFrame {
  readonly type: 'malformed'
  readonly messageId?: string
  readonly code: RpcErrorCode
  readonly reason: string
  readonly answer: boolean
}

export type Frame = CallFrame | ResultFrame | ErrorFrame | SendFrame | UnknownTypeFrame | MalformedFrame

/** Longest message id the specification allows: room for a UUID (part 4 §4.1.4). */
export const MESSAGE_ID_LIMIT = 36
/** Longest message id still answered; beyond it the frame is malformed. */
export const TOLERATED_MESSAGE_ID_LIMIT = 255
/** Longest error description (part 4 §4.2.3). */
export const DESCRIPTION_LIMIT = 255
