import type { Queries } from '#storage'
import { loadLimits } from './limit-store.ts'
import { loadRows } from './profile-store.ts'
import { loadEvseIds, loadRunning, loadTimeZone } from './station-facts-store.ts'
import { followTransactions } from './transaction-link-store.ts'
import type { KnownLimits } from './what-holds.ts'

export async function loadKnownLimits(queries: Queries, stationId: string, at: Date): Promise<KnownLimits> {
  await followTransactions(queries, stationId, at)
  return {
    rows: await loadRows(queries, stationId),
    running: await loadRunning(queries, stationId),
    limits: await loadLimits(queries, stationId),
    evseIds: await loadEvseIds(queries, stationId),
    timeZone: await loadTimeZone(queries, stationId),
  }
}
