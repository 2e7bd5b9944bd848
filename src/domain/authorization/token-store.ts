import { AppError, type Scope } from '#kernel'
import { isUniqueViolation, type Queries, sqlState, textColumn, withinScope } from '#storage'
import type { TokenFacts } from './judge-token.ts'
import type { NewToken, TokenChange } from './token.ts'
import { listText, readPlaces } from './token-lists.ts'
import type { EvseKind } from './token-place.ts'

/** A question about one token: of which party, and which transaction is not to count as one elsewhere. */
export interface TokenQuestion {
  readonly partyId: string
  readonly value: string
  readonly exceptTransactionId: string
}

export interface TokenAnswer {
  readonly facts: TokenFacts
  /** Its running transactions, without the one excepted, and without those it was refused for. */
  readonly elsewhere: number
}

/** Answers many questions by one statement, in their order; undefined where the party has no such token. */
export async function askTokens(
  queries: Queries,
  questions: readonly TokenQuestion[],
): Promise<(TokenAnswer | undefined)[]> {
  const { rows } = await queries.query<TokenAnswerRow>('token-facts', ASK, [
    textColumn(questions.map(({ partyId }) => partyId)),
    textColumn(questions.map(({ value }) => value)),
    textColumn(questions.map(({ exceptTransactionId }) => exceptTransactionId)),
  ])
  const answers = new Array<TokenAnswer | undefined>(questions.length).fill(undefined)
  for (const { place, elsewhere, ...row } of rows) {
    const { groupId, validUntil, hasCredit, evseKind, ...told } = row
    const facts = {
      ...told,
      ...{ groupId: groupId ?? undefined, validUntil: validUntil ?? undefined, hasCredit: hasCredit ?? undefined },
      ...{ places: readPlaces(row.places), evseKind: evseKind ?? undefined },
    }
    answers[place - 1] = { facts, elsewhere }
  }
  return answers
}

interface TokenAnswerRow {
  readonly place: number
  readonly status: 'active' | 'blocked'
  readonly groupId: string | null
  readonly validUntil: Date | null
  readonly concurrentLimit: number
  readonly places: string | null
  readonly evseKind: EvseKind | null
  readonly hasCredit: boolean | null
  readonly elsewhere: number
}

const ASK = `
SELECT i.place, t.status, t.group_id AS "groupId", t.valid_until AS "validUntil",
  t.concurrent_limit AS "concurrentLimit", t.places, t.evse_kind AS "evseKind", b.amount > 0 AS "hasCredit",
  CASE WHEN t.concurrent_limit = 0 THEN 0 ELSE (
    SELECT count(*) FROM transaction x
    WHERE x.party_id = t.party_id AND lower(x.token_value) = lower(t.value) AND x.status = 'active'
      AND x.token_refused IS NULL AND x.id <> i.except_id
  ) END AS elsewhere
FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS i (party_id, value, except_id, place)
JOIN token t ON t.party_id = i.party_id AND lower(t.value) = lower(i.value)
LEFT JOIN token_balance b ON b.token_id = t.id`

/** @throws AppError `conflict` when the party has the value already, in any case; `invalid` without such a party. */
export async function insertToken(queries: Queries, id: string, token: NewToken, at: Date): Promise<void> {
  try {
    await queries.kysely
      .insertInto('token')
      .values({
        id,
        party_id: token.partyId,
        value: token.value,
        kind: token.kind ?? 'rfid',
        label: token.label ?? null,
        group_id: token.groupId ?? null,
        valid_until: token.validUntil ?? null,
        places: listText(token.places),
        evse_kind: token.evseKind ?? null,
        transfers: listText(token.transfers),
        ...(token.status !== undefined && { status: token.status }),
        ...(token.concurrentLimit !== undefined && { concurrent_limit: token.concurrentLimit }),
        created_at: at,
      })
      .execute()
  } catch (thrown) {
    if (isUniqueViolation(thrown)) throw new AppError('conflict', 'A token with this value exists already')
    if (sqlState(thrown) === '23503') {
      throw new AppError('invalid', `There is no party ${token.partyId}`, { field: 'partyId' })
    }
    throw thrown
  }
}

/** @throws AppError `not-found` outside the scope. */
export async function updateToken(queries: Queries, scope: Scope, tokenId: string, change: TokenChange): Promise<void> {
  const columns = {
    ...(change.label !== undefined && { label: change.label }),
    ...(change.groupId !== undefined && { group_id: change.groupId }),
    ...(change.status !== undefined && { status: change.status }),
    ...(change.validUntil !== undefined && { valid_until: change.validUntil }),
    ...(change.concurrentLimit !== undefined && { concurrent_limit: change.concurrentLimit }),
    ...(change.places !== undefined && { places: listText(change.places) }),
    ...(change.evseKind !== undefined && { evse_kind: change.evseKind }),
    ...(change.transfers !== undefined && { transfers: listText(change.transfers) }),
  }
  if (Object.keys(columns).length === 0) return
  const changed = await queries.kysely
    .updateTable('token')
    .set(columns)
    .where('id', '=', tokenId)
    .where(withinScope(scope, 'party_id'))
    .executeTakeFirst()
  if (changed.numUpdatedRows === 0n) throw noSuchToken(tokenId)
}

/** @throws AppError `not-found` outside the scope. */
export async function deleteToken(queries: Queries, scope: Scope, tokenId: string): Promise<void> {
  const deleted = await queries.kysely
    .deleteFrom('token')
    .where('id', '=', tokenId)
    .where(withinScope(scope, 'party_id'))
    .executeTakeFirst()
  if (deleted.numDeletedRows === 0n) throw noSuchToken(tokenId)
}

export function noSuchToken(tokenId: string): AppError {
  return new AppError('not-found', `There is no token ${tokenId}`, { tokenId })
}
