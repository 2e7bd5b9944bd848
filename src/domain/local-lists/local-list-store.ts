import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import { loadPlace, reachOf, readPlaces, TOKEN_KINDS } from '#domain/authorization'
import { noSuchStation } from '#domain/stations'
import { AppError, known, type Scope } from '#kernel'
import { type DatabaseSchema, type Queries, withinScope } from '#storage'
import type { ListEntry, ListSelection } from './local-list.ts'

export type ListRow = Selectable<DatabaseSchema['local_list']>

/** Tokens that one station may be kept free of; the first ones may come back. */
export const MOST_EXCLUDED = 1_000

/** Whose a station is, and how it speaks. @throws AppError `not-found` for a station outside the scope. */
export async function loadStation(queries: Queries, scope: Scope, stationId: string) {
  const station = await queries.kysely
    .selectFrom('station')
    .leftJoin('station_presence', 'station_presence.station_id', 'station.id')
    .select(['station.id', 'station.party_id as partyId', 'station_presence.ocpp_version as protocol'])
    .where('station.id', '=', stationId)
    .where(withinScope(scope, 'station.party_id'))
    .executeTakeFirst()
  if (station === undefined) throw noSuchStation(stationId)
  return station
}

/** Undefined as long as nothing is known of a station's list. */
export async function loadList({ kysely }: Queries, stationId: string): Promise<ListRow | undefined> {
  return await kysely.selectFrom('local_list').selectAll().where('station_id', '=', stationId).executeTakeFirst()
}

export async function loadChosen({ kysely }: Queries, stationId: string): Promise<string[]> {
  const rows = await kysely
    .selectFrom('local_list_token')
    .select('token_id')
    .where('station_id', '=', stationId)
    .orderBy('token_id')
    .execute()
  return rows.map(({ token_id }) => token_id)
}

export interface TokenQuestion {
  readonly stationId: string
  readonly partyId: string
  readonly longestValue: number
  readonly chosenOnly: boolean
  readonly excluded: readonly string[]
  readonly now: Date
  readonly atMost: number
}

/**
 * The tokens that belong on a list: those that may charge first, the newest first; and how many found no room. What is not
 * good at every EVSE of the station is not on it, nor what is prepaid, so that the station asks.
 */
export async function loadEntries(
  queries: Queries,
  { stationId, partyId, longestValue, chosenOnly, excluded, now, atMost }: TokenQuestion,
): Promise<{ readonly entries: ListEntry[]; readonly omitted: number }> {
  const { kysely } = queries
  const valid = sql<boolean>`status = 'active' AND (valid_until IS NULL OR valid_until > ${now})`
  let query = kysely
    .selectFrom('token')
    .select(['value', 'kind', 'status', 'group_id', 'valid_until', valid.as('valid')])
    .select(sql<number>`count(*) OVER ()`.as('all'))
    .where('party_id', '=', partyId)
    .where('kind', '<>', 'no-authorization')
    .where(isListable(longestValue, excluded))
    .where(isGoodHere(await limitsMet(queries, partyId, stationId)))
    .where(sql<boolean>`NOT EXISTS (SELECT FROM token_balance WHERE token_id = token.id)`)
    .orderBy(sql`${valid} DESC, id DESC`)
    .limit(Math.max(atMost, 1))
  if (chosenOnly) {
    const chosen = kysely.selectFrom('local_list_token').select('token_id').where('station_id', '=', stationId)
    query = query.where('id', 'in', chosen)
  }
  const rows = await query.execute()
  const entries = rows.slice(0, atMost).map(
    ({ value, kind, status, valid, group_id, valid_until }): ListEntry => ({
      value,
      kind: TOKEN_KINDS.find((each) => each === kind) ?? 'unknown',
      status: valid ? 'accepted' : status === 'blocked' ? 'blocked' : 'expired',
      ...known({ groupId: group_id, validUntil: valid_until }),
    }),
  )
  return { entries, omitted: Number(rows[0]?.all ?? 0) - entries.length }
}

interface Limits {
  readonly places: string | null
  readonly evse_kind: 'ac' | 'dc' | null
}

/** More kinds of limits than these are left to the station to ask about. */
const MOST_LIMITS = 1_000

