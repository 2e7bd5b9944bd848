import { AppError, decodeCursor, known, type Page, type PageRequest, pageOf, pageSize, type Scope } from '#kernel'
import { type Queries, storableText, withinScope } from '#storage'
import type { Balance, BalanceEntry } from './balance.ts'

/** Whose a token is. @throws AppError `not-found` outside the scope. */
export async function partyOfToken({ kysely }: Queries, scope: Scope, tokenId: string): Promise<string> {
  const row = await kysely
    .selectFrom('token')
    .select('party_id')
    .where('id', '=', tokenId)
    .where(withinScope(scope, 'party_id'))
    .executeTakeFirst()
  if (row === undefined) throw new AppError('not-found', `There is no token ${tokenId}`, { tokenId })
  return row.party_id
}

/** @throws AppError `not-found` for a token outside the scope, or that is not prepaid. */
export async function loadBalance({ kysely }: Queries, scope: Scope, tokenId: string): Promise<Balance> {
  const row = await kysely
    .selectFrom('token_balance')
    .selectAll()
    .where('token_id', '=', tokenId)
    .where(withinScope(scope, 'party_id'))
    .executeTakeFirst()
  if (row === undefined) throw new AppError('not-found', 'The token is not prepaid', { tokenId })
  return { tokenId, partyId: row.party_id, currency: row.currency, amount: row.amount }
}

/** Inside a transaction. @returns whether the currency is that of before */
export async function setBalance(queries: Queries, entryId: string, balance: Balance, at: Date): Promise<boolean> {
  const { tokenId, partyId, currency, amount } = balance
  // Also where nothing is prepaid yet: of two at once the second counts from what the first has set.
  await queries.query('balance-turn', 'SELECT FROM token WHERE id = $1 FOR NO KEY UPDATE', [tokenId])
  const { rows } = await queries.query<{ amount: string }>(
    'balance-before',
    'SELECT amount FROM token_balance WHERE token_id = $1 FOR UPDATE',
    [tokenId],
  )
  const { rowCount } = await queries.query(
    'balance-set',
    `WITH now AS (
       INSERT INTO token_balance AS old (token_id, party_id, currency, amount) VALUES ($2, $3, $4, $5)
       ON CONFLICT (token_id) DO UPDATE SET amount = excluded.amount WHERE old.currency = excluded.currency
       RETURNING token_id, party_id, amount)
     INSERT INTO token_balance_entry (id, token_id, party_id, kind, amount, balance, made_at)
     SELECT $1, token_id, party_id, 'set', amount - $7::numeric, amount, $6 FROM now`,
    [entryId, tokenId, partyId, currency, amount, at, rows[0]?.amount ?? '0'],
  )
  return rowCount === 1
}

export interface KeyedEntry extends Pick<BalanceEntry, 'id' | 'tokenId' | 'amount' | 'note'> {
  /** What the same adjustment has again when it is repeated. */
  readonly repeatKey: string
}

/** Adds to a balance inside a transaction, unless that was done already. @throws AppError `conflict` for another one of its key */
export async function adjustBalance(queries: Queries, entry: KeyedEntry, at: Date): Promise<void> {
  const { id, tokenId, amount, repeatKey } = entry
  const note = entry.note === undefined ? null : storableText(entry.note)
  await queries.query('balance-lock', 'SELECT FROM token_balance WHERE token_id = $1 FOR UPDATE', [tokenId])
  const { rows } = await queries.query<{ same: boolean }>(
    'balance-adjusted',
    `SELECT amount = $2 AND note IS NOT DISTINCT FROM $3 AS same FROM token_balance_entry WHERE repeat_key = $1`,
    [repeatKey, amount, note],
  )
  const [before] = rows
  if (before?.same === false) throw new AppError('conflict', 'This key was used for another adjustment', { tokenId })
  if (before !== undefined) return
  await queries.query(
    'balance-adjust',
    `WITH now AS (UPDATE token_balance SET amount = amount + $3 WHERE token_id = $2 RETURNING token_id, party_id, amount)
     INSERT INTO token_balance_entry (id, token_id, party_id, kind, amount, balance, note, made_at, repeat_key)
     SELECT $1, token_id, party_id, 'adjustment', $3, amount, $4, $5, $6 FROM now`,
    [id, tokenId, amount, note, at, repeatKey],
  )
}

/** What was left is taken off in an entry, so that entries add up however often a token becomes prepaid. */
export async function deleteBalance(queries: Queries, entryId: string, tokenId: string, at: Date): Promise<void> {
  await queries.query(
    'balance-delete',
    `WITH gone AS (DELETE FROM token_balance WHERE token_id = $2 RETURNING token_id, party_id, amount)
     INSERT INTO token_balance_entry (id, token_id, party_id, kind, amount, balance, made_at)
     SELECT $1, token_id, party_id, 'set', -amount, 0, $3 FROM gone`,
    [entryId, tokenId, at],
  )
}

/** A page of what changed a balance, newest first. */
export async function loadEntries(
  { kysely }: Queries,
  scope: Scope,
  tokenId: string,
  page: PageRequest,
): Promise<Page<BalanceEntry>> {
  const size = pageSize(page)
  let query = kysely
    .selectFrom('token_balance_entry')
    .selectAll()
    .where('token_id', '=', tokenId)
    .where(withinScope(scope, 'party_id'))
    .orderBy('id', 'desc')
    .limit(size + 1)
  if (page.cursor !== undefined) query = query.where('id', '<', decodeCursor(page.cursor, 1)[0] ?? '')
  return pageOf(
    await query.execute(),
    size,
    (row) => [row.id],
    (row): BalanceEntry => ({
      ...{ id: row.id, tokenId: row.token_id, kind: row.kind, amount: row.amount, balance: row.balance },
      ...known({ transactionId: row.transaction_id, revision: row.revision, note: row.note }),
      madeAt: row.made_at,
    }),
  )
}

/** What is left of what a transaction is paid of; undefined where it is not prepaid, or counted in another currency. */
export async function creditFor(queries: Queries, transactionId: string): Promise<string | undefined> {
  const { rows } = await queries.query<{ amount: string }>(
    'balance-credit',
    `SELECT b.amount FROM transaction_pricing p JOIN token_balance b ON b.token_id = p.token_id
     LEFT JOIN tariff f ON f.id = p.tariff_id
     WHERE p.transaction_id = $1 AND coalesce(f.currency, b.currency) = b.currency
       AND NOT EXISTS (SELECT FROM transaction_tariff t JOIN tariff g ON g.id = t.tariff_id
         WHERE t.transaction_id = p.transaction_id AND f.id IS NULL AND g.currency <> b.currency)`,
    [transactionId],
  )
  return rows[0]?.amount
}
