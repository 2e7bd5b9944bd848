import type { Entry } from './entry.ts'
import type { EventFacts } from './transaction.ts'

/** What an event says beside the one reading it brings; it is stored with that reading, in one row. */
export interface CarriedEvent {
  readonly atMs: number
  /** 2.x only. */
  readonly seqNo?: number
  readonly facts: EventFacts
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** How much older than the start of its transaction a reading may be and still carry an event. */
const EARLIER_MS = HOUR_MS
/** How long before the end of a transaction whose start is missing the readings that carry its events are looked for. */
const LONGEST_CHARGE_MS = 31 * DAY_MS
/** Within these a reading's time decides which partition it is in, so that it is found by time. */
const PAST_MS = 399 * DAY_MS
const AHEAD_MS = 30 * DAY_MS

/**
 * Whether a reading may carry its event: only where {@link OwnEvents.carriedFromMs} surely
 * finds it again. Any other event is stored in a row of its own.
 *
 * @param startedMs when the transaction started, by an event that is stored already
 */
export function mayCarry(startedMs: number | undefined, reading: { atMs: number; receivedAtMs: number }): boolean {
  if (startedMs === undefined) return false
  const { atMs, receivedAtMs } = reading
  return atMs >= startedMs - EARLIER_MS && atMs > receivedAtMs - PAST_MS && atMs < receivedAtMs + AHEAD_MS
}

/**
 * Whether a reading of a transaction that is not on record may carry its event until a stop puts it there: where the clocks are
 * not far apart. One that the stop follows within {@link LONGEST_CHARGE_MS} is found then.
 */
export function mayCarryBeforeStop({
  reading,
  receivedAtMs,
}: {
  reading: { at: Date }
  receivedAtMs: number
}): boolean {
  return mayCarry(receivedAtMs - 30 * DAY_MS, { atMs: reading.at.getTime(), receivedAtMs })
}

/** What the events that a transaction has of its own say of where its readings begin. */
export class OwnEvents {
  #hasStart = false
  #earliestMs = Number.POSITIVE_INFINITY

  take({ kind, atMs, receivedAtMs }: Pick<Entry, 'kind' | 'atMs' | 'receivedAtMs'>): void {
    if (kind === 'started') this.#hasStart = true
    this.#earliestMs = Math.min(this.#earliestMs, atMs, receivedAtMs)
  }

  /**
   * No reading that carries an event of the transaction is older. More events can only make it earlier. Where none tells a start,
   * readings may have come long before the events that are known.
   */
  get carriedFromMs(): number {
    return this.#earliestMs - (this.#hasStart ? EARLIER_MS : LONGEST_CHARGE_MS)
  }
}
