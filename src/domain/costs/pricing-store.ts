import { isInt32 } from '#kernel'
import { type Queries, storableText } from '#storage'
import type { AcceptedTariff } from './applied-tariffs.ts'

/** What a transaction is counted by. */
export interface Pricing {
  readonly transactionId: string
  readonly stationId: string
  readonly reference: string
  readonly tariffId: string | null
  /** Prepaid. */
  readonly tokenId: string | null
  /** Whether it is known who charges and where: it changes no more. */
  readonly isSettled: boolean
}

export interface Pinned extends Pricing {
  readonly isOver: boolean
}

const FIELDS = `transaction_id AS "transactionId", station_id AS "stationId", reference, tariff_id AS "tariffId", token_id AS "tokenId",
  driver_known AND evse_known AS "isSettled"`

/**
 * Says by what a transaction is counted, once its driver is known: the tariff of its driver, else the one its station keeps for
 * everybody, else that of its EVSE, else that of its station. It stays so, whatever is assigned later; but where the EVSE was not
 * known, its tariff takes the place of the station's once it is.
 *
 * @param said what the station says just now, and may not be on record yet: by which tariff it counts, so that there is something to
 *   count even if nothing was assigned, and where
 * @returns undefined where there is neither a tariff nor anything prepaid
 */
export async function pinPricing(
  queries: Queries,
  { stationId, reference }: { readonly stationId: string; readonly reference: string },
  at: Date,
  { tariffId, evseId }: { readonly tariffId?: string; readonly evseId?: number | undefined } = {},
): Promise<Pinned | undefined> {
  const { rows } = await queries.query<Pinned & Record<string, unknown>>('pricing-pin', PIN, [
    stationId,
    storableText(reference),
    at,
    // A number that no EVSE can have says nothing of where it is.
    ...[
      tariffId === undefined ? null : storableText(tariffId),
      evseId !== undefined && isInt32(evseId) ? evseId : null,
    ],
  ])
  return rows[0]
}

/** Where it is, as far as that is known. */
const PLACE = 'coalesce(x.evse_id, $5::integer)'

/** What applies at an EVSE for who has no tariff of their own: what its station keeps, else what was assigned, as it holds at a time. */
const applying = (station: string, evse: string, time: string) => `
  SELECT coalesce(
    (SELECT s.tariff_id FROM (
       SELECT s.tariff_id, greatest(s.accepted_at, f.valid_from) AS since, s.accepted_at
       FROM station_default_tariff s LEFT JOIN tariff f ON f.id = s.tariff_id
       WHERE s.station_id = ${station} AND s.evse_id IN (0, ${evse}) AND (f.valid_from IS NULL OR f.valid_from <= ${time})
         AND NOT EXISTS (SELECT FROM variable v WHERE v.station_id = ${station} AND v.component = 'TariffCostCtrlr'
           AND v.attribute = 'Actual' AND v.name IN ('Available', 'Enabled') AND v.instance = 'Tariff' AND v.value = 'false')
     ) s ORDER BY s.since DESC, s.accepted_at DESC LIMIT 1),
    (SELECT s.tariff_id FROM station_tariff s JOIN tariff f ON f.id = s.tariff_id
     WHERE s.station_id = ${station} AND s.evse_id IN (0, ${evse}) AND (f.valid_from IS NULL OR f.valid_from <= ${time})
     ORDER BY s.evse_id DESC, f.valid_from DESC NULLS LAST, s.assigned_at DESC LIMIT 1)) AS tariff_id`

const PIN = `
INSERT INTO transaction_pricing AS old
  (transaction_id, station_id, reference, party_id, tariff_id, is_own_tariff, token_id, driver_known, evse_known, created_at)
SELECT x.id, x.station_id, x.reference, x.party_id, coalesce(k.tariff_id, d.tariff_id), k.tariff_id IS NOT NULL, k.prepaid_id,
  x.token_value IS NOT NULL, ${PLACE} IS NOT NULL, $3
FROM transaction x
LEFT JOIN LATERAL (
  SELECT o.tariff_id, b.token_id AS prepaid_id FROM token t
  LEFT JOIN token_tariff o ON o.token_id = t.id
  LEFT JOIN token_balance b ON b.token_id = t.id
  WHERE t.party_id = x.party_id AND lower(t.value) = lower(x.token_value)
) k ON true
LEFT JOIN LATERAL (${applying('x.station_id', PLACE, 'coalesce(x.started_at, x.first_event_at)')}) d ON true
WHERE x.station_id = $1 AND x.reference = $2 AND (k.tariff_id IS NOT NULL OR d.tariff_id IS NOT NULL OR k.prepaid_id IS NOT NULL
  OR EXISTS (SELECT FROM tariff f WHERE f.id = $4 AND f.party_id = x.party_id)
  OR EXISTS (SELECT FROM transaction_pricing p WHERE p.transaction_id = x.id))
ORDER BY x.first_event_at DESC LIMIT 1
ON CONFLICT (transaction_id) DO UPDATE SET driver_known = old.driver_known OR excluded.driver_known,
  evse_known = old.evse_known OR excluded.evse_known,
  tariff_id = CASE WHEN NOT old.driver_known AND excluded.is_own_tariff THEN excluded.tariff_id
    WHEN NOT old.evse_known AND excluded.evse_known AND NOT old.is_own_tariff
      THEN coalesce(excluded.tariff_id, old.tariff_id) ELSE old.tariff_id END,
  is_own_tariff = CASE WHEN old.driver_known THEN old.is_own_tariff ELSE excluded.is_own_tariff END,
  token_id = CASE WHEN old.driver_known THEN old.token_id ELSE excluded.token_id END
RETURNING ${FIELDS},
  (SELECT status = 'ended' FROM transaction WHERE id = old.transaction_id) AS "isOver"`

