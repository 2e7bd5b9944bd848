import { type Clock, errorCode, type Logger } from '#kernel'
import { Repeats } from './repeats.ts'
import type { StationEvents } from './station-event.ts'

/** What the platform did to a connection of a station for security's sake. */
export interface SecurityMeasure {
  readonly stationId: string
  readonly partyId: string
  /** Refused before it was there, or ended. */
  readonly type: 'ConnectionRefused' | 'ConnectionEnded'
  readonly reason: string
  readonly facts?: Readonly<Record<string, unknown>>
}

/** Takes down what was done, as security events of the stations (1.6 security whitepaper A00.FR.323 and 408). */
export interface SecurityLog {
  note(measure: SecurityMeasure): void
  /** Resolves when what was noted is stored. */
  settled(): Promise<void>
}

export interface SecurityLogOptions {
  readonly events: Pick<StationEvents, 'record'>
  readonly clock: Clock
  readonly logger: Logger
}

/** Within it the same measure against the same station is counted, not stored again. */
export const SAME_MEASURE_MS = 600_000
/** Measures that are remembered; the one longest unseen is forgotten. */
const MAX_REMEMBERED = 10_000

/** Stores the first of many alike at once and counts the others: whoever guesses passwords must not fill the database. */
export function createSecurityLog({ events, clock, logger }: SecurityLogOptions): SecurityLog {
  const repeats = new Repeats(clock, SAME_MEASURE_MS, MAX_REMEMBERED)
  const pending = new Set<Promise<void>>()

  async function store({ stationId, partyId, type, reason, facts }: SecurityMeasure, times: number): Promise<void> {
    const at = new Date(clock.nowMs())
    const said = { reason, ...facts, ...(times > 1 && { timesSinceTheLast: times }) }
    try {
      await events.record([{ stationId, partyId, kind: 'security', type, at, receivedAt: at, facts: said }])
    } catch (error) {
      logger.warn('A security event could not be stored', { stationId, type, reason, code: errorCode(error) })
    }
  }

  return {
    note(measure) {
      const { stationId, type, reason } = measure
      const times = repeats.take(`${type} ${reason} ${stationId}`)
      if (times === undefined) return
      logger.warn('A connection was not served, for security', { stationId, type, reason })
      const storing = store(measure, times).finally(() => pending.delete(storing))
      pending.add(storing)
    },
    async settled() {
      while (pending.size > 0) await Promise.all(pending)
    },
  }
}
