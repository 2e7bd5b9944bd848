import { type Selectable, type SqlBool, sql } from 'kysely'
import { readTransfers } from '#domain/smart-charging'
import { known, type Page, type PageRequest, type Scope } from '#kernel'
import { containing, type DatabaseSchema, newestFirst, type Queries, withinScope } from '#storage'
import { TOKEN_KINDS, type Token, type TokenFilter } from './token.ts'
import { readPlaces } from './token-lists.ts'
import { noSuchToken } from './token-store.ts'

/** @throws AppError `not-found` for a token outside the scope. */
export async function viewToken(queries: Queries, scope: Scope, tokenId: string): Promise<Token> {
  const row = await queries.kysely
    .selectFrom('token')
    .selectAll()
    .where('id', '=', tokenId)
    .where(withinScope(scope, 'party_id'))
    .executeTakeFirst()
  if (row === undefined) throw noSuchToken(tokenId)
  return readToken(row)
}

/** A page of tokens, newest first. */
export async function viewTokens(
  queries: Queries,
  scope: Scope,
  filter: TokenFilter,
  page: PageRequest,
): Promise<Page<Token>> {
  let query = queries.kysely.selectFrom('token').selectAll().where(withinScope(scope, 'party_id'))
  if (filter.status !== undefined) query = query.where('status', '=', filter.status)
  if (filter.groupId !== undefined) query = query.where('group_id', '=', filter.groupId)
  if (filter.search !== undefined) {
    // To the letter what the index `token_words` is on.
    const words = sql`(value || ' ' || coalesce(label, '') || ' ' || coalesce(group_id, ''))`
    query = query.where(sql<SqlBool>`${words} ILIKE ${containing(filter.search)}`)
  }
  return newestFirst(query, 'id', page, readToken)
}

function readToken(row: Selectable<DatabaseSchema['token']>): Token {
  return {
    id: row.id,
    partyId: row.party_id,
    value: row.value,
    kind: TOKEN_KINDS.find((kind) => kind === row.kind) ?? 'unknown',
    status: row.status,
    concurrentLimit: row.concurrent_limit,
    createdAt: row.created_at,
    ...known({
      label: row.label,
      groupId: row.group_id,
      validUntil: row.valid_until,
      places: readPlaces(row.places),
      evseKind: row.evse_kind,
      transfers: readTransfers(row.transfers),
    }),
  }
}
