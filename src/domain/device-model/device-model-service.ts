import { notePart } from '#domain/station-reports'
import type { Clock, Metrics } from '#kernel'
import { Batcher, type Database } from '#storage'
import { valueSeries } from './value-series.ts'
import type { DeviceModel } from './variable.ts'
import { deletePastValues, loadFleet, loadHistory } from './variable-history-store.ts'
import { loadVariables, MAX_FORMER, storeVariables, type Telling } from './variable-store.ts'

export interface DeviceModelOptions {
  readonly database: Database
  readonly clock: Clock
  readonly metrics?: Metrics
}

/** A report of a station is some thousand variables, so a few of them fill a group. */
const TELLINGS_AT_ONCE = 20

/** What stations told of their configuration, in one form for all versions. */
export function createDeviceModel({ database, clock, metrics }: DeviceModelOptions): DeviceModel {
  const lane = new Batcher({
    name: 'variables',
    clock,
    ...(metrics && { metrics }),
    maxItems: TELLINGS_AT_ONCE,
    flush: (tellings: Telling[]) => storeVariables(database, tellings),
  })

  async function record(telling: Telling): Promise<void> {
    if (telling.variables.length > 0) await lane.add(telling)
  }

  return {
    record: (stationId, variables, at, source = 'report') => record({ stationId, variables, at, source }),
    async recordPart(part) {
      // By the time it came: of two reports the later is right, whatever the station's clock says.
      const at = new Date(clock.nowMs())
      await record({ stationId: part.stationId, variables: part.variables, at, source: 'report' })
      const { stationId, requestId, seqNo, toBeContinued } = part
      const report = { stationId, kind: 'variables', requestId } as const
      const told = await database.transaction((queries) =>
        notePart(queries, report, { seqNo, last: !toBeContinued, at }),
      )
      return { complete: told?.complete ?? false, missing: told?.missing ?? [] }
    },
    list: (scope, stationId) => loadVariables(database, scope, stationId),
    find: (scope, filter, page) => loadFleet(database, scope, filter, page),
    history: (scope, stationId, variable, span, page) => loadHistory(database, scope, stationId, variable, span, page),
    async series(scope, stationId, variable, span) {
      const all = { limit: MAX_FORMER + 1 }
      return valueSeries((await loadHistory(database, scope, stationId, variable, span, all)).items)
    },
    removeBefore: (time, atMost) => deletePastValues(database, time, atMost),
  }
}
