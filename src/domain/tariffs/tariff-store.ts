import type { Selectable } from 'kysely'
import { AppError, known, type Page, type PageRequest, type Scope } from '#kernel'
import { type DatabaseSchema, newestFirst, type Queries, sqlState, storableText, withinScope } from '#storage'
import type { NewTariff, Tariff, TokenTariff } from './tariff.ts'

type Content = Omit<Tariff, 'id' | 'partyId' | 'name' | 'currency' | 'validFrom' | 'createdAt'>

/** @throws AppError `invalid` without such a party. */
export async function insertTariff({ kysely }: Queries, id: string, tariff: NewTariff, at: Date): Promise<void> {
  const { partyId, name, currency, validFrom, ...content } = tariff
  try {
    await kysely
      .insertInto('tariff')
      .values({
        ...{ id, party_id: partyId, name: name ?? null, currency, valid_from: validFrom ?? null },
        content: storableText(JSON.stringify(content satisfies Content)),
        created_at: at,
      })
      .execute()
  } catch (thrown) {
    if (sqlState(thrown) !== '23503') throw thrown
    throw new AppError('invalid', `There is no party ${partyId}`, { field: 'partyId' })
  }
}

/** @throws AppError `not-found` for a tariff outside the scope. */
export async function loadTariff({ kysely }: Queries, scope: Scope, tariffId: string): Promise<Tariff> {
  const row = await kysely
    .selectFrom('tariff')
    .selectAll()
    .where('id', '=', tariffId)
    .where(withinScope(scope, 'party_id'))
    .executeTakeFirst()
  if (row === undefined) throw noSuchTariff(tariffId)
  return readTariff(row)
}

/** A page of tariffs, newest first. */
export async function loadTariffs({ kysely }: Queries, scope: Scope, page: PageRequest): Promise<Page<Tariff>> {
  const query = kysely.selectFrom('tariff').selectAll().where(withinScope(scope, 'party_id'))
  return newestFirst(query, 'id', page, readTariff)
}

/** @throws AppError `not-found` outside the scope; `conflict` while a token has it. */
export async function deleteTariff({ kysely }: Queries, scope: Scope, tariffId: string): Promise<void> {
  try {
    const { numDeletedRows } = await kysely
      .deleteFrom('tariff')
      .where('id', '=', tariffId)
      .where(withinScope(scope, 'party_id'))
      .executeTakeFirst()
    if (numDeletedRows === 0n) throw noSuchTariff(tariffId)
  } catch (thrown) {
    if (sqlState(thrown) !== '23503') throw thrown
    throw new AppError(
      'conflict',
      'The tariff is in use: a token or a station has it, or a transaction was charged by it',
      { tariffId },
    )
  }
}

/** @throws AppError `not-found` for a token outside the scope. */
export async function loadTokenTariff({ kysely }: Queries, scope: Scope, tokenId: string): Promise<TokenTariff> {
  const row = await kysely
    .selectFrom('token')
    .leftJoin('token_tariff', 'token_tariff.token_id', 'token.id')
    .select(['token.id', 'token.party_id', 'token_tariff.tariff_id'])
    .where('token.id', '=', tokenId)
    .where(withinScope(scope, 'token.party_id'))
    .executeTakeFirst()
  if (row === undefined) throw new AppError('not-found', `There is no token ${tokenId}`, { tokenId })
  return { tokenId: row.id, partyId: row.party_id, ...known({ tariffId: row.tariff_id }) }
}

export async function saveTokenTariff({ kysely }: Queries, tokenId: string, tariffId: string | null): Promise<void> {
  if (tariffId === null) await kysely.deleteFrom('token_tariff').where('token_id', '=', tokenId).execute()
  else {
    await kysely
      .insertInto('token_tariff')
      .values({ token_id: tokenId, tariff_id: tariffId })
      .onConflict((conflict) => conflict.column('token_id').doUpdateSet({ tariff_id: tariffId }))
      .execute()
  }
}

/** The tariff of a token, unless the station has said that it calculates no cost (2.1 TariffCostCtrlr). */
export async function findDriverTariff(
  queries: Queries,
  partyId: string,
  stationId: string,
  token: string,
): Promise<Tariff | undefined> {
  const { rows } = await queries.query<Selectable<DatabaseSchema['tariff']>>(
    'driver-tariff',
    `SELECT tariff.* FROM token
     JOIN token_tariff ON token_tariff.token_id = token.id
     JOIN tariff ON tariff.id = token_tariff.tariff_id
     WHERE token.party_id = $1 AND lower(token.value) = lower($2) AND NOT EXISTS (
       SELECT FROM variable WHERE variable.station_id = $3 AND variable.component = 'TariffCostCtrlr'
         AND variable.name IN ('Available', 'Enabled') AND variable.instance = 'Tariff' AND variable.value = 'false')`,
    [partyId, token, stationId],
  )
  const [row] = rows
  return row === undefined ? undefined : readTariff(row)
}

/** What somebody with this token charges now. */
export async function findRunning(
  queries: Queries,
  tokenId: string,
): Promise<readonly { readonly stationId: string; readonly reference: string }[]> {
  const { rows } = await queries.query<{ stationId: string; reference: string }>(
    'token-running',
    `SELECT transaction.station_id AS "stationId", transaction.reference FROM token
     JOIN transaction ON transaction.party_id = token.party_id AND transaction.status = 'active'
       AND lower(transaction.token_value) = lower(token.value)
     WHERE token.id = $1 LIMIT 100`,
    [tokenId],
  )
  return rows
}

function readTariff(row: Selectable<DatabaseSchema['tariff']>): Tariff {
  const content: Content = JSON.parse(row.content)
  return {
    id: row.id,
    partyId: row.party_id,
    currency: row.currency,
    ...known({ name: row.name, validFrom: row.valid_from }),
    ...content,
    createdAt: row.created_at,
  }
}

function noSuchTariff(tariffId: string): AppError {
  return new AppError('not-found', `There is no tariff ${tariffId}`, { tariffId })
}
