import type { Selectable } from 'kysely'
import { loadReports } from '#domain/station-reports'
import { noSuchStation } from '#domain/stations'
import { known, type Scope } from '#kernel'
import { type DatabaseSchema, type Queries, withinScope } from '#storage'
import {
  MONITOR_ORIGINS,
  MONITOR_TYPES,
  MONITORING_BASES,
  type Monitor,
  type StationMonitoring,
  type StreamPace,
} from './monitor.ts'
import { NONE } from './monitor-store.ts'

/** @throws AppError `not-found` for a station outside the scope. */
export async function viewMonitoring(queries: Queries, scope: Scope, stationId: string): Promise<StationMonitoring> {
  const station = await queries.kysely
    .selectFrom('station')
    .leftJoin('monitoring_setting', 'monitoring_setting.station_id', 'station.id')
    .select(['station.id', 'monitoring_setting.base', 'monitoring_setting.level'])
    .where('station.id', '=', stationId)
    .where(withinScope(scope, 'station.party_id'))
    .executeTakeFirst()
  if (station === undefined) throw noSuchStation(stationId)
  const rows = await queries.kysely
    .selectFrom('monitor')
    .selectAll()
    .where('station_id', '=', stationId)
    .orderBy('monitor_id')
    .execute()
  return {
    stationId,
    ...known({ base: MONITORING_BASES.find((base) => base === station.base), level: station.level }),
    monitors: rows.map(readMonitor),
    reports: await loadReports(queries, stationId, 'monitors'),
  }
}

function readMonitor(row: Selectable<DatabaseSchema['monitor']>): Monitor {
  return {
    id: row.monitor_id,
    component: row.component,
    name: row.name,
    type: MONITOR_TYPES.find((type) => type === row.type) ?? 'delta',
    value: row.value,
    severity: row.severity,
    duringTransaction: row.during_transaction,
    ...known({
      componentInstance: row.component_instance === '' ? null : row.component_instance,
      evseId: row.evse_id === NONE ? null : row.evse_id,
      connectorId: row.connector_id === NONE ? null : row.connector_id,
      instance: row.instance === '' ? null : row.instance,
      origin: MONITOR_ORIGINS.find((origin) => origin === row.origin),
      stream: streamOf(row),
      setAt: row.set_at,
      reportedAt: row.reported_at,
    }),
  }
}

function streamOf(row: Selectable<DatabaseSchema['monitor']>): StreamPace | undefined {
  const stream = known({ intervalS: row.stream_interval_s, values: row.stream_values })
  return Object.keys(stream).length === 0 ? undefined : stream
}
