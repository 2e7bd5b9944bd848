import { type Selectable, type SqlBool, sql } from 'kysely'
import { AppError, known, type Page, type PageRequest, type Scope } from '#kernel'
import { type DatabaseSchema, newestFirst, type Queries, storableText, withinScope } from '#storage'
import { type Attempt, STRANGER_KINDS, type Stranger } from './stranger.ts'

/** Strangers that are kept of one address, and in all: whoever makes up names drives out nobody but themselves. */
export const MOST_OF_ADDRESS = 20
export const MOST_STRANGERS = 1_000

const LONGEST_TEXT = 255

export interface AttemptToStore {
  readonly id: string
  readonly partyId: string | undefined
  readonly attempt: Attempt
  readonly times: number
  readonly at: Date
}

/** Enters an attempt, or adds it to those there were alike. */
export async function storeAttempt({ kysely }: Queries, { id, partyId, attempt, times, at }: AttemptToStore) {
  const { kind, remoteAddress, reason } = attempt
  const [identity, protocol] = attempt.kind === 'tls' ? ['', null] : [attempt.identity, attempt.protocol ?? null]
  await sql`
    INSERT INTO stranger (id, party_id, kind, identity, remote_address, reason, protocol, first_at, last_at, times)
    VALUES (${id}, (SELECT id FROM party WHERE id = ${partyId ?? null}), ${kind}, ${textOf(identity)},
      ${textOf(remoteAddress)}, ${textOf(reason)}, ${protocol}, ${at}, ${at}, ${times})
    ON CONFLICT (kind, remote_address, identity) DO UPDATE SET party_id = excluded.party_id, reason = excluded.reason,
      protocol = excluded.protocol, last_at = excluded.last_at,
      times = least(stranger.times::bigint + excluded.times, 2147483647)`.execute(kysely)
}

/** Forgets those longest unseen beyond what is kept. */
export async function forgetOldest({ kysely }: Queries, remoteAddress: string): Promise<void> {
  await sql`
    DELETE FROM stranger WHERE id IN (
      (SELECT id FROM stranger WHERE remote_address = ${textOf(remoteAddress)}
        ORDER BY last_at DESC, id DESC OFFSET ${MOST_OF_ADDRESS})
      UNION ALL (SELECT id FROM stranger ORDER BY last_at DESC, id DESC OFFSET ${MOST_STRANGERS}))`.execute(kysely)
}

export interface Neighbour {
  readonly stationId: string
  readonly partyId: string
  readonly connected: boolean
}

/** More than these at one address tell nothing. */
const MOST_NEIGHBOURS = 50

/** Stations that were last seen at an address. */
export async function loadNeighbours({ kysely }: Queries, remoteAddress: string): Promise<Neighbour[]> {
  return await kysely
    .selectFrom('station_presence')
    .innerJoin('station', 'station.id', 'station_presence.station_id')
    .select(['station.id as stationId', 'station.party_id as partyId', 'station_presence.connected'])
    .where('station_presence.remote_address', '=', remoteAddress)
    .where('station.admission', '=', 'accepted')
    .limit(MOST_NEIGHBOURS)
    .execute()
}

/** A page of strangers, newest first. */
export async function loadStrangers(queries: Queries, scope: Scope, page: PageRequest): Promise<Page<Stranger>> {
  return newestFirst(selectStrangers(queries, scope), 'id', page, readStranger)
}

/** @throws AppError `not-found` outside the scope. */
export async function loadStranger(queries: Queries, scope: Scope, strangerId: string): Promise<Stranger> {
  const row = await selectStrangers(queries, scope).where('id', '=', strangerId).executeTakeFirst()
  if (row === undefined) throw new AppError('not-found', `There is no stranger ${strangerId}`, { strangerId })
  return readStranger(row)
}

export async function deleteStranger({ kysely }: Queries, strangerId: string): Promise<void> {
  await kysely.deleteFrom('stranger').where('id', '=', strangerId).execute()
}

function selectStrangers({ kysely }: Queries, scope: Scope) {
  return kysely
    .selectFrom('stranger')
    .selectAll()
    .where(withinScope(scope, 'stranger.party_id'))
    .where(sql<SqlBool>`NOT EXISTS (SELECT FROM station WHERE station.id = stranger.identity)`)
}

function readStranger(row: Selectable<DatabaseSchema['stranger']>): Stranger {
  return {
    id: row.id,
    kind: STRANGER_KINDS.find((kind) => kind === row.kind) ?? 'tls',
    remoteAddress: row.remote_address,
    reason: row.reason,
    firstAt: row.first_at,
    lastAt: row.last_at,
    times: row.times,
    ...known({
      partyId: row.party_id,
      identity: row.identity === '' ? null : row.identity,
      protocol: row.protocol,
    }),
  }
}

function textOf(text: string): string {
  return storableText(text.slice(0, LONGEST_TEXT))
}
