import { type Queries, storableText } from '#storage'
import type { StreamData } from './event-stream.ts'
import { MONITOR_TEXT } from './event-stream-store.ts'

/** Values kept of one monitor; further ones take the place of the oldest. */
export const VALUES_KEPT = 2_000
const LONGEST_VALUE = 2_500
const MOST_PENDING = 2 ** 31 - 1

/** Stores the values of a stream that is open, and says how many. */
export async function storeValues(
  queries: Queries,
  { stationId, streamId, values, pending, receivedAt }: StreamData,
): Promise<number> {
  if (!Number.isSafeInteger(streamId)) return 0
  const { rows } = await queries.query<{ monitorId: number }>(
    'stream-told',
    `UPDATE event_stream SET last_at = $3, pending = $4 WHERE station_id = $1 AND stream_id = $2
     RETURNING monitor_id AS "monitorId"`,
    [stationId, streamId, receivedAt, Math.min(Math.max(Math.trunc(pending) || 0, 0), MOST_PENDING)],
  )
  const monitorId = rows[0]?.monitorId
  if (monitorId === undefined) return 0
  const kept = values.slice(-VALUES_KEPT)
  await queries.query(
    'stream-values',
    `WITH source AS (
       UPDATE stream_source s SET taken = taken + $6::bigint, used_at = $5,
         monitor = coalesce((${MONITOR_TEXT} WHERE m.station_id = $1 AND m.monitor_id = $2), s.monitor)
       WHERE s.station_id = $1 AND s.monitor_id = $2
       RETURNING taken - $6::bigint AS first
     )
     INSERT INTO stream_value (station_id, monitor_id, slot, at, received_at, value)
     SELECT $1, $2, (source.first + sent.place - 1) % ${VALUES_KEPT}, sent.at, $5, sent.value
     FROM source, unnest($3::timestamptz[], $4::text[]) WITH ORDINALITY AS sent (at, value, place)
     ON CONFLICT (station_id, monitor_id, slot)
     DO UPDATE SET at = excluded.at, received_at = excluded.received_at, value = excluded.value`,
    [
      stationId,
      monitorId,
      kept.map(({ at }) => (Number.isNaN(at.getTime()) ? receivedAt : at)),
      kept.map(({ value }) => storableText(value.slice(0, LONGEST_VALUE))),
      receivedAt,
      kept.length,
    ],
  )
  return kept.length
}
