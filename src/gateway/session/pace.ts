/** Events a station may tell at once before it is slowed down. */
export const EVENT_BURST = 300
/** One further event is taken in this time: five a second go on for ever. */
export const EVENT_SPACING_MS = 200
/** However much one message told, the next waits no longer: less than a station waits for its answer. */
export const LONGEST_PAUSE_MS = 10_000

/** How fast one station may say what adds to what is kept for it: by the monotonic clock. */
export interface Pace {
  /** When a BootNotification was last acted upon; long ago at first. */
  lastBootMs: number
  /** When all events taken so far would have been told at the steady pace; long ago at first. */
  eventsDueMs: number
}

/**
 * How long a BootNotification waits until it is acted upon: a station that is told to wait, be it with an interval of 0, is
 * not let boot as fast as it can (C-04, 2.0.1 B02.FR.07).
 */
export function pauseBeforeBoot(pace: Pace, nowMs: number, bootPauseMs: number): number {
  const waitMs = Math.max(0, pace.lastBootMs + bootPauseMs - nowMs)
  pace.lastBootMs = nowMs + waitMs
  return waitMs
}

/**
 * How long a message that tells so many events waits. Whoever floods is read and answered more slowly, and waits alone;
 * nothing is lost.
 */
export function pauseBeforeEvents(pace: Pace, nowMs: number, events: number): number {
  if (events === 0) return 0
  const earliestMs = nowMs - EVENT_BURST * EVENT_SPACING_MS
  const dueMs = Math.max(pace.eventsDueMs, earliestMs) + events * EVENT_SPACING_MS
  // A debt is not carried on beyond what one message may wait.
  pace.eventsDueMs = Math.min(dueMs, nowMs + LONGEST_PAUSE_MS)
  return Math.max(0, pace.eventsDueMs - nowMs)
}
