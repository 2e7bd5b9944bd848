import { noteDue } from '#domain/payments'
import { newId } from '#kernel'
import type { Database, Queries } from '#storage'
import type { Charge } from './charge.ts'
import type { PricedTransaction } from './pricing-store.ts'

/** What a revision says, without what it is of. */
export type Bill = Omit<Charge, 'transactionId' | 'stationId' | 'revision' | 'isFinal'>

interface ChargeRow {
  readonly [column: string]: unknown
  readonly revision: number
  readonly isFinal: boolean
  readonly stationId: string
  readonly content: string
}

/**
 * Appends what a transaction came to, unless that is what is known already, something later was counted meanwhile, or it is final.
 * What is prepaid pays what is missing, in the same database transaction: nothing is ever taken twice. So a payment on the spot is
 * to take it, or to be corrected.
 *
 * @param bill absent where it cannot be known
 * @returns what counts now
 */
export function appendCharge(
  database: Database,
  priced: PricedTransaction,
  bill: Bill | undefined,
  isFinal: boolean,
  at: Date,
): Promise<Charge | undefined> {
  const { transactionId, stationId, version } = priced
  return database.transaction(async (queries) => {
    const { rows } = await queries.query<{ isFinal: boolean; seenVersion: number }>(
      'charge-lock',
      `SELECT is_final AS "isFinal", seen_version AS "seenVersion" FROM transaction_pricing
       WHERE transaction_id = $1 FOR UPDATE`,
      [transactionId],
    )
    const [now] = rows
    const last = await readCharge(queries, transactionId)
    if (now === undefined || now.isFinal || now.seenVersion > version) return last
    await queries.query(
      'charge-seen',
      'UPDATE transaction_pricing SET seen_version = $2, is_final = $3 WHERE transaction_id = $1',
      [transactionId, version, isFinal],
    )
    if (bill === undefined) return last
    const isSame = last !== undefined && JSON.stringify(billOf(last)) === JSON.stringify(revived(bill))
    const revision = (last?.revision ?? 0) + (isSame ? 0 : 1)
    if (!isSame) {
      await insertRevision(queries, transactionId, revision, bill, at)
      const paid = { stationId, transactionReference: priced.reference }
      await noteDue(queries, paid, { amount: bill.totalInclTax, currency: bill.currency }, at)
    }
    if (priced.tokenId !== null) await takeFromBalance(queries, priced, revision, bill, at, last?.currency)
    return { transactionId, stationId, revision, isFinal, ...bill }
  })
}

async function insertRevision(queries: Queries, id: string, revision: number, bill: Bill, at: Date): Promise<void> {
  const { countedBy, currency, totalExclTax, totalInclTax } = bill
  await queries.query(
    'charge-revision',
    `INSERT INTO transaction_charge (transaction_id, revision, counted_by, currency, total_excl_tax, total_incl_tax, content,
       charged_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, revision, countedBy, currency, totalExclTax, totalInclTax, JSON.stringify(bill), at],
  )
}

/** What is to be paid of a balance: nothing of a bill in another currency, which would be another amount. */
const DUE = '(CASE WHEN b.currency = $3 THEN $2::numeric ELSE 0 END)'

/** Takes what is missing of what is due, or gives back what is too much: entries say what was taken, so that nothing is taken twice. */
async function takeFromBalance(
  queries: Queries,
  { tokenId, transactionId }: PricedTransaction,
  revision: number,
  { totalInclTax, currency }: Bill,
  at: Date,
  formerCurrency = currency,
): Promise<void> {
  await queries.query(
    'charge-taken',
    `WITH paid AS (
       SELECT coalesce(-sum(amount), 0) AS amount FROM token_balance_entry WHERE token_id = $1 AND transaction_id = $6
     ), taken AS (
       UPDATE token_balance b SET amount = b.amount + paid.amount - ${DUE} FROM paid
       WHERE b.token_id = $1 AND b.currency IN ($3, $4) AND paid.amount <> ${DUE}
       RETURNING b.token_id, b.party_id, b.amount, paid.amount - ${DUE} AS added)
     INSERT INTO token_balance_entry (id, token_id, party_id, kind, amount, balance, transaction_id, revision, made_at)
     SELECT $5, token_id, party_id, 'transaction', added, amount, $6, $7, $8 FROM taken`,
    [tokenId, totalInclTax, currency, formerCurrency, newId(at.getTime()), transactionId, revision, at],
  )
}

/** The revision that counts. */
async function readCharge(queries: Queries, transactionId: string): Promise<Charge | undefined> {
  return (await readCharges(queries, transactionId, 1))[0]
}

const MOST_REVISIONS = 100

/** What a transaction came to, the revision that counts first. */
export async function readCharges(
  queries: Queries,
  transactionId: string,
  atMost = MOST_REVISIONS,
): Promise<readonly Charge[]> {
  const { rows } = await queries.query<ChargeRow>(
    'charge-read',
    `SELECT c.revision, p.is_final AS "isFinal", p.station_id AS "stationId", c.content FROM transaction_charge c
     JOIN transaction_pricing p ON p.transaction_id = c.transaction_id
     WHERE c.transaction_id = $1 ORDER BY c.revision DESC LIMIT $2`,
    [transactionId, atMost],
  )
  return rows.map(({ revision, isFinal, stationId, content }) => ({
    ...{ transactionId, stationId, revision, isFinal },
    ...readBill(content),
  }))
}

function readBill(content: string): Bill {
  const bill: Bill & { readonly periods: readonly (Bill['periods'][number] & { readonly from: string })[] } =
    JSON.parse(content)
  return { ...bill, periods: bill.periods.map((period) => ({ ...period, from: new Date(period.from) })) }
}

/** As it comes back from the database, so that the same is the same. */
function revived(bill: Bill): Bill {
  return readBill(JSON.stringify(bill))
}

function billOf({
  transactionId: _id,
  stationId: _station,
  revision: _revision,
  isFinal: _final,
  ...bill
}: Charge): Bill {
  return bill
}
