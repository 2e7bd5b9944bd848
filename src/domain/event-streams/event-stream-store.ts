import type { StreamPace } from '#domain/monitoring'
import { isInt32 } from '#kernel'
import type { Queries } from '#storage'
import type { ToldStream } from './event-stream.ts'

/** Streams one station may have open, and monitors whose values are kept of it. */
export const MAX_STREAMS = 100

export function isPlausibleStream({ id, monitorId, pace: { intervalS = 0, values = 0 } }: ToldStream): boolean {
  return (
    [id, monitorId].every((number) => Number.isSafeInteger(number) && number >= 0) && [intervalS, values].every(isInt32)
  )
}

/** Opens a stream, or opens it anew for what it carries now. False when there are too many, or no such station. */
export async function openStream(
  queries: Queries,
  stationId: string,
  { id, monitorId, pace }: ToldStream,
  at: Date,
): Promise<boolean> {
  // Held by the station's row: streams of one station are opened one after the other, and named so.
  const { rows } = await queries.query<{ open: number }>(
    'stream-room',
    `SELECT (SELECT count(*) FROM event_stream e WHERE e.station_id = s.id AND e.stream_id <> $2) AS open
     FROM station s WHERE s.id = $1 FOR NO KEY UPDATE`,
    [stationId, id],
  )
  const [room] = rows
  if (room === undefined || room.open >= MAX_STREAMS) return false
  await queries.query(
    'stream-open',
    `INSERT INTO event_stream AS e (station_id, stream_id, monitor_id, interval_s, values_limit, opened_at)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (station_id, stream_id) DO UPDATE SET monitor_id = excluded.monitor_id,
       interval_s = excluded.interval_s, values_limit = excluded.values_limit,
       opened_at = CASE WHEN e.monitor_id = excluded.monitor_id THEN e.opened_at ELSE excluded.opened_at END`,
    [stationId, id, monitorId, pace.intervalS ?? null, pace.values ?? null, at],
  )
  await makeSource(queries, stationId, monitorId, at)
  return true
}

export async function closeStream(queries: Queries, stationId: string, streamId: number): Promise<void> {
  await queries.query('stream-close', 'DELETE FROM event_stream WHERE station_id = $1 AND stream_id = $2', [
    stationId,
    streamId,
  ])
}

export async function closeOthers(queries: Queries, stationId: string, ids: readonly number[]): Promise<void> {
  await queries.query(
    'stream-close-others',
    'DELETE FROM event_stream WHERE station_id = $1 AND stream_id <> ALL($2::bigint[])',
    [stationId, [...ids]],
  )
}

/** What is not given stays as it was (2.1 N14.FR.01). */
export async function paceStream(
  queries: Queries,
  stationId: string,
  streamId: number,
  { intervalS, values }: StreamPace,
): Promise<void> {
  await queries.query(
    'stream-pace',
    `UPDATE event_stream SET interval_s = coalesce($3, interval_s), values_limit = coalesce($4, values_limit)
     WHERE station_id = $1 AND stream_id = $2`,
    [stationId, streamId, intervalS ?? null, values ?? null],
  )
}

/** What is known of a monitor, as JSON text; what is compared as "none" is left out. */
export const MONITOR_TEXT = `
  SELECT json_strip_nulls(json_build_object('component', m.component, 'componentInstance', nullif(m.component_instance, ''),
    'evseId', nullif(m.evse_id, -1), 'connectorId', nullif(m.connector_id, -1), 'name', m.name,
    'instance', nullif(m.instance, ''), 'type', m.type, 'severity', m.severity, 'origin', m.origin,
    'duringTransaction', m.during_transaction))::text
  FROM monitor m`

/** A station may open a stream sooner than its answer, which says what its monitor watches, is stored. */
export async function nameSources(queries: Queries, stationId: string): Promise<void> {
  // Held as by who opens a stream: one of the two sees what the other stored.
  await queries.query('stream-name-turn', 'SELECT FROM station WHERE id = $1 FOR NO KEY UPDATE', [stationId])
  await queries.query(
    'stream-source-name',
    `UPDATE stream_source s SET monitor = (${MONITOR_TEXT} WHERE m.station_id = $1 AND m.monitor_id = s.monitor_id)
     WHERE s.station_id = $1 AND s.monitor IS NULL`,
    [stationId],
  )
}

/** Sources beyond what a station may have go, the longest unused first, and their values with them. */
async function makeSource(queries: Queries, stationId: string, monitorId: number, at: Date): Promise<void> {
  await queries.query(
    'stream-source',
    `INSERT INTO stream_source AS s (station_id, monitor_id, monitor, used_at)
     VALUES ($1, $2, (${MONITOR_TEXT} WHERE m.station_id = $1 AND m.monitor_id = $2), $3)
     ON CONFLICT (station_id, monitor_id)
     DO UPDATE SET monitor = coalesce(excluded.monitor, s.monitor), used_at = excluded.used_at`,
    [stationId, monitorId, at],
  )
  await queries.query(
    'stream-source-old',
    `DELETE FROM stream_source s WHERE station_id = $1
       AND NOT EXISTS (SELECT FROM event_stream e WHERE (e.station_id, e.monitor_id) = (s.station_id, s.monitor_id))
       AND monitor_id IN (SELECT monitor_id FROM stream_source WHERE station_id = $1
         ORDER BY used_at DESC, monitor_id OFFSET ${MAX_STREAMS})`,
    [stationId],
  )
}
