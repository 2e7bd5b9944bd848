import { AppError, leastIdOf } from '#kernel'
import { isUniqueViolation, type Queries, storableText } from '#storage'
import type { NewPayment, PaidTransaction, Settlement, StationSettlement, TransactionLimits } from './payment.ts'

/** @throws AppError `conflict` for a reference that was used at the station. */
export async function insertPayment(
  { kysely }: Queries,
  id: string,
  { partyId, commandId, ...payment }: NewPayment & { readonly partyId: string; readonly commandId: string },
  at: Date,
): Promise<void> {
  try {
    await kysely
      .insertInto('payment')
      .values({
        ...{ id, station_id: payment.stationId, party_id: partyId, reference: payment.reference },
        ...{ evse_id: payment.evseId ?? null, state: 'authorized', settled_by: 'platform', command_id: commandId },
        limits: JSON.stringify(payment.limits ?? {}),
        ...{ created_at: at, updated_at: at },
      })
      .execute()
  } catch (thrown) {
    if (isUniqueViolation(thrown)) throw new AppError('conflict', 'A payment has this reference already')
    throw thrown
  }
}

/** The payment of a reference at a station, whatever became of it. */
export async function findPayment(
  { kysely }: Queries,
  { stationId, reference }: Pick<NewPayment, 'stationId' | 'reference'>,
): Promise<string | undefined> {
  const row = await kysely
    .selectFrom('payment')
    .select('id')
    .where('station_id', '=', stationId)
    .where((columns) => columns(columns.fn('lower', ['reference']), '=', reference.toLowerCase()))
    .executeTakeFirst()
  return row?.id
}

/** Whether a payment is known, or its station has fewer than so many since an id was made. */
export async function mayAdd(
  queries: Queries,
  { stationId, reference }: Pick<NewPayment, 'stationId' | 'reference'>,
  count: number,
  sinceId: string,
): Promise<boolean> {
  const { rows } = await queries.query<{ may: boolean }>(
    'payment-room',
    `SELECT EXISTS (SELECT FROM payment WHERE station_id = $1 AND lower(reference) = lower($2))
       OR NOT EXISTS (SELECT FROM payment WHERE station_id = $1 AND id >= $3 OFFSET $4) AS may`,
    [stationId, storableText(reference), sinceId, count - 1],
  )
  return rows[0]?.may === true
}

/** Joins a transaction to the payment of its token; one nobody announced was taken by the terminal of the station. */
export async function joinTransaction(
  queries: Queries,
  id: string,
  { stationId, transactionReference }: PaidTransaction,
  token: string,
  evseId: number | undefined,
  at: Date,
): Promise<TransactionLimits> {
  const { rows } = await queries.query<{ limits: string }>(
    'payment-begun',
    `INSERT INTO payment AS old (id, station_id, party_id, reference, evse_id, state, settled_by, transaction_reference,
       created_at, updated_at)
     SELECT $1, station.id, station.party_id, $3, $4, 'charging', ${WHO_SETTLES}, $5, $6, $6
     FROM station WHERE station.id = $2
     ON CONFLICT (station_id, lower(reference)) DO UPDATE SET
       state = CASE WHEN old.state = 'authorized' THEN 'charging' ELSE old.state END,
       transaction_reference = coalesce(old.transaction_reference, excluded.transaction_reference),
       evse_id = coalesce(old.evse_id, excluded.evse_id), updated_at = excluded.updated_at
     RETURNING CASE WHEN transaction_reference = $5 THEN limits ELSE '{}' END AS limits`,
    [id, stationId, storableText(token), evseId ?? null, storableText(transactionReference), at],
  )
  return JSON.parse(rows[0]?.limits ?? '{}')
}

/** 2.1 C21.FR.05: PaymentCtrlr.SettlementByCSMS. */
const WHO_SETTLES = `CASE WHEN EXISTS (SELECT FROM variable WHERE variable.station_id = station.id
  AND variable.component = 'PaymentCtrlr' AND variable.name = 'SettlementByCSMS' AND variable.value = 'true')
  THEN 'platform' ELSE 'station' END`

/** A transaction is over: whether it has a payment, and what it delivered. Told again it changes nothing. */
export async function endTransaction(
  queries: Queries,
  { stationId, transactionReference }: PaidTransaction,
  at: Date,
): Promise<{ readonly id: string; readonly energyWh: number | null } | undefined> {
  const { rows } = await queries.query<{ id: string; energyWh: number | null }>(
    'payment-ended',
    `UPDATE payment SET state = CASE WHEN state = 'charging' THEN 'to-settle' ELSE state END,
       amount = CASE WHEN state = 'charging' THEN coalesce(due, amount) ELSE amount END,
       currency = CASE WHEN state = 'charging' THEN coalesce(due_currency, currency) ELSE currency END, updated_at = $3
     WHERE station_id = $1 AND transaction_reference = $2
     RETURNING id, (SELECT energy_wh FROM transaction
       WHERE transaction.station_id = $1 AND transaction.reference = $2 LIMIT 1) AS "energyWh"`,
    [stationId, transactionReference, at],
  )
  return rows[0]
}