/** A tariff by which the station says it counts a transaction: nothing may take it away. Of another party it is none. */
export async function holdTariff(
  queries: Queries,
  transactionId: string,
  tariffId: string,
  acceptedAt?: Date,
): Promise<void> {
  await queries.query(
    'pricing-tariff',
    `INSERT INTO transaction_tariff (transaction_id, tariff_id, accepted_at)
     SELECT p.transaction_id, f.id, $3 FROM transaction_pricing p JOIN tariff f ON f.party_id = p.party_id
     WHERE p.transaction_id = $1 AND f.id = $2 ON CONFLICT DO NOTHING`,
    [transactionId, storableText(tariffId), acceptedAt ?? null],
  )
}

export interface NamedTariffs {
  readonly accepted: readonly AcceptedTariff[]
  /** Of the party, of those that are named. */
  readonly tariffIds: readonly string[]
}

/** The tariffs a transaction was changed to, and which of those its station names there are. */
export async function namedTariffs(
  queries: Queries,
  { transactionId, partyId }: Pick<PricedTransaction, 'transactionId' | 'partyId'>,
  toldIds: readonly string[],
): Promise<NamedTariffs> {
  const { rows } = await queries.query<{ tariffId: string; acceptedAt: Date | null }>(
    'pricing-tariffs',
    `SELECT tariff_id AS "tariffId", accepted_at AS "acceptedAt" FROM transaction_tariff WHERE transaction_id = $1
     UNION ALL SELECT id, NULL FROM tariff WHERE party_id = $2 AND id = ANY($3)`,
    [transactionId, partyId, toldIds.map((id) => storableText(id))],
  )
  return {
    accepted: rows.flatMap(({ tariffId, acceptedAt }) =>
      acceptedAt === null ? [] : [{ tariffId, atMs: acceptedAt.getTime() }],
    ),
    tariffIds: [...new Set(rows.map(({ tariffId }) => tariffId))],
  }
}

/** Everything that says what a transaction costs, beside its readings. */
export interface PricedTransaction extends Pricing {
  readonly partyId: string
  readonly status: 'active' | 'ended'
  readonly version: number
  readonly seenVersion: number
  readonly isFinal: boolean
  readonly isComplete: boolean
  readonly startedAt: Date
  readonly endedAt: Date | null
  readonly lastEventAt: Date
  readonly energyWh: number
  readonly isMetered: boolean
  readonly timeZone: string
  readonly supplyPhases: string | null
  readonly reservedAt: Date | null
}

const PRICED = `
SELECT p.transaction_id AS "transactionId", p.station_id AS "stationId", p.reference, p.tariff_id AS "tariffId",
  p.token_id AS "tokenId", p.driver_known AND p.evse_known AS "isSettled", p.party_id AS "partyId", p.seen_version AS "seenVersion", p.is_final AS "isFinal",
  x.status, x.version, x.complete AS "isComplete", coalesce(x.started_at, x.first_event_at) AS "startedAt",
  x.ended_at AS "endedAt", x.last_event_at AS "lastEventAt", x.energy_wh AS "energyWh",
  x.start_register_wh IS NOT NULL AS "isMetered", coalesce(l.time_zone, 'UTC') AS "timeZone",
  (SELECT v.value FROM variable v WHERE v.station_id = x.station_id AND v.component IN ('EVSE', 'Connector')
     AND v.name = 'SupplyPhases' AND v.attribute = 'Actual' AND v.evse_id = x.evse_id LIMIT 1) AS "supplyPhases",
  (SELECT r.created_at FROM reservation r WHERE r.station_id = x.station_id AND r.number = x.reservation_id
     ORDER BY r.created_at DESC LIMIT 1) AS "reservedAt"
FROM transaction_pricing p
JOIN transaction x ON x.id = p.transaction_id
JOIN station s ON s.id = p.station_id
LEFT JOIN location l ON l.id = s.location_id
WHERE p.transaction_id = $1`

export async function loadPriced(queries: Queries, transactionId: string): Promise<PricedTransaction | undefined> {
  const { rows } = await queries.query<PricedTransaction & Record<string, unknown>>('pricing-load', PRICED, [
    transactionId,
  ])
  return rows[0]
}

