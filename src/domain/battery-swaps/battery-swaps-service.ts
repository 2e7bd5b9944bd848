import { type Clock, newId } from '#kernel'
import type { Database } from '#storage'
import type { BatterySwaps } from './battery-swap.ts'
import { insertSwapEvent, loadSwapEvents } from './swap-store.ts'

export interface BatterySwapsOptions {
  readonly database: Database
  readonly clock: Clock
}

/** Which batteries drivers gave and took. */
export function createBatterySwaps({ database, clock }: BatterySwapsOptions): BatterySwaps {
  return {
    record: (event) => insertSwapEvent(database, newId(clock.nowMs()), event),
    list: (scope, filter, page) => loadSwapEvents(database, scope, filter, page),
  }
}
