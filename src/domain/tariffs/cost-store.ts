import { AppError, known, type Scope } from '#kernel'
import { type Queries, storableText, withinScope } from '#storage'
import type { TransactionCost } from './tariff.ts'

/** Longest breakdown that is kept; of a longer one the sums are. */
const LONGEST_DETAILS = 100_000

/** Keeps the latest that was said, one for a transaction; what came with the end gives way to nothing said before it. */
export async function saveCost(queries: Queries, cost: TransactionCost, at: Date): Promise<void> {
  const { stationId, reference, final, at: toldAt, currency, totalExclTax, totalInclTax, failure, details } = cost
  const text = storableText(JSON.stringify(details))
  await queries.query(
    'transaction-cost',
    `INSERT INTO transaction_cost AS old (station_id, reference, party_id, final, told_at, currency, total_excl_tax,
       total_incl_tax, failure, details, kept_at)
     SELECT id, $2, party_id, $3, $4, $5, $6, $7, $8, $9, $10 FROM station WHERE id = $1
     ON CONFLICT (station_id, reference) DO UPDATE SET final = excluded.final, told_at = excluded.told_at,
       currency = excluded.currency, total_excl_tax = excluded.total_excl_tax,
       total_incl_tax = excluded.total_incl_tax, failure = excluded.failure, details = excluded.details,
       kept_at = excluded.kept_at
     WHERE excluded.final AND NOT old.final OR excluded.final = old.final AND excluded.told_at >= old.told_at`,
    [
      ...[stationId, storableText(reference), final, toldAt, storableText(currency)],
      ...[totalExclTax ?? null, totalInclTax ?? null, failure === undefined ? null : storableText(failure)],
      text.length > LONGEST_DETAILS ? '{}' : text,
      at,
    ],
  )
}

/** Deletes what was heard before a time, the oldest first, unless a payment is to be settled by it. */
export async function deleteCosts(queries: Queries, time: Date, atMost: number): Promise<number> {
  const { rowCount } = await queries.query(
    'transaction-cost-removal',
    `DELETE FROM transaction_cost WHERE (station_id, reference) IN (
       SELECT station_id, reference FROM transaction_cost AS cost
       WHERE kept_at < $1 AND NOT EXISTS (SELECT FROM payment WHERE payment.station_id = cost.station_id
         AND transaction_reference = cost.reference AND state IN ('authorized', 'charging', 'to-settle'))
       ORDER BY kept_at LIMIT $2)`,
    [time, atMost],
  )
  return rowCount ?? 0
}

/** @throws AppError `not-found` when the station has said nothing of it, or is outside the scope. */
export async function loadCost(
  { kysely }: Queries,
  scope: Scope,
  stationId: string,
  reference: string,
): Promise<TransactionCost> {
  const row = await kysely
    .selectFrom('transaction_cost')
    .selectAll()
    .where('station_id', '=', stationId)
    .where('reference', '=', reference)
    .where(withinScope(scope, 'party_id'))
    .executeTakeFirst()
  if (row === undefined) throw new AppError('not-found', 'The station has not told what it costs', { reference })
  const details: TransactionCost['details'] = JSON.parse(row.details)
  const { total_excl_tax: totalExclTax, total_incl_tax: totalInclTax, failure, final, currency } = row
  const sums = known({ totalExclTax, totalInclTax, failure })
  return { stationId, partyId: row.party_id, reference, final, at: row.told_at, currency, ...sums, details }
}
