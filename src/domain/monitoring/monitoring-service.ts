import {
  noteAnswered,
  notePart,
  removeNotReported,
  type StationReport,
  supersededBefore,
} from '#domain/station-reports'
import type { Clock } from '#kernel'
import type { Database, Queries } from '#storage'
import type { Monitoring, MonitoringChange } from './monitor.ts'
import { removeMonitors, removeOrigins, storeMonitors, storeSetting } from './monitor-store.ts'
import { viewMonitoring } from './monitoring-view.ts'

export interface MonitoringOptions {
  readonly database: Database
  readonly clock: Clock
}

/** The variable monitors of stations, as set and as reported. */
export function createMonitoring({ database, clock }: MonitoringOptions): Monitoring {
  const now = () => new Date(clock.nowMs())

  async function learn(queries: Queries, stationId: string, change: MonitoringChange, at: Date): Promise<void> {
    switch (change.kind) {
      case 'set':
        return await storeMonitors(queries, stationId, change.monitors, { setAt: at })
      case 'cleared':
        return await removeMonitors(queries, stationId, change.ids)
      case 'base':
        await storeSetting(queries, stationId, { base: change.base, at })
        // N03.FR.04 and 05: those are gone, and which are there instead only a report tells.
        if (change.base === 'factory-default') await removeOrigins(queries, stationId, ['custom'])
        if (change.base === 'hard-wired-only') await removeOrigins(queries, stationId, ['custom', 'preconfigured'])
        return
      case 'level':
        return await storeSetting(queries, stationId, { level: change.severity, at })
      case 'report': {
        const { requestId, whole, empty } = change
        const report = { stationId, kind: 'monitors', requestId } as const
        const state = await noteAnswered(queries, report, { whole, at })
        // N02.FR.10: no report follows on nothing.
        if (empty && whole) await removeNotReported(queries, 'monitor', stationId, requestId, at)
        else await reconcile(queries, stationId, state)
      }
    }
  }

  return {
    learn: (stationId, change) => database.transaction((queries) => learn(queries, stationId, change, now())),
    recordPart: ({ stationId, requestId, seqNo, toBeContinued, monitors }) =>
      database.transaction(async (queries) => {
        // A number that is beyond counting is none that anybody asked with.
        if (!Number.isSafeInteger(requestId)) return undefined
        const at = now()
        const report = { stationId, kind: 'monitors', requestId } as const
        const state = await notePart(queries, report, { seqNo, last: !toBeContinued, at })
        await storeMonitors(queries, stationId, monitors, { reportedAt: at, requestId })
        await reconcile(queries, stationId, state)
        return state
      }),
    get: (scope, stationId) => viewMonitoring(database, scope, stationId),
  }
}

async function reconcile(queries: Queries, stationId: string, report: StationReport | undefined): Promise<void> {
  const before = supersededBefore(report)
  if (report !== undefined && before !== undefined) {
    await removeNotReported(queries, 'monitor', stationId, report.requestId, before)
  }
}
