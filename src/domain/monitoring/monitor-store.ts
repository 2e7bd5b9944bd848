import { type Queries, storableText, unnestStatement } from '#storage'
import type { Monitor, MonitoringBase, MonitorOrigin } from './monitor.ts'

/** Monitors one station may have; what it tells beyond is not kept. */
export const MAX_MONITORS = 5_000
const LONGEST_NAME = 255
const HIGHEST_EVSE = 9_999
/** What is compared may not be NULL. */
export const NONE = -1

type Stamp = { readonly setAt: Date } | { readonly reportedAt: Date; readonly requestId: number }

interface MonitorRow {
  readonly station_id: string
  readonly monitor_id: number
  readonly component: string
  readonly component_instance: string
  readonly evse_id: number
  readonly connector_id: number
  readonly name: string
  readonly instance: string
  readonly type: string
  readonly value: number
  readonly severity: number
  readonly during_transaction: boolean
  readonly origin: string | null
  readonly stream_interval_s: number | null
  readonly stream_values: number | null
  readonly set_at: Date | null
  readonly reported_at: Date | null
  readonly report_request_id: number | null
}

/** Stores monitors by their ids: what was set is all new; a report leaves how and when it was set as it was. */
export async function storeMonitors(
  queries: Queries,
  stationId: string,
  monitors: readonly Omit<Monitor, 'setAt' | 'reportedAt'>[],
  stamp: Stamp,
): Promise<void> {
  const rows = new Map<number, MonitorRow>()
  for (const monitor of monitors) {
    if (isPlausible(monitor)) rows.set(monitor.id, monitorRow(stationId, monitor, stamp))
  }
  await upsertMonitors(queries, [...rows.values()])
}

function isPlausible({ id, component, name, value, severity, evseId = 0, connectorId = 0 }: Monitor): boolean {
  const places = [evseId, connectorId]
  return (
    Number.isSafeInteger(id) &&
    id >= 0 &&
    component !== '' &&
    name !== '' &&
    Number.isFinite(value) &&
    Number.isInteger(severity) &&
    severity >= 0 &&
    severity <= 9 &&
    places.every((place) => Number.isInteger(place) && place >= 0 && place <= HIGHEST_EVSE)
  )
}

function monitorRow(stationId: string, monitor: Omit<Monitor, 'setAt' | 'reportedAt'>, stamp: Stamp): MonitorRow {
  const reported = 'reportedAt' in stamp
  return {
    station_id: stationId,
    monitor_id: monitor.id,
    component: bounded(monitor.component),
    component_instance: bounded(monitor.componentInstance ?? ''),
    evse_id: monitor.evseId ?? NONE,
    connector_id: monitor.connectorId ?? NONE,
    name: bounded(monitor.name),
    instance: bounded(monitor.instance ?? ''),
    type: monitor.type,
    value: monitor.value,
    severity: monitor.severity,
    during_transaction: monitor.duringTransaction,
    origin: monitor.origin ?? null,
    stream_interval_s: monitor.stream?.intervalS ?? null,
    stream_values: monitor.stream?.values ?? null,
    set_at: reported ? null : stamp.setAt,
    reported_at: reported ? stamp.reportedAt : null,
    report_request_id: reported ? stamp.requestId : null,
  }
}

const SAME = `(m.component, m.component_instance, m.evse_id, m.connector_id, m.name, m.instance, m.type) = (excluded.component,
  excluded.component_instance, excluded.evse_id, excluded.connector_id, excluded.name, excluded.instance, excluded.type)`
const REPORTED_SAME = `(excluded.reported_at IS NOT NULL AND ${SAME})`

