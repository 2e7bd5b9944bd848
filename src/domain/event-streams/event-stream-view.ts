import { sql } from 'kysely'
import { requireStation } from '#domain/stations'
import {
  AppError,
  decodeCursor,
  isTimeKey,
  known,
  type Page,
  type PageRequest,
  pageOf,
  pageSize,
  type Scope,
} from '#kernel'
import type { Queries } from '#storage'
import type { EventStream, StreamSource, StreamValue } from './event-stream.ts'
import { MONITOR_TEXT } from './event-stream-store.ts'

/** What is known now of the monitor of `row`, else what was known last. */
const sourceOf = (row: string) =>
  sql<string | null>`coalesce((${sql.raw(MONITOR_TEXT)} WHERE m.station_id = ${sql.ref(`${row}.station_id`)}
    AND m.monitor_id = ${sql.ref(`${row}.monitor_id`)}), stream_source.monitor)`

export async function viewStreams(queries: Queries, scope: Scope, stationId: string): Promise<EventStream[]> {
  await requireStation(queries, scope, stationId)
  const rows = await queries.kysely
    .selectFrom('event_stream')
    .leftJoin('stream_source', (join) =>
      join
        .onRef('stream_source.station_id', '=', 'event_stream.station_id')
        .onRef('stream_source.monitor_id', '=', 'event_stream.monitor_id'),
    )
    .selectAll('event_stream')
    .select(sourceOf('event_stream').as('source'))
    .where('event_stream.station_id', '=', stationId)
    .orderBy('event_stream.stream_id')
    .execute()
  return rows.map((row) => ({
    id: row.stream_id,
    monitorId: row.monitor_id,
    pace: known({ intervalS: row.interval_s, values: row.values_limit }),
    openedAt: row.opened_at,
    pending: row.pending,
    ...known({ source: readSource(row.source), lastAt: row.last_at }),
  }))
}

export async function viewValues(
  queries: Queries,
  scope: Scope,
  { stationId, monitorId }: { readonly stationId: string; readonly monitorId?: number },
  page: PageRequest,
): Promise<Page<StreamValue>> {
  await requireStation(queries, scope, stationId)
  const size = pageSize(page)
  let query = queries.kysely
    .selectFrom('stream_value')
    .innerJoin('stream_source', (join) =>
      join
        .onRef('stream_source.station_id', '=', 'stream_value.station_id')
        .onRef('stream_source.monitor_id', '=', 'stream_value.monitor_id'),
    )
    .selectAll('stream_value')
    .select(sourceOf('stream_value').as('source'))
    .where('stream_value.station_id', '=', stationId)
    .orderBy('stream_value.at', 'desc')
    .orderBy('stream_value.monitor_id')
    .orderBy('stream_value.slot')
    .limit(size + 1)
  if (monitorId !== undefined) query = query.where('stream_value.monitor_id', '=', monitorId)
  if (page.cursor !== undefined) {
    const { at, monitor, slot } = readCursor(page.cursor)
    query = query.where(sql<boolean>`(stream_value.at < ${at} OR (stream_value.at = ${at}
      AND (stream_value.monitor_id, stream_value.slot) > (${monitor}::bigint, ${slot}::integer)))`)
  }
  return pageOf(
    await query.execute(),
    size,
    (row) => [row.at.toISOString(), String(row.monitor_id), String(row.slot)],
    (row) => ({
      monitorId: row.monitor_id,
      at: row.at,
      receivedAt: row.received_at,
      value: row.value,
      trigger: 'periodic',
      ...known({ source: readSource(row.source) }),
    }),
  )
}

function readCursor(cursor: string): { at: string; monitor: string; slot: string } {
  const [at = '', monitor = '', slot = ''] = decodeCursor(cursor, 3)
  if (isTimeKey(at) && [monitor, slot].every((key) => /^\d{1,9}$/.test(key))) return { at, monitor, slot }
  throw new AppError('invalid', 'The cursor is not one that this list has given out', { cursor })
}

function readSource(text: string | null): StreamSource | undefined {
  if (text === null) return undefined
  const source: StreamSource = JSON.parse(text)
  return source
}
