import { type Selectable, type SqlBool, sql } from 'kysely'
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
import { containing, type DatabaseSchema, type Queries } from '#storage'
import { type LoggedMessage, MESSAGE_KINDS } from './message.ts'

export interface MessageFilter {
  readonly stationId: string
  readonly from?: Date
  readonly to?: Date
  readonly action?: string
  readonly search?: string
}

/**
 * A page of a station's messages in [from, to), newest first.
 *
 * @throws AppError `not-found` for a station outside the scope.
 */
export async function viewMessages(
  queries: Queries,
  scope: Scope,
  filter: MessageFilter,
  page: PageRequest,
): Promise<Page<LoggedMessage>> {
  await requireStation(queries, scope, filter.stationId)
  const size = pageSize(page)
  let query = queries.kysely
    .selectFrom('message_log')
    .selectAll()
    .where('station_id', '=', filter.stationId)
    .orderBy('at', 'desc')
    .orderBy('number', 'desc')
    .limit(size + 1)
  if (filter.from !== undefined) query = query.where('at', '>=', filter.from)
  if (filter.to !== undefined) query = query.where('at', '<', filter.to)
  if (filter.action !== undefined) query = query.where('action', '=', filter.action)
  if (filter.search !== undefined) {
    query = query.where(sql<SqlBool>`concat_ws(' ', frame, note) ILIKE ${containing(filter.search)}`)
  }
  if (page.cursor !== undefined) query = query.where(before(page.cursor))
  return pageOf(await query.execute(), size, (row) => [row.at.toISOString(), String(row.number)], readMessage)
}

function before(cursor: string) {
  const [at = '', number = ''] = decodeCursor(cursor, 2)
  if (!isTimeKey(at) || !/^\d{1,15}$/.test(number)) {
    throw new AppError('invalid', 'The cursor is not one that this list has given out', { cursor })
  }
  return sql<SqlBool>`(at, number) < (${at}::timestamptz, ${number}::bigint)`
}

function readMessage(row: Selectable<DatabaseSchema['message_log']>): LoggedMessage {
  return {
    stationId: row.station_id,
    at: row.at,
    direction: row.direction === 'out' ? 'out' : 'in',
    kind: MESSAGE_KINDS.find((kind) => kind === row.kind) ?? 'unreadable',
    frame: row.frame,
    ...known({ action: row.action, messageId: row.message_id, note: row.note }),
  }
}
