import { AppError, type Clock } from '#kernel'
import type { Database, Queries } from '#storage'
import type { SchedulePeriod } from './charging-profile.ts'
import { modeFault } from './check-mode.ts'
import { loadRows, profileOf, rewriteSent, takeTurn } from './profile-store.ts'
import type { SmartCharging } from './smart-charging.ts'

/** Dynamic profiles, whose values change as they run (2.1 K28). */
export function dynamicDesk(
  database: Database,
  clock: Clock,
): Pick<SmartCharging, 'pulled' | 'updated' | 'judgeUpdate'> {
  const inTurn = <T>(stationId: string, work: (queries: Queries) => Promise<T>) =>
    database.transaction(async (queries) => {
      await takeTurn(queries, stationId)
      return await work(queries)
    })
  const at = () => new Date(clock.nowMs())
  return {
    pulled: (stationId, profileId) =>
      inTurn(stationId, async (queries) => {
        const period = await loadPeriod(queries, stationId, profileId)
        if (period === undefined) return undefined
        await rewriteSent(queries, stationId, profileId, { values: {}, at: at() })
        return { values: period }
      }),
    updated: (stationId, profileId, values) =>
      inTurn(stationId, (queries) => rewriteSent(queries, stationId, profileId, { values, at: at() })),
    async judgeUpdate(stationId, profileId, values) {
      const period = await loadPeriod(database, stationId, profileId)
      const fault = period && modeFault({ ...period, ...values })
      if (fault !== undefined) throw new AppError('invalid', fault)
    },
  }
}

/** The one period of a dynamic profile of ours. */
async function loadPeriod(queries: Queries, stationId: string, profileId: number): Promise<SchedulePeriod | undefined> {
  const row = (await loadRows(queries, stationId)).find((one) => one.profile_id === profileId)
  const sent = row && profileOf(row).sent
  return sent?.kind === 'dynamic' ? sent.schedules[0]?.periods[0] : undefined
}
