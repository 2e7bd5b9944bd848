import type { Queries } from '#storage'
import { CONDITIONS, type Condition, conditionSeverity } from './alert.ts'
import type { NewAlert } from './alert-store.ts'
import { OPEN_AS } from './alert-store.ts'
import type { AlertThresholds } from './alerts-service.ts'

/** Alerts opened at one look; the next one goes on. */
const OPENED_AT_ONCE = 1_000

/** When a transaction was last written: it is with everything that is told of it. */
const WRITTEN = 'extract(epoch FROM t.updated_at)::text'

/** What has been as it is since when; only what may become an alert is followed. Looked at less often: its limits are hours. */
export async function followWatches(queries: Queries, now: Date): Promise<void> {
  await queries.query(
    'alert-watch',
    `WITH seen AS (
       SELECT 'energy' AS kind, t.id AS key, t.energy_wh::text AS value, $1::timestamptz AS since
       FROM transaction t WHERE t.status = 'active'
       UNION ALL
       SELECT 'contact', t.id, ${WRITTEN}, $1 FROM transaction t WHERE t.status = 'active'
       UNION ALL
       SELECT 'status', concat_ws('/', c.evse_id, c.connector_id, c.station_id), c.status, least(c.received_at, $1)
       FROM connector c WHERE c.status = ANY($2)
     ), gone AS (
       DELETE FROM alert_watch w WHERE NOT EXISTS (SELECT FROM seen s WHERE s.kind = w.kind AND s.key = w.key)
     )
     INSERT INTO alert_watch AS w (kind, key, value, since) SELECT kind, key, value, since FROM seen ORDER BY kind, key
     ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value, since = excluded.since
     WHERE w.value <> excluded.value`,
    [now, IN_USE],
  )
}

const OCCUPIED = ['occupied', 'preparing', 'finishing', 'suspended-vehicle', 'suspended-station']
const IN_USE = ['reserved', ...OCCUPIED]

/**
 * What holds now, a row each: faults and unavailability as told; offline once it has lasted; silence of who is connected;
 * transactions without contact or energy; EVSEs that are held by nobody's charging.
 */
const HOLDING = `
  SELECT s.id AS station_id, s.party_id, h.evse_id, h.connector_id, h.cause, h.subject, h.detail, h.since
  FROM (
    SELECT c.station_id, c.evse_id, c.connector_id, c.status AS cause, '' AS subject,
      concat_ws(' ', nullif(c.error_code, 'NoError'), c.vendor_error_code, c.info) AS detail, c.received_at AS since
    FROM connector c WHERE c.status IN ('faulted', 'unavailable')
    UNION ALL
    SELECT p.station_id, -1, -1, 'offline', '', '', p.disconnected_at
    FROM station_presence p WHERE NOT p.connected AND p.disconnected_at <= $1
    UNION ALL
    SELECT p.station_id, -1, -1, 'silent', '', '', p.last_seen_at
    FROM station_presence p WHERE p.connected AND p.last_seen_at <= $2
    UNION ALL
    SELECT t.station_id, coalesce(t.evse_id, -1), -1, 'transaction-without-contact', t.id, t.reference, w.since
    FROM alert_watch w JOIN transaction t ON t.id = w.key
    WHERE w.kind = 'contact' AND w.since <= $3 AND t.status = 'active' AND ${WRITTEN} = w.value
    UNION ALL
    SELECT t.station_id, coalesce(t.evse_id, -1), -1, 'transaction-without-energy', t.id, t.reference, w.since
    FROM alert_watch w JOIN transaction t ON t.id = w.key
    WHERE w.kind = 'energy' AND w.since <= $4 AND t.status = 'active' AND t.energy_wh::text = w.value
    UNION ALL
    SELECT c.station_id, c.evse_id, c.connector_id,
      CASE c.status WHEN 'reserved' THEN 'reserved-too-long' ELSE 'occupied-too-long' END, '', c.status, w.since
    FROM alert_watch w JOIN connector c ON concat_ws('/', c.evse_id, c.connector_id, c.station_id) = w.key
    WHERE w.kind = 'status' AND w.since <= $5 AND c.status = w.value
      AND NOT EXISTS (SELECT FROM transaction t
        WHERE t.station_id = c.station_id AND t.evse_id = c.evse_id AND t.status = 'active')
  ) h JOIN station s ON s.id = h.station_id AND s.admission = 'accepted'`

interface HoldingRow {
  readonly station_id: string
  readonly party_id: string
  readonly evse_id: number
  readonly connector_id: number
  readonly cause: string
  readonly subject: string
  readonly detail: string
  readonly since: Date
}

/** What holds and has no open alert yet. */
export async function findNew(queries: Queries, limits: AlertThresholds, now: Date): Promise<NewAlert[]> {
  const { rows } = await queries.query<HoldingRow>(
    'alert-new',
    `SELECT h.* FROM (${HOLDING}) h
     WHERE NOT EXISTS (SELECT FROM alert a WHERE a.closed_at IS NULL AND ${OPEN_AS('h')})
     ORDER BY h.since, h.station_id LIMIT ${OPENED_AT_ONCE}`,
    timesOf(limits, now),
  )
  return rows.flatMap((row) => {
    const cause = CONDITIONS.find((condition) => condition === row.cause)
    return cause === undefined ? [] : [newAlert(row, cause)]
  })
}

/** Ids of open alerts whose condition holds no more. */
export async function findOver(queries: Queries, limits: AlertThresholds, now: Date): Promise<string[]> {
  const { rows } = await queries.query<{ id: string }>(
    'alert-over',
    `SELECT a.id FROM alert a
     WHERE a.closed_at IS NULL AND a.cause = ANY($6)
       AND NOT EXISTS (SELECT FROM (${HOLDING}) h WHERE ${OPEN_AS('h')})
     ORDER BY a.id`,
    [...timesOf(limits, now), [...CONDITIONS]],
  )
  return rows.map(({ id }) => id)
}

function timesOf({ offlineAfterS, silentAfterS, contactAfterS, energyAfterS, heldAfterS }: AlertThresholds, now: Date) {
  return [offlineAfterS, silentAfterS, contactAfterS, energyAfterS, heldAfterS].map(
    (seconds) => new Date(now.getTime() - seconds * 1_000),
  )
}

function newAlert(row: HoldingRow, cause: Condition): NewAlert {
  return {
    stationId: row.station_id,
    partyId: row.party_id,
    evseId: row.evse_id,
    connectorId: row.connector_id,
    cause,
    subject: row.subject,
    severity: conditionSeverity[cause],
    detail: row.detail,
    since: row.since,
  }
}
