import type { Database, Queries } from '#storage'
import { type LastOrder, type NextOrder, nextOrder, type OwedPayment } from './next-order.ts'
import { saveSettlement } from './payment-store.ts'
import type { SettlementOrder } from './provider.ts'

export interface DueOrder extends SettlementOrder {
  readonly url: string
  readonly sealedSecret: string
  /** With this one. */
  readonly attempts: number
}

/** Payments whose orders are made in one database transaction. */
const AT_ONCE = 100

/** How long somebody who has paid may take to begin. */
export const BEGIN_WITHIN_MS = 86_400_000

/**
 * Takes up payments that have come to their end although nobody has told them so: nobody began to charge, so that what is held is to be
 * given back; the end of a transaction was never told, or its beginning after its end. And what transactions came to of which they
 * have not heard.
 */
export async function catchUp(queries: Queries, at: Date): Promise<void> {
  await queries.query('payment-not-begun', NOT_BEGUN, [at, new Date(at.getTime() - BEGIN_WITHIN_MS)])
  await queries.query(
    'payment-over-late',
    `UPDATE payment p SET state = 'to-settle', amount = coalesce(p.due, p.amount), currency = coalesce(p.due_currency, p.currency),
       updated_at = $1
     FROM transaction x WHERE p.state = 'charging' AND x.station_id = p.station_id AND x.reference = p.transaction_reference
       AND x.status = 'ended'`,
    [at],
  )
  await queries.query('payment-amounts-late', LATE_AMOUNTS, [at])
}

const NOT_BEGUN = `
UPDATE payment p SET state = 'to-settle', amount = 0, due = 0, owed = true, updated_at = $1
FROM payment n LEFT JOIN command c ON c.id = n.command_id
WHERE p.id = n.id AND n.state = 'authorized' AND p.state = 'authorized' AND p.settled_by = 'platform'
  AND (c.state IN ('refused', 'expired') OR n.created_at < $2)`

const LATE_AMOUNTS = `
UPDATE payment p SET amount = greatest(c.total_incl_tax, 0), currency = c.currency, due = greatest(c.total_incl_tax, 0),
  due_currency = c.currency, owed = p.settled_by = 'platform', updated_at = $1
FROM transaction_pricing x JOIN LATERAL (SELECT total_incl_tax, currency FROM transaction_charge
  WHERE transaction_id = x.transaction_id ORDER BY revision DESC LIMIT 1) c ON true
WHERE p.state = 'to-settle' AND p.due IS NULL AND x.station_id = p.station_id AND x.reference = p.transaction_reference`

interface OwedRow extends Omit<OwedPayment, 'last'> {
  readonly [column: string]: unknown
  readonly id: string
  readonly partyId: string
}

interface LastRow extends LastOrder {
  readonly [column: string]: unknown
  readonly paymentId: string
}

/**
 * Makes the orders that are due to the providers of their parties. What was never sent gives way to what is due now; what was sent
 * stays, and is corrected by the next one.
 *
 * @returns the payments that came to other money than what was taken, of which no order can be made
 */
export function makeOrders(database: Database, at: Date): Promise<readonly string[]> {
  return database.transaction(async (queries) => {
    const { rows } = await queries.query<OwedRow>('payment-owed', OWED, [AT_ONCE])
    if (rows.length === 0) return []
    const ids = rows.map(({ id }) => id)
    await queries.query('payment-orders-unsent', UNSENT, [ids])
    const { rows: told } = await queries.query<LastRow>(
      'payment-orders-last',
      `SELECT DISTINCT ON (payment_id) payment_id AS "paymentId", number = 1 AS "isFirst", total, currency,
         (SELECT max(number) FROM payment_order a WHERE a.payment_id = o.payment_id) AS number
       FROM payment_order o WHERE payment_id = ANY($1) AND refused_at IS NULL ORDER BY payment_id, o.number DESC`,
      [ids],
    )
    const lastOf = new Map(told.map((last) => [last.paymentId, last]))
    const doubtful: string[] = []
    for (const { id, partyId, ...owed } of rows) {
      const order = nextOrder({ ...owed, last: lastOf.get(id) })
      if (order === 'other-currency') doubtful.push(id)
      else if (order !== undefined) await insertOrder(queries, { id, partyId }, order, at)
    }
    await queries.query('payment-told', 'UPDATE payment SET owed = false WHERE id = ANY($1)', [ids])
    return doubtful
  })
}

const UNSENT = 'DELETE FROM payment_order WHERE payment_id = ANY($1) AND attempts = 0 AND taken_at IS NULL'

const OWED = `
SELECT p.id, p.party_id AS "partyId", p.state, p.amount, p.due, p.due_currency AS currency
FROM payment p JOIN payment_provider v ON v.party_id = p.party_id
WHERE p.owed AND p.settled_by = 'platform' AND p.state IN ('to-settle', 'settled') AND p.due IS NOT NULL
ORDER BY p.id LIMIT $1 FOR UPDATE OF p SKIP LOCKED`