/** Running transactions that are counted, after an id: for whoever follows them. */
export async function runningPricings(queries: Queries, afterId: string, limit: number): Promise<readonly Pricing[]> {
  const { rows } = await queries.query<Pricing & Record<string, unknown>>(
    'pricing-running',
    `SELECT p.transaction_id AS "transactionId", p.station_id AS "stationId", p.reference, p.tariff_id AS "tariffId",
       p.token_id AS "tokenId", p.driver_known AND p.evse_known AS "isSettled"
     FROM transaction_pricing p JOIN transaction x ON x.id = p.transaction_id AND x.status = 'active'
     WHERE NOT p.is_final AND p.transaction_id > $1 ORDER BY p.transaction_id LIMIT $2`,
    [afterId, limit],
  )
  return rows
}

/** Transactions that are over and were not counted since they were last told of, or have waited for the rest for too long. */
export async function uncounted(queries: Queries, endedBefore: Date, limit: number): Promise<readonly Uncounted[]> {
  const { rows } = await queries.query<Uncounted & Record<string, unknown>>(
    'pricing-uncounted',
    `SELECT p.transaction_id AS "transactionId", p.station_id AS "stationId", p.reference FROM transaction_pricing p JOIN transaction x ON x.id = p.transaction_id
     WHERE NOT p.is_final AND x.status = 'ended' AND (x.version > p.seen_version OR x.ended_at < $1) LIMIT $2`,
    [endedBefore, limit],
  )
  return rows
}

type Uncounted = Pick<Pricing, 'transactionId' | 'stationId' | 'reference'>

/** Deletes what was final and old, the oldest first. */
export async function deletePricings(queries: Queries, time: Date, atMost: number): Promise<number> {
  const { rowCount } = await queries.query(
    'pricing-removal',
    `DELETE FROM transaction_pricing WHERE transaction_id IN (SELECT transaction_id FROM transaction_pricing
       WHERE is_final AND created_at < $1 ORDER BY created_at LIMIT $2)`,
    [time, atMost],
  )
  return rowCount ?? 0
}

/** Parties in which anything is counted or prepaid. */
export async function pricedParties(queries: Queries): Promise<readonly string[]> {
  const { rows } = await queries.query<{ id: string }>(
    'pricing-parties',
    `SELECT id FROM party WHERE EXISTS (SELECT FROM station_tariff s WHERE s.party_id = party.id)
       OR EXISTS (SELECT FROM station_default_tariff d WHERE d.party_id = party.id)
       OR EXISTS (SELECT FROM token_balance b WHERE b.party_id = party.id)
       OR EXISTS (SELECT FROM token_tariff o JOIN tariff f ON f.id = o.tariff_id WHERE f.party_id = party.id)`,
    [],
  )
  return rows.map(({ id }) => id)
}

/**
 * Whether a station counts by the tariff of a transaction itself: it says that it can and that nothing is wrong with it, and it has
 * been given one, or says of the transaction by which one it counts (2.1 E16.FR.11, I08.FR.30 to 34).
 */
export async function stationCounts(queries: Queries, transactionId: string): Promise<boolean> {
  const { rows } = await queries.query<{ counts: boolean }>('pricing-station-counts', STATION_COUNTS, [transactionId])
  return rows[0]?.counts === true
}

const STATION_COUNTS = `
SELECT NOT coalesce(bool_or(v.name IN ('Enabled', 'Available') AND v.value = 'false' OR v.name = 'Problem' AND v.value = 'true'), false)
  AND (EXISTS (SELECT FROM transaction_tariff t WHERE t.transaction_id = p.transaction_id)
    OR coalesce(bool_or(v.name = 'Enabled' AND v.value = 'true'), false)
      AND (p.is_own_tariff OR EXISTS (SELECT FROM station_default_tariff d WHERE d.station_id = p.station_id
        AND d.tariff_id IS NOT NULL))) AS counts
FROM transaction_pricing p
LEFT JOIN variable v ON v.station_id = p.station_id AND v.component = 'TariffCostCtrlr' AND v.attribute = 'Actual'
  AND (v.name IN ('Enabled', 'Available') AND v.instance = 'Tariff' OR v.name = 'Problem')
WHERE p.transaction_id = $1
GROUP BY p.transaction_id, p.station_id, p.is_own_tariff`

/** The tariff a driver is to be shown at a station that says it can show tariffs or messages (2.x I01.FR.02). */
export async function shownTariff(
  queries: Queries,
  partyId: string,
  stationId: string,
  token: string,
): Promise<string | undefined> {
  const { rows } = await queries.query<{ id: string | null }>('pricing-shown', SHOWN, [partyId, stationId, token])
  return rows[0]?.id ?? undefined
}

const SHOWN = `
SELECT coalesce(
  (SELECT o.tariff_id FROM token t JOIN token_tariff o ON o.token_id = t.id
   WHERE t.party_id = $1 AND lower(t.value) = lower($3)),
  (${applying('$2', '0', 'now()')})) AS id
WHERE EXISTS (SELECT FROM variable v WHERE v.station_id = $2 AND v.attribute = 'Actual' AND v.name = 'Available'
  AND (v.component = 'DisplayMessageCtrlr' OR v.component = 'TariffCostCtrlr' AND v.instance = 'Tariff') AND v.value = 'true')`
