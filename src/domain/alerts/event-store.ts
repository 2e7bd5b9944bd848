import { leastIdOf } from '#kernel'
import type { Queries } from '#storage'

/** How far back events are looked for: longer than a node may take to store one, or the worker to start again. */
const LOOK_BACK_MS = 600_000
const EVENTS_AT_ONCE = 1_000

export interface UnseenEvent {
  readonly stationId: string
  readonly partyId: string
  readonly kind: string
  readonly type: string
  readonly severity: number | null
  readonly at: Date
  readonly facts: Readonly<Record<string, unknown>>
}

/** Events that were not looked at yet, the oldest first; from now on they were. Monitored ones with their monitor's severity. */
export async function takeUnseen(queries: Queries, now: Date): Promise<UnseenEvent[]> {
  const from = leastIdOf(now.getTime() - LOOK_BACK_MS)
  const { rows } = await queries.query<Omit<UnseenEvent, 'facts'> & { facts: string }>(
    'alert-events',
    `WITH fresh AS (
       SELECT e.* FROM station_event e
       WHERE e.id >= $1 AND e.kind IN ('security', 'monitoring')
         AND NOT EXISTS (SELECT FROM alert_event_seen n WHERE n.event_id = e.id)
       ORDER BY e.id LIMIT ${EVENTS_AT_ONCE}
     ), noted AS (INSERT INTO alert_event_seen (event_id) SELECT id FROM fresh ON CONFLICT DO NOTHING)
     SELECT f.station_id AS "stationId", f.party_id AS "partyId", f.kind, f.type, f.at, f.facts,
       coalesce(f.severity, (SELECT m.severity FROM monitor m WHERE m.station_id = f.station_id
         AND m.monitor_id::text = substring(f.facts FROM '"variableMonitoringId":([0-9]{1,15})'))) AS severity
     FROM fresh f JOIN station s ON s.id = f.station_id AND s.admission = 'accepted' ORDER BY f.id`,
    [from],
  )
  await queries.query('alert-events-old', 'DELETE FROM alert_event_seen WHERE event_id < $1', [from])
  return rows.map((row) => ({ ...row, facts: JSON.parse(row.facts) }))
}
