import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import { leastIdOf, type Page, type PageRequest, type Scope } from '#kernel'
import { type DatabaseSchema, newestFirst, type Queries, storableText, withinScope } from '#storage'
import type { BatterySwapEvent, NewSwapEvent, SwapFilter } from './battery-swap.ts'

/** Batteries of one event that are kept; a set has a few. */
const MOST_BATTERIES = 100

/** A repeat says the same to the last figure; a station that uses a number again says something else. */
export async function insertSwapEvent(queries: Queries, id: string, event: NewSwapEvent): Promise<void> {
  const { stationId, requestId, kind, token, tokenKind, receivedAt } = event
  const batteries = storableText(JSON.stringify(event.batteries.slice(0, MOST_BATTERIES)))
  const digest = createHash('sha256').update(`${token}\n${batteries}`).digest('base64url')
  await queries.query(
    'battery-swap',
    `INSERT INTO battery_swap_event
       (id, station_id, party_id, request_id, kind, token_value, token_kind, batteries, digest, received_at)
     SELECT $1, id, party_id, $3, $4, $5, $6, $7, $8, $9 FROM station WHERE id = $2
     ON CONFLICT (station_id, request_id, kind, digest) DO NOTHING`,
    [id, stationId, requestId, kind, storableText(token), tokenKind, batteries, digest, receivedAt],
  )
}

/** Whether a station has told so many events since an id was made. */
export async function hasTold(queries: Queries, stationId: string, count: number, sinceId: string): Promise<boolean> {
  const { rows } = await queries.query(
    'battery-swaps-told',
    'SELECT FROM battery_swap_event WHERE station_id = $1 AND id >= $2 LIMIT 1 OFFSET $3',
    [stationId, sinceId, count - 1],
  )
  return rows.length > 0
}

/** Deletes events received before a time, found by their ids, which grow with time. */
export async function deleteSwapEvents(queries: Queries, time: Date, atMost: number): Promise<number> {
  const { rowCount } = await queries.query(
    'battery-swap-removal',
    `DELETE FROM battery_swap_event WHERE id IN (
       SELECT id FROM battery_swap_event WHERE id < $1 ORDER BY id LIMIT $2)`,
    [leastIdOf(time.getTime()), atMost],
  )
  return rowCount ?? 0
}

/** A page of events, newest first. */
export async function loadSwapEvents(
  { kysely }: Queries,
  scope: Scope,
  filter: SwapFilter,
  page: PageRequest,
): Promise<Page<BatterySwapEvent>> {
  let query = kysely.selectFrom('battery_swap_event').selectAll().where(withinScope(scope, 'party_id'))
  if (filter.stationId !== undefined) query = query.where('station_id', '=', filter.stationId)
  if (filter.requestId !== undefined) query = query.where('request_id', '=', filter.requestId)
  return newestFirst(query, 'id', page, read)
}

type StoredBattery = Omit<BatterySwapEvent['batteries'][number], 'producedAt'> & { readonly producedAt?: string }

function read(row: Selectable<DatabaseSchema['battery_swap_event']>): BatterySwapEvent {
  const batteries: readonly StoredBattery[] = JSON.parse(row.batteries)
  return {
    ...{ id: row.id, stationId: row.station_id, partyId: row.party_id, requestId: row.request_id, kind: row.kind },
    ...{ token: row.token_value, tokenKind: row.token_kind, receivedAt: row.received_at },
    batteries: batteries.map(({ producedAt, ...battery }) =>
      producedAt === undefined ? battery : { ...battery, producedAt: new Date(producedAt) },
    ),
  }
}
