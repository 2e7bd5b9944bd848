import type { StationMake } from '#domain/stations'
import type { Mode } from '#ocpp/schemas'
import type { StationFacts } from '../actions/action.ts'
import type { Quirk } from '../quirks/quirk.ts'
import type { Pace } from './pace.ts'
import type { SessionEvent } from './session-event.ts'
import type { SessionHost } from './session-host.ts'
import type { InboundCall, SessionRegistration } from './session-state.ts'

/** What serving a call needs of the session it came in. */
export interface ServingSession {
  readonly host: SessionHost
  readonly station: StationFacts
  readonly mode: Mode
  /** The call in hand, if any. */
  readonly handling: InboundCall | undefined
  /** When it was taken up, by the monotonic clock. */
  readonly handlingSinceMs: number
  readonly pace: Pace
  readonly registration: SessionRegistration
  readonly quirks: readonly Quirk[]
  recordCall(call: InboundCall, note?: string): void
  countDeviations(count: number): void
  /** The station has said what it is. */
  learnMake(make: StationMake): void
  dispatch(event: SessionEvent): void
  /** Takes down as a security event that it is hung up on. */
  noteEnd(reason: string): void
  /** Closes the socket; the session is told by the event returned. */
  hangUp(code: number, reason: string): SessionEvent
}
