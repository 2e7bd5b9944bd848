import type { Registration } from '#domain/stations'
import type { RpcErrorCode } from '#ocpp/rpc'

/** `unbooted`: connected, and never in its life accepted by a BootNotification (2.0.1 B01.FR.10). */
export type SessionRegistration = Registration | 'unbooted'

/** A CALL or SEND of the station. The reducer carries the payload and never looks inside. */
export interface InboundCall {
  readonly messageId: string
  readonly action: string
  /**
   * What it says. Let go of once it was read, so that what waits for the database holds no parsed message; it is read from the
   * frame again where it has to be served again.
   */
  payload: object | undefined
  /** The text it came as. */
  readonly frame: string
  /** What came over the wire, where that is another text. */
  readonly said?: string
  /** False for a SEND, which is never answered, not even with an error (2.1 N15.FR.02). */
  readonly wantsAnswer: boolean
  /** Transaction messages pass the gate of a station that has not booted yet: refusing one loses energy. */
  readonly transactional: boolean
  /** Names a repeat of the same call, by id and payload; 0 where the domain itself knows a repeat. */
  readonly repeatKey: number
  readonly receivedMs: number
  /** How its frame departs from the specification. */
  readonly oddities?: string | undefined
}

/** A CALL of ours. */
export interface OutboundCall {
  readonly messageId: string
  readonly action: string
  readonly payload: object
  readonly timeoutMs: number
  /** May be asked of a station that is not accepted yet (2.0.1 B02.FR.05 and 06). */
  readonly whilePending: boolean
  /** Messages this call makes the station send, let in while it is pending (2.0.1 B02.FR.09). */
  readonly triggers?: readonly string[]
}

/** A CALLRESULT or CALLERROR. `fault` says that the result does not follow its schema. */
export type Reply =
  | { readonly kind: 'result'; readonly payload: object; readonly fault?: ReplyFault }
  | { readonly kind: 'error'; readonly code: string; readonly description: string }

export interface ReplyFault {
  readonly code: RpcErrorCode
  readonly description: string
}

/** How a call of ours ended; each ends exactly once. */
export type CallOutcome = Reply | { readonly kind: 'timed-out' | 'lost' | 'overflow' | 'not-registered' }

/** What an inbound call comes to: the frame that answers it, or nothing for a SEND. */
export interface Answer {
  readonly frame?: string
  /** Worth repeating when the same call comes again: results are, errors are not. */
  readonly repeatable: boolean
}

/** An answer kept for a station that repeats its question. */
export interface KeptAnswer {
  readonly repeatKey: number
  readonly frame: string
}

/** One connected station. Everything that can be empty is undefined then: most stations idle most of the time. */
export interface SessionState {
  readonly registration: SessionRegistration
  readonly awaiting: OutboundCall | undefined
  readonly queue: readonly OutboundCall[] | undefined
  readonly handling: InboundCall | undefined
  readonly inbox: readonly InboundCall[] | undefined
  readonly paused: boolean
  readonly closed: boolean
  /** What a pending station has been asked to send. */
  readonly expected: readonly string[] | undefined
  /** Calls that timed out, newest last, so that a late reply is known as such. */
  readonly overdue: readonly OutboundCall[] | undefined
  readonly kept: readonly KeptAnswer[] | undefined
}

/** Our calls that may wait behind the one in flight, unless it is set otherwise. */
export const QUEUE_LIMIT = 32
/** Inbound calls waiting their turn before reading pauses, unless it is set otherwise; a station that keeps the call rule has none. */
export const PAUSE_AT = 16
/** What may still arrive of a chunk read before the pause; beyond it the peer floods and is closed. */
export const INBOX_LIMIT = 1024
/** Answers kept for repeats, and calls remembered as overdue. */
export const KEPT_LIMIT = 4
/** Longest answer kept, characters. */
export const KEPT_FRAME_LIMIT = 512

/** What of a session an operator may widen or narrow. */
export interface SessionLimits {
  readonly commandQueueLimit: number
  /** Inbound calls waiting before reading pauses; it goes on when a quarter of them is left. */
  readonly inboundQueueLimit: number
}

export const defaultLimits: SessionLimits = { commandQueueLimit: QUEUE_LIMIT, inboundQueueLimit: PAUSE_AT }

export function initialState(registration: SessionRegistration): SessionState {
  return {
    registration,
    awaiting: undefined,
    queue: undefined,
    handling: undefined,
    inbox: undefined,
    paused: false,
    closed: false,
    expected: undefined,
    overdue: undefined,
    kept: undefined,
  }
}