/**
 * What a transaction came to by all that is known of it now: its payment, if there is one, is to take that, or to be corrected to it
 * where it was taken already. Told again it changes nothing.
 *
 * @param amount an exact decimal; nobody is paid for charging: below zero it is 0
 */
export async function noteDue(
  queries: Queries,
  { stationId, transactionReference }: PaidTransaction,
  { amount, currency }: { readonly amount: string; readonly currency: string | null },
  at: Date,
): Promise<void> {
  await queries.query(
    'payment-due',
    `UPDATE payment p SET due = n.due, due_currency = n.currency, owed = p.settled_by = 'platform', updated_at = $5,
       amount = CASE WHEN p.state = 'to-settle' THEN n.due ELSE p.amount END,
       currency = CASE WHEN p.state = 'to-settle' THEN n.currency ELSE p.currency END
     FROM (SELECT id, greatest($3::numeric, 0) AS due, coalesce($4, due_currency, currency) AS currency FROM payment
       WHERE station_id = $1 AND transaction_reference = $2 AND state <> 'authorized') n
     WHERE p.id = n.id AND (p.due IS DISTINCT FROM n.due OR p.due_currency IS DISTINCT FROM n.currency)`,
    [stationId, storableText(transactionReference), amount, currency, at],
  )
}

/** What a station tells of a payment, known or not: who has taken the money settles it. One that is settled stays so. @returns its id */
export async function saveStationSettlement(
  queries: Queries,
  id: string,
  { stationId, reference, transactionReference, ...settlement }: StationSettlement,
  at: Date,
): Promise<string | undefined> {
  const { rows } = await queries.query<{ id: string }>(
    'payment-settled-by-station',
    `INSERT INTO payment AS old (id, station_id, party_id, reference, transaction_reference, settled_by, state, amount,
       currency, settled_at, receipt_id, receipt_url, status_info, vat_number, company, created_at, updated_at)
     SELECT $1, id, party_id, $3, $4, 'station', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14
     FROM station WHERE id = $2
     ON CONFLICT (station_id, lower(reference)) DO UPDATE SET
       ${settled((name) => `excluded.${name}`)},
       settled_by = CASE WHEN old.state <> 'settled' AND excluded.state = 'settled' THEN 'station' ELSE old.settled_by END,
       transaction_reference = coalesce(old.transaction_reference, excluded.transaction_reference)
     RETURNING id`,
    [
      ...[id, stationId, storableText(reference), transactionReference ? storableText(transactionReference) : null],
      ...settlementValues(settlement, at),
    ],
  )
  return rows[0]?.id
}

/** What a program tells of a payment. @returns false where it is settled already, and stays so */
export async function saveSettlement(
  queries: Queries,
  paymentId: string,
  settlement: Settlement,
  at: Date,
): Promise<boolean> {
  const place = new Map(COLUMNS.map((name, index) => [name, `$${index + 2}`]))
  const { rowCount } = await queries.query(
    'payment-settled',
    `UPDATE payment AS old SET ${settled((name) => place.get(name) ?? 'NULL')} WHERE id = $1 AND state <> 'settled'`,
    [paymentId, ...settlementValues(settlement, at)],
  )
  return rowCount === 1
}

/** Deletes what was over before a time, the oldest first; what is still to settle or to be corrected stays, however old. */
export async function deletePayments(queries: Queries, time: Date, atMost: number): Promise<number> {
  const { rowCount } = await queries.query(
    'payment-removal',
    `DELETE FROM payment WHERE id IN (
       SELECT id FROM payment WHERE id < $1 AND updated_at < $2
         AND state IN ('settled', 'cancelled', 'rejected', 'failed')
         AND NOT EXISTS (SELECT FROM payment_order o WHERE o.payment_id = payment.id AND o.number > 1
           AND o.taken_at IS NULL AND o.refused_at IS NULL)
       ORDER BY id LIMIT $3)`,
    [leastIdOf(time.getTime()), time, atMost],
  )
  return rowCount ?? 0
}

const COLUMNS = [
  ...['state', 'amount', 'currency', 'settled_at', 'receipt_id', 'receipt_url', 'status_info', 'vat_number'],
  ...['company', 'updated_at'],
]

const TYPES: Readonly<Record<string, string>> = {
  amount: 'numeric',
  settled_at: 'timestamptz',
  updated_at: 'timestamptz',
}

/** Sets what is told and leaves the rest, unless the money was taken already. */
function settled(value: (column: string) => string): string {
  return COLUMNS.map((name) => {
    const told = `${value(name)}::${TYPES[name] ?? 'text'}`
    return `${name} = CASE WHEN old.state = 'settled' THEN old.${name} ELSE coalesce(${told}, old.${name}) END`
  }).join(', ')
}

function settlementValues(settlement: Settlement, at: Date): unknown[] {
  const { state, amount, currency, settledAt, receiptId, receiptUrl, statusInfo, vatNumber, company } = settlement
  const text = (value: string | undefined) => (value === undefined ? null : storableText(value))
  return [
    ...[state, amount ?? null, text(currency), settledAt ?? at, text(receiptId), text(receiptUrl), text(statusInfo)],
    ...[text(vatNumber), company === undefined ? null : storableText(JSON.stringify(company)), at],
  ]
}
