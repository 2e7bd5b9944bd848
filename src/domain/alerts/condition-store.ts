import type { Queries } from '#storage'
import { CONDITIONS, type Condition, conditionSeverity } from './alert.ts'
import { type NewAlert, OPEN_AS } from './alert-store.ts'

/** How long something may last before it is an alert. */
export interface AlertThresholds {
  readonly offlineAfterS: number
  readonly silentAfterS: number
  readonly contactAfterS: number
  readonly energyAfterS: number
  readonly heldAfterS: number
}

/** For how long a transaction whose prepaid token has paid nothing is told of, and an order that a payment provider has refused. */
const UNPAID_SHOWN_S = 7 * 86_400

/** After so many times, which takes more than an hour, a payment provider that takes no orders is told of. */
const TOLD_OFTEN = 10

/** Alerts opened at one look; the next one goes on. */
const OPENED_AT_ONCE = 5_000

/** How long a payment may be for a program of the operator's to settle, where there is no provider that we tell. */
const UNCLAIMED_S = 86_400

const NOT_TAKEN = `
      SELECT p.station_id, concat('The provider has not taken ', count(*), ': ', max(o.last_problem)) AS what, min(p.updated_at) AS since
      FROM payment_order o JOIN payment p ON p.id = o.payment_id
      WHERE o.taken_at IS NULL AND o.refused_at IS NULL AND o.attempts >= ${TOLD_OFTEN} AND p.state IN ('to-settle', 'settled')
      GROUP BY p.station_id
      UNION ALL
      SELECT p.station_id, concat('Nobody settles ', count(*), ', and no provider is told'), min(p.updated_at)
      FROM payment p WHERE p.state = 'to-settle' AND p.settled_by = 'platform' AND p.updated_at <= $8
        AND NOT EXISTS (SELECT FROM payment_order o WHERE o.payment_id = p.id)
      GROUP BY p.station_id`

/**
 * What holds now, a row each: faults and unavailability as told; offline once it has lasted; silence of who is connected;
 * transactions without contact or energy; EVSEs that are held by nobody's charging; prepaid tokens that pay nothing at a
 * station, which counts in another currency; orders that a payment provider has refused, each; and, of a station together, those that it
 * was told often, and what nobody settles.
 */
const HOLDING = `
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
    SELECT t.station_id, coalesce(t.evse_id, -1), -1, 'transaction-without-contact', t.id, t.reference, w.written_since
    FROM alert_transaction_watch w JOIN transaction t ON t.id = w.transaction_id
    WHERE w.written_since <= $3 AND t.status = 'active' AND t.updated_at = w.written_at
    UNION ALL
    SELECT t.station_id, coalesce(t.evse_id, -1), -1, 'transaction-without-energy', t.id, t.reference, w.energy_since
    FROM alert_transaction_watch w JOIN transaction t ON t.id = w.transaction_id
    WHERE w.energy_since <= $4 AND t.status = 'active' AND t.energy_wh = w.energy_wh
    UNION ALL
    SELECT c.station_id, c.evse_id, c.connector_id,
      CASE c.status WHEN 'reserved' THEN 'reserved-too-long' ELSE 'occupied-too-long' END, '', c.status, w.since
    FROM alert_connector_watch w JOIN connector c
      ON c.station_id = w.station_id AND c.evse_id = w.evse_id AND c.connector_id = w.connector_id
    WHERE w.since <= $5 AND c.status = w.status
      AND NOT EXISTS (SELECT FROM transaction t
        WHERE t.station_id = c.station_id AND t.evse_id = c.evse_id AND t.status = 'active')
    UNION ALL
    SELECT p.station_id, -1, -1, 'prepaid-in-other-currency', p.token_id,
      concat('The balance is in ', min(b.currency), ', what is charged is in ', min(m.currency)), min(p.created_at)
    FROM transaction_pricing p JOIN token_balance b ON b.token_id = p.token_id
      LEFT JOIN tariff f ON f.id = p.tariff_id
      LEFT JOIN LATERAL (SELECT c.currency FROM transaction_charge c WHERE c.transaction_id = p.transaction_id
        ORDER BY c.revision DESC LIMIT 1) c ON true
      CROSS JOIN LATERAL (SELECT coalesce(c.currency, f.currency) AS currency) m
    WHERE p.token_id IS NOT NULL AND p.created_at > $7 AND m.currency <> b.currency
    GROUP BY p.station_id, p.token_id
    UNION ALL
    SELECT p.station_id, -1, -1, 'payment-not-taken', p.id,
      concat_ws(' ', o.kind, o.amount, o.currency, 'is refused:', o.last_problem), o.refused_at
    FROM payment_order o JOIN payment p ON p.id = o.payment_id WHERE o.refused_at > $7
    UNION ALL
    SELECT n.station_id, -1, -1, 'payment-not-taken', '', string_agg(n.what, '; ' ORDER BY n.what), min(n.since)
    FROM (${NOT_TAKEN}) n GROUP BY n.station_id`

// Each is found once: a planner that knows nothing of young tables yet would look for all of it at every station anew.
const COMPARE = `
  WITH found AS MATERIALIZED (${HOLDING}),
  holding AS MATERIALIZED (
    SELECT s.id AS station_id, s.party_id, h.evse_id, h.connector_id, h.cause, h.subject, h.detail, h.since
    FROM found h JOIN station s ON s.id = h.station_id AND s.admission = 'accepted'
  ),
  fresh AS (
    SELECT h.* FROM holding h WHERE NOT EXISTS (SELECT FROM alert a WHERE a.closed_at IS NULL AND ${OPEN_AS('h')})
    ORDER BY h.since, h.station_id LIMIT ${OPENED_AT_ONCE}
  )
  SELECT NULL AS over, fresh.* FROM fresh
  UNION ALL
  SELECT a.id, a.station_id, a.party_id, a.evse_id, a.connector_id, a.cause, a.subject, a.detail, a.since FROM alert a
  WHERE a.closed_at IS NULL AND a.cause = ANY($6) AND NOT EXISTS (SELECT FROM holding h WHERE ${OPEN_AS('h')})`

interface ComparedRow {
  readonly over: string | null
  readonly station_id: string
  readonly party_id: string
  readonly evse_id: number
  readonly connector_id: number
  readonly cause: string
  readonly subject: string
  readonly detail: string
  readonly since: Date
}

/** What holds and has no open alert yet, and the ids of open alerts whose condition holds no more. */
export async function compareConditions(
  queries: Queries,
  limits: AlertThresholds,
  now: Date,
): Promise<{ readonly fresh: NewAlert[]; readonly over: string[] }> {
  const { offlineAfterS, silentAfterS, contactAfterS, energyAfterS, heldAfterS } = limits
  const times = [offlineAfterS, silentAfterS, contactAfterS, energyAfterS, heldAfterS].map(
    (seconds) => new Date(now.getTime() - seconds * 1_000),
  )
  const { rows } = await queries.query<ComparedRow>('alert-compare', COMPARE, [
    ...[...times, [...CONDITIONS]],
    new Date(now.getTime() - UNPAID_SHOWN_S * 1_000),
    new Date(now.getTime() - UNCLAIMED_S * 1_000),
  ])
  const fresh = rows.flatMap((row) => {
    const cause = row.over === null ? CONDITIONS.find((condition) => condition === row.cause) : undefined
    return cause === undefined ? [] : [newAlert(row, cause)]
  })
  return { fresh, over: rows.flatMap(({ over }) => over ?? []) }
}

function newAlert(row: ComparedRow, cause: Condition): NewAlert {
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
