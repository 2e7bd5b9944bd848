import { Repeats, SAME_MEASURE_MS, type StationEvents } from '#domain/events'
import { type Clock, errorCode, type Logger, newId } from '#kernel'
import type { Database } from '#storage'
import type { Attempt, Strangers } from './stranger.ts'
import {
  deleteStranger,
  forgetOldest,
  loadNeighbours,
  loadStranger,
  loadStrangers,
  type Neighbour,
  storeAttempt,
} from './stranger-store.ts'

export interface StrangersOptions {
  readonly database: Database
  readonly clock: Clock
  readonly logger: Logger
  readonly events: Pick<StationEvents, 'record'>
  readonly settings: {
    /** Whose stations are that nobody has announced. */
    readonly defaultPartyId: string
  }
}

const MOST_REMEMBERED = 10_000
/** Attempts of any kind that are stored in a minute: behind a flood of made-up names no more can be told than that it is one. */
export const STORED_A_MINUTE = 60
const MINUTE_MS = 60_000

export function createStrangers({ database, clock, logger, events, settings }: StrangersOptions): Strangers {
  const repeats = new Repeats(clock, SAME_MEASURE_MS, MOST_REMEMBERED)
  const pending = new Set<Promise<void>>()
  let minuteFromMs = Number.NEGATIVE_INFINITY
  let storedInMinute = 0

  function isFlood(): boolean {
    const nowMs = clock.monotonicMs()
    if (nowMs - minuteFromMs >= MINUTE_MS) {
      minuteFromMs = nowMs
      storedInMinute = 0
    }
    return storedInMinute >= STORED_A_MINUTE
  }

  async function store(attempt: Attempt, times: number): Promise<void> {
    const { remoteAddress, reason } = attempt
    const at = new Date(clock.nowMs())
    const neighbours = attempt.kind === 'tls' ? await loadNeighbours(database, remoteAddress) : []
    const station = singleAway(neighbours)
    if (station !== undefined) {
      // Nothing but its address tells that it was this station.
      const known = { reason: 'tls', code: reason, remoteAddress, knownBy: 'address' }
      const facts = { ...known, ...(times > 1 && { timesSinceTheLast: times }) }
      const { stationId, partyId } = station
      const about = { stationId, partyId, kind: 'security', type: 'ConnectionRefused' } as const
      return await events.record([{ ...about, at, receivedAt: at, facts }])
    }
    const partyId = attempt.kind === 'tls' ? singleParty(neighbours) : settings.defaultPartyId
    await storeAttempt(database, { id: newId(at.getTime()), partyId, attempt, times, at })
    await forgetOldest(database, remoteAddress)
  }

  return {
    note(attempt) {
      if (isFlood()) return
      const times = repeats.take(JSON.stringify(attempt))
      if (times === undefined) return
      storedInMinute += 1
      const storing = store(attempt, times)
        .catch((thrown: unknown) => {
          logger.warn('An attempt to connect could not be taken down', { ...attempt, code: errorCode(thrown) })
        })
        .finally(() => pending.delete(storing))
      pending.add(storing)
    },
    list: (scope, page) => loadStrangers(database, scope, page),
    get: (scope, strangerId) => loadStranger(database, scope, strangerId),
    async forget(scope, strangerId) {
      const { id } = await loadStranger(database, scope, strangerId)
      await deleteStranger(database, id)
    },
    async settled() {
      while (pending.size > 0) await Promise.all(pending)
    },
  }
}

/** The one station of an address that is not connected; one that is was not meant. */
function singleAway(neighbours: readonly Neighbour[]): Neighbour | undefined {
  const [first, ...others] = neighbours.filter(({ connected }) => !connected)
  return others.length === 0 ? first : undefined
}

/** Whose all stations of an address are. */
function singleParty(neighbours: readonly Neighbour[]): string | undefined {
  const [first, ...others] = new Set(neighbours.map(({ partyId }) => partyId))
  return others.length === 0 ? first : undefined
}