async function insertOrder(
  queries: Queries,
  payment: Pick<OwedRow, 'id' | 'partyId'>,
  { number, kind, amount, total, currency }: NextOrder,
  at: Date,
): Promise<void> {
  await queries.query(
    'payment-order',
    `INSERT INTO payment_order (payment_id, number, party_id, kind, amount, total, currency, next_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [payment.id, number, payment.partyId, kind, amount, total, currency, at],
  )
}

/**
 * Takes up orders that are due, so that no other node does, until a time; an order of which nothing is heard by then is due again. What
 * was settled meanwhile is none, and of the orders of one payment none overtakes another.
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
  SELECT o.payment_id, o.number FROM payment_order o JOIN payment p ON p.id = o.payment_id
  WHERE o.taken_at IS NULL AND o.refused_at IS NULL AND o.next_at <= $1 AND (p.state = 'to-settle' OR p.state = 'settled' AND o.number > 1)
    AND NOT EXISTS (SELECT FROM payment_order b WHERE b.payment_id = o.payment_id AND b.number < o.number
      AND b.taken_at IS NULL AND b.refused_at IS NULL)
  ORDER BY o.next_at LIMIT $3 FOR UPDATE OF o SKIP LOCKED)
UPDATE payment_order o SET attempts = attempts + 1, next_at = $2
FROM due, payment p, payment_provider v
WHERE o.payment_id = due.payment_id AND o.number = due.number AND p.id = o.payment_id AND v.party_id = o.party_id
RETURNING p.id AS "paymentId", o.number, o.kind AS type, p.party_id AS "partyId", p.station_id AS "stationId", p.reference,
  o.amount, o.total, o.currency, p.transaction_reference AS "transactionReference", v.url, v.secret AS "sealedSecret", o.attempts`

type OrderName = Pick<SettlementOrder, 'paymentId' | 'number'>

/** The provider has taken an order: it is never told it again. */
export async function orderTaken(queries: Queries, { paymentId, number }: OrderName, at: Date): Promise<void> {
  await queries.query(
    'payment-order-taken',
    'UPDATE payment_order SET taken_at = $3 WHERE payment_id = $1 AND number = $2',
    [paymentId, number, at],
  )
}

export async function orderFailed(
  queries: Queries,
  { paymentId, number }: OrderName,
  problem: string,
  nextAt: Date,
): Promise<void> {
  await queries.query(
    'payment-order-failed',
    'UPDATE payment_order SET next_at = $3, last_problem = $4 WHERE payment_id = $1 AND number = $2',
    [paymentId, number, nextAt, problem.slice(0, 500)],
  )
}

/**
 * The provider will never do it. A payment that it will not settle is rejected; a correction that it will not make is let go, and what
 * waits behind it is reckoned anew from what was taken before.
 */
export async function orderRefused(
  database: Database,
  { paymentId, number }: OrderName,
  problem: string,
  at: Date,
): Promise<void> {
  await database.transaction(async (queries) => {
    await queries.query('payment-lock', 'SELECT FROM payment WHERE id = $1 FOR UPDATE', [paymentId])
    await queries.query(
      'payment-order-refused',
      `UPDATE payment_order SET refused_at = $3, last_problem = $4
       WHERE payment_id = $1 AND number = $2 AND taken_at IS NULL`,
      [paymentId, number, at, problem.slice(0, 500)],
    )
    if (number === 1) await saveSettlement(queries, paymentId, { state: 'rejected', statusInfo: problem }, at)
    const { rowCount } = await queries.query('payment-orders-unsent', UNSENT, [[paymentId]])
    if (rowCount) await queries.query('payment-owed-again', 'UPDATE payment SET owed = true WHERE id = $1', [paymentId])
  })
}

/**
 * Whoever settles has told what was taken: it needs no telling any more, and what comes later corrects that. Inside the database
 * transaction that keeps it.
 */
export async function closeFirstOrder(queries: Queries, paymentId: string, at: Date): Promise<void> {
  await queries.query(
    'payment-order-closed',
    `INSERT INTO payment_order AS old (payment_id, number, party_id, kind, amount, total, currency, next_at, taken_at)
     SELECT id, 1, party_id, 'settle', coalesce(amount, 0), coalesce(due, amount, 0), coalesce(currency, due_currency), $2, $2
     FROM payment WHERE id = $1 AND settled_by = 'platform'
     ON CONFLICT (payment_id, number) DO UPDATE SET taken_at = coalesce(old.taken_at, excluded.taken_at), refused_at = NULL,
       currency = excluded.currency, total = CASE WHEN old.attempts = 0 THEN excluded.total ELSE old.total END`,
    [paymentId, at],
  )
  await queries.query(
    'payment-still-owed',
    `UPDATE payment p SET owed = p.owed AND p.due IS DISTINCT FROM
       (SELECT total FROM payment_order o WHERE o.payment_id = p.id ORDER BY number DESC LIMIT 1)
     WHERE p.id = $1`,
    [paymentId],
  )
}