const upsertMonitors = unnestStatement<MonitorRow>({
  name: 'monitors',
  columns: {
    station_id: 'text',
    monitor_id: 'bigint',
    component: 'text',
    component_instance: 'text',
    evse_id: 'integer',
    connector_id: 'integer',
    name: 'text',
    instance: 'text',
    type: 'text',
    value: 'double precision',
    severity: 'integer',
    during_transaction: 'boolean',
    origin: 'text',
    stream_interval_s: 'integer',
    stream_values: 'integer',
    set_at: 'timestamptz',
    reported_at: 'timestamptz',
    report_request_id: 'bigint',
  },
  // A report says nothing of streams, and in 2.0.1 nothing of origins: they hold while it is still the same monitor. What
  // was set anew is in no report yet.
  text: (rows) => `
    INSERT INTO monitor AS m (station_id, monitor_id, component, component_instance, evse_id, connector_id, name, instance,
      type, value, severity, during_transaction, origin, stream_interval_s, stream_values, set_at, reported_at,
      report_request_id)
    SELECT s.id, told.monitor_id, told.component, told.component_instance, told.evse_id, told.connector_id, told.name,
      told.instance, told.type, told.value, told.severity, told.during_transaction, told.origin, told.stream_interval_s,
      told.stream_values, told.set_at, told.reported_at, told.report_request_id
    FROM (SELECT * FROM ${rows}) AS told JOIN station s ON s.id = told.station_id
    WHERE told.place <= ${MAX_MONITORS} - (SELECT count(*) FROM monitor k WHERE k.station_id = s.id)
      OR EXISTS (SELECT FROM monitor k WHERE k.station_id = s.id AND k.monitor_id = told.monitor_id)
    ORDER BY s.id, told.monitor_id
    ON CONFLICT (station_id, monitor_id) DO UPDATE SET
      component = excluded.component, component_instance = excluded.component_instance, evse_id = excluded.evse_id,
      connector_id = excluded.connector_id, name = excluded.name, instance = excluded.instance, type = excluded.type,
      value = excluded.value, severity = excluded.severity, during_transaction = excluded.during_transaction,
      origin = CASE WHEN ${SAME} THEN coalesce(excluded.origin, m.origin) ELSE excluded.origin END,
      stream_interval_s = CASE WHEN ${REPORTED_SAME} THEN m.stream_interval_s ELSE excluded.stream_interval_s END,
      stream_values = CASE WHEN ${REPORTED_SAME} THEN m.stream_values ELSE excluded.stream_values END,
      set_at = CASE WHEN ${REPORTED_SAME} THEN m.set_at ELSE excluded.set_at END,
      reported_at = excluded.reported_at,
      report_request_id = excluded.report_request_id`,
})

export async function removeMonitors(queries: Queries, stationId: string, ids: readonly number[]): Promise<void> {
  await queries.query(
    'monitors-remove',
    'DELETE FROM monitor WHERE station_id = $1 AND monitor_id = ANY($2::bigint[])',
    [stationId, [...ids]],
  )
}

export async function removeOrigins(
  queries: Queries,
  stationId: string,
  origins: readonly MonitorOrigin[],
): Promise<void> {
  await queries.query(
    'monitors-remove-origin',
    'DELETE FROM monitor WHERE station_id = $1 AND (origin = ANY($2::text[]) OR (origin IS NULL AND set_at IS NOT NULL))',
    [stationId, [...origins]],
  )
}

/** Keeps what is not given as it was. */
export async function storeSetting(
  queries: Queries,
  stationId: string,
  { base, level, at }: { readonly base?: MonitoringBase; readonly level?: number; readonly at: Date },
): Promise<void> {
  await queries.query(
    'monitoring-setting',
    `INSERT INTO monitoring_setting AS m (station_id, base, level, updated_at)
     SELECT id, $2, $3, $4 FROM station WHERE id = $1
     ON CONFLICT (station_id) DO UPDATE SET base = coalesce(excluded.base, m.base),
       level = coalesce(excluded.level, m.level), updated_at = excluded.updated_at`,
    [stationId, base ?? null, level ?? null, at],
  )
}

function bounded(text: string): string {
  return storableText(text.slice(0, LONGEST_NAME))
}
