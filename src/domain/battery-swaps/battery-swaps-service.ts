import { type Clock, type Logger, leastIdOf, newId } from '#kernel'
import type { Database } from '#storage'
import type { BatterySwaps } from './battery-swap.ts'
import { deleteSwapEvents, hasTold, insertSwapEvent, loadSwapEvents } from './swap-store.ts'

export interface BatterySwapsOptions {
  readonly database: Database
  readonly clock: Clock
  readonly logger: Logger
}

const DAY_MS = 86_400_000
/** Events of one station that are kept in a day: a busy one swaps a set every three minutes, which is a thousand. */
export const SWAP_EVENTS_A_DAY = 5_000

/** Which batteries drivers gave and took. */
export function createBatterySwaps({ database, clock, logger }: BatterySwapsOptions): BatterySwaps {
  return {
    async record(event) {
      const { stationId } = event
      const nowMs = clock.nowMs()
      if (await hasTold(database, stationId, SWAP_EVENTS_A_DAY, leastIdOf(nowMs - DAY_MS))) {
        logger.warn('A station swaps too many batteries in a day: no more are kept', { stationId })
        return
      }
      await insertSwapEvent(database, newId(nowMs), event)
    },
    list: (scope, filter, page) => loadSwapEvents(database, scope, filter, page),
    removeBefore: (time, atMost) => deleteSwapEvents(database, time, atMost),
  }
}
