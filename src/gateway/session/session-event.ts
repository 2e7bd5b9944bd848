import type { Registration } from '#domain/stations'
import type { Answer, CallOutcome, InboundCall, OutboundCall, Reply, ReplyFault } from './session-state.ts'

/** What happens to a session. */
export type SessionEvent =
  /** We want to ask the station something. */
  | { readonly type: 'command'; readonly call: OutboundCall }
  /** The station asks or tells something. */
  | { readonly type: 'call'; readonly call: InboundCall }
  /** The call in hand has its answer; a BootNotification's says how the station is registered from now on. */
  | { readonly type: 'handled'; readonly answer: Answer; readonly registration?: Registration }
  /** The station answers something. */
  | { readonly type: 'reply'; readonly messageId: string; readonly reply: Reply }
  | { readonly type: 'timeout'; readonly messageId: string }
  /** A call of ours did not reach the station, or its answer did not reach us. */
  | { readonly type: 'undelivered'; readonly messageId: string }
  | { readonly type: 'closed' }

/** What the shell does about it, in this order. */
export type SessionEffect =
  | { readonly type: 'send-call'; readonly call: OutboundCall }
  | { readonly type: 'answer'; readonly call: InboundCall; readonly frame: string; readonly repeated: boolean }
  /** A call before the station is accepted: SecurityError (2.0.1 B01.FR.10). */
  | { readonly type: 'refuse'; readonly call: InboundCall }
  /** CALLRESULTERROR, where the version has it. */
  | { readonly type: 'send-fault'; readonly messageId: string; readonly fault: ReplyFault }
  | { readonly type: 'handle'; readonly call: InboundCall }
  | { readonly type: 'settle'; readonly call: OutboundCall; readonly outcome: CallOutcome }
  | { readonly type: 'start-timer'; readonly call: OutboundCall }
  | { readonly type: 'stop-timer' }
  | { readonly type: 'pause-reading' }
  | { readonly type: 'resume-reading' }
  /** The peer sends faster than one at a time, by far. */
  | { readonly type: 'close-flooded' }
  | { readonly type: 'late-reply'; readonly call: OutboundCall; readonly reply: Reply }
  | { readonly type: 'unknown-reply'; readonly messageId: string }
  /** A repeat of a call that is still in hand: its one answer will do for both. */
  | { readonly type: 'repeat-in-hand'; readonly call: InboundCall }
