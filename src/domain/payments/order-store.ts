import type { Database, Queries } from '#storage'
import type { SettlementOrder } from './provider.ts'

export interface DueOrder extends SettlementOrder {
  readonly url: string
  readonly sealedSecret: string
  /** With this one. */
  readonly attempts: number
}

/** Makes an order of every payment that is to be settled by the provider of its party and of which it is known how much. */
export async function makeOrders(queries: Queries, at: Date): Promise<void> {
  await queries.query('payment-amounts-late', LATE_AMOUNTS, [])
  await queries.query(
    'payment-orders',
    `INSERT INTO payment_order (payment_id, party_id, next_at)
     SELECT p.id, p.party_id, $1 FROM payment p JOIN payment_provider o ON o.party_id = p.party_id
     WHERE p.state = 'to-settle' AND p.settled_by = 'platform' AND p.amount IS NOT NULL
     ON CONFLICT DO NOTHING`,
    [at],
  )
}

/** What a transaction came to that was not known yet when it ended. */
const LATE_AMOUNTS = `
UPDATE payment p SET amount = c.total_incl_tax, currency = c.currency
FROM transaction_pricing x JOIN LATERAL (SELECT total_incl_tax, currency FROM transaction_charge
  WHERE transaction_id = x.transaction_id ORDER BY revision DESC LIMIT 1) c ON true
WHERE p.state = 'to-settle' AND p.amount IS NULL AND x.station_id = p.station_id AND x.reference = p.transaction_reference`

/**
 * Takes up orders that are due, so that no other node does, until a time; an order of which nothing is heard by then is due again. What
 * was settled meanwhile is none.
 */
export async function takeOrders(
  database: Database,
  at: Date,
  until: Date,
  atMost: number,
): Promise<readonly DueOrder[]> {
  const { rows } = await database.query<DueOrder & Record<string, unknown>>('payment-orders-due', DUE, [
    at,
    until,
    atMost,
  ])
  return rows.map(({ transactionReference, currency, ...order }) => ({
    ...order,
    ...(transactionReference ? { transactionReference } : {}),
    ...(currency ? { currency } : {}),
  }))
}

const DUE = `
WITH due AS (
  SELECT o.payment_id FROM payment_order o JOIN payment p ON p.id = o.payment_id
  WHERE o.taken_at IS NULL AND o.next_at <= $1 AND p.state = 'to-settle'
  ORDER BY o.next_at LIMIT $3 FOR UPDATE OF o SKIP LOCKED)
UPDATE payment_order o SET attempts = attempts + 1, next_at = $2
FROM due, payment p, payment_provider v
WHERE o.payment_id = due.payment_id AND p.id = o.payment_id AND v.party_id = o.party_id
RETURNING p.id AS "paymentId", p.party_id AS "partyId", p.station_id AS "stationId", p.reference, p.amount, p.currency,
  p.transaction_reference AS "transactionReference", v.url, v.secret AS "sealedSecret", o.attempts`

/** The provider has taken an order: it is never told it again. */
export async function orderTaken(queries: Queries, paymentId: string, at: Date): Promise<void> {
  await queries.query('payment-order-taken', 'UPDATE payment_order SET taken_at = $2 WHERE payment_id = $1', [
    paymentId,
    at,
  ])
}

export async function orderFailed(queries: Queries, paymentId: string, problem: string, nextAt: Date): Promise<void> {
  await queries.query(
    'payment-order-failed',
    'UPDATE payment_order SET next_at = $2, last_problem = $3 WHERE payment_id = $1',
    [paymentId, nextAt, problem.slice(0, 500)],
  )
}