/** The limits under which a token is good everywhere at a station. */
async function limitsMet(queries: Queries, partyId: string, stationId: string): Promise<Limits[]> {
  const rows = await queries.kysely
    .selectFrom('token')
    .select(['places', 'evse_kind'])
    .distinct()
    .where('party_id', '=', partyId)
    .where(({ or, eb }) => or([eb('places', 'is not', null), eb('evse_kind', 'is not', null)]))
    .limit(MOST_LIMITS)
    .execute()
  if (rows.length === 0) return []
  const station = await loadPlace(queries, stationId)
  return rows.filter(({ places, evse_kind }) => {
    const reach = reachOf({ places: readPlaces(places), evseKind: evse_kind ?? undefined }, station)
    return reach.status === 'accepted' && reach.evseIds === undefined
  })
}

function isGoodHere(met: readonly Limits[]): RawBuilder<SqlBool> {
  const places = met.map((one) => one.places ?? '')
  const kinds = met.map((one) => one.evse_kind ?? '')
  return sql<SqlBool>`(places IS NULL AND evse_kind IS NULL OR (coalesce(places, ''), coalesce(evse_kind, '')) IN (
    SELECT * FROM unnest(${places}::text[], ${kinds}::text[])))`
}

function isListable(longestValue: number, excluded: readonly string[]): RawBuilder<SqlBool> {
  return sql<SqlBool>`length(value) <= ${longestValue} AND NOT lower(value) = ANY(${[...excluded]})`
}

/** Says which tokens belong on a list. @throws AppError `invalid` for tokens that are not the party's. */
export async function storeSelection(
  { kysely }: Queries,
  stationId: string,
  partyId: string,
  wanted: ListSelection,
): Promise<void> {
  const { selection } = wanted
  await kysely
    .insertInto('local_list')
    .values({ station_id: stationId, party_id: partyId, selection })
    .onConflict((conflict) => conflict.column('station_id').doUpdateSet({ selection, excluded: [] }))
    .execute()
  await kysely.deleteFrom('local_list_token').where('station_id', '=', stationId).execute()
  if (wanted.selection === 'all' || wanted.tokenIds.length === 0) return
  const tokenIds = [...new Set(wanted.tokenIds)]
  const { numInsertedOrUpdatedRows } = await kysely
    .insertInto('local_list_token')
    .columns(['station_id', 'token_id'])
    .expression(
      kysely
        .selectFrom('token')
        .select([sql.val(stationId).as('station_id'), 'id'])
        .where('party_id', '=', partyId)
        .where(sql<SqlBool>`id = ANY(${tokenIds})`),
    )
    .executeTakeFirstOrThrow()
  if (Number(numInsertedOrUpdatedRows ?? 0) === tokenIds.length) return
  throw new AppError('invalid', 'Some of these tokens do not exist', { field: 'tokenIds' })
}

type Telling = Partial<
  Pick<ListRow, 'version' | 'content' | 'confirmed_at' | 'unanswered' | 'reported_version' | 'reported_at'>
>

/** Keeps what was learnt of a station's list; of a station that is gone, nothing. */
export async function tellList(queries: Queries, stationId: string, telling: Telling): Promise<void> {
  await ensureList(queries, stationId)
  await queries.kysely.updateTable('local_list').set(telling).where('station_id', '=', stationId).execute()
}

/** Keeps a token off a list; the oldest such wish is forgotten first. */
export async function excludeToken(queries: Queries, stationId: string, tokenValue: string): Promise<void> {
  await ensureList(queries, stationId)
  const value = tokenValue.toLowerCase()
  await sql`
    UPDATE local_list SET excluded = (
      SELECT array_agg(each ORDER BY place) FROM (
        SELECT each, place FROM unnest(array_remove(excluded, ${value}) || ${value}::text)
          WITH ORDINALITY AS wish (each, place)
        ORDER BY place DESC LIMIT ${MOST_EXCLUDED}
      ) AS latest)
    WHERE station_id = ${stationId}`.execute(queries.kysely)
}

async function ensureList({ kysely }: Queries, stationId: string): Promise<void> {
  await kysely
    .insertInto('local_list')
    .columns(['station_id', 'party_id'])
    .expression(kysely.selectFrom('station').select(['id', 'party_id']).where('id', '=', stationId))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export function contentText(entries: readonly ListEntry[]): string {
  return JSON.stringify(entries)
}

/** Written by us alone, from these very types. */
export function readContent(text: string): ListEntry[] {
  const entries: (Omit<ListEntry, 'validUntil'> & { validUntil?: string })[] = JSON.parse(text)
  return entries.map(({ validUntil, ...entry }) =>
    validUntil === undefined ? entry : { ...entry, validUntil: new Date(validUntil) },
  )
}
