import {
  bigintColumn,
  type Database,
  integerColumn,
  type Queries,
  storableText,
  textColumn,
  timestampColumn,
} from '#storage'
import type { Neighbour } from './neighbours.ts'

/** References of stops that named no number begin so; no station and no sequence makes such a one. */
export const UNCONFIRMED = 'unconfirmed-'

interface StoredNeighbour {
  readonly [column: string]: unknown
  readonly place: number
  readonly id: string
  readonly reference: string
  readonly status: 'active' | 'ended'
  readonly numbered: boolean
  readonly evse_id: number | null
  readonly token_value: string | null
  readonly started_at: Date | null
  readonly ended_at: Date | null
  readonly stop_token_value: string | null
  readonly superseded: boolean
}

/** As many transactions before and after a point in time as can matter to it. */
const NEAR = 20
/** The same at one connector, of which one follows the other. */
const NEAR_THERE = 3
/** Running at a station at once: one at each connector it may have. */
const MOST_AT_ONCE = 256
/** How far back another start on a connector is looked for when it has ended. */
const LONGEST_CHARGE = '31 days'

const NEIGHBOURS = `SELECT u.place, t.id, t.reference, t.status, t.numbered, t.evse_id, t.token_value, t.started_at, t.ended_at,
  t.stop_token_value, 'superseded' = ANY(t.flags) AS superseded
FROM unnest($1::text[], $2::timestamptz[], $3::integer[], $4::bigint[]) u(station_id, at, evse_id, place)
CROSS JOIN LATERAL (
  (SELECT * FROM transaction b WHERE b.station_id = u.station_id AND b.first_event_at <= u.at ORDER BY b.first_event_at DESC, b.id DESC LIMIT ${NEAR})
  UNION
  (SELECT * FROM transaction a WHERE a.station_id = u.station_id AND a.first_event_at > u.at ORDER BY a.first_event_at, a.id LIMIT ${NEAR})
  UNION
  (SELECT * FROM transaction r WHERE r.station_id = u.station_id AND r.status = 'active'
   LIMIT CASE WHEN u.evse_id IS NULL THEN ${MOST_AT_ONCE} ELSE ${NEAR} END)
  UNION
  (SELECT * FROM transaction r WHERE r.station_id = u.station_id AND r.evse_id = u.evse_id AND r.status = 'active' LIMIT ${NEAR})
  UNION
  (SELECT * FROM transaction b WHERE b.station_id = u.station_id AND b.evse_id = u.evse_id AND b.first_event_at <= u.at
   AND b.first_event_at > u.at - interval '${LONGEST_CHARGE}' ORDER BY b.first_event_at DESC, b.id DESC LIMIT ${NEAR_THERE})
  UNION
  (SELECT * FROM transaction a WHERE a.station_id = u.station_id AND a.evse_id = u.evse_id AND a.first_event_at > u.at
   ORDER BY a.first_event_at, a.id LIMIT ${NEAR_THERE})
) t`

export interface PointInTime {
  readonly stationId: string
  readonly atMs: number
  readonly evseId?: number | undefined
}

/**
 * The transactions around a point in time at a station, and surely those at one of its connectors: a station of a hundred has
 * more of the others than can be looked at.
 */
export async function findNeighbours(queries: Queries, points: readonly PointInTime[]): Promise<Neighbour[][]> {
  const { rows } = await queries.query<StoredNeighbour>('transaction-neighbours', NEIGHBOURS, [
    textColumn(points.map(({ stationId }) => stationId)),
    timestampColumn(points.map(({ atMs }) => atMs)),
    integerColumn(points.map(({ evseId }) => evseId)),
    bigintColumn(points.map((_, place) => place)),
  ])
  const found = points.map((): Neighbour[] => [])
  for (const row of rows) found[row.place]?.push(neighbourOf(row))
  return found
}

function neighbourOf(row: StoredNeighbour): Neighbour {
  return {
    id: row.id,
    status: row.status,
    numbered: row.numbered,
    superseded: row.superseded,
    unconfirmed: row.reference.startsWith(UNCONFIRMED),
    ...(row.evse_id === null ? {} : { evseId: row.evse_id }),
    ...(row.token_value === null ? {} : { tokenValue: row.token_value }),
    ...(row.started_at === null ? {} : { startedAtMs: row.started_at.getTime() }),
    ...(row.ended_at === null ? {} : { endedAtMs: row.ended_at.getTime() }),
    ...(row.stop_token_value === null ? {} : { stopTokenValue: row.stop_token_value }),
  }
}

/** Which of some transactions has this event already. */
export async function holderOf(
  queries: Queries,
  ids: readonly string[],
  eventKey: string,
): Promise<string | undefined> {
  const { rows } = await queries.query<{ transaction_id: string }>(
    'transaction-holder',
    'SELECT transaction_id FROM transaction_event WHERE transaction_id = ANY($1) AND event_key = $2 LIMIT 1',
    [textColumn(ids), storableText(eventKey)],
  )
  return rows[0]?.transaction_id
}

/** Gives what is known of one transaction to another, and removes the one: a stop has found its start. Of two that do so at once one does. */
export async function adopt(database: Database, orphanId: string, startId: string): Promise<void> {
  await database.transaction(async (queries) => {
    const { rows } = await queries.query('transaction-lock', 'SELECT FROM transaction WHERE id = $1 FOR UPDATE', [
      orphanId,
    ])
    if (rows.length === 0) return
    await queries.query(
      'transaction-adopt-events',
      `INSERT INTO transaction_event (transaction_id, event_key, station_id, kind, seq_no, at, received_at, details)
       SELECT $2, event_key, station_id, kind, seq_no, at, received_at, details FROM transaction_event WHERE transaction_id = $1
       ON CONFLICT DO NOTHING`,
      [orphanId, startId],
    )
    await queries.query(
      'transaction-adopt-readings',
      `UPDATE meter_reading m SET transaction_id = $2 FROM transaction t
       WHERE t.id = $1 AND m.station_id = t.station_id AND m.transaction_id = $1`,
      [orphanId, startId],
    )
    await queries.query('transaction-drop-events', 'DELETE FROM transaction_event WHERE transaction_id = $1', [
      orphanId,
    ])
    await queries.query('transaction-drop', 'DELETE FROM transaction WHERE id = $1', [orphanId])
  })
}
