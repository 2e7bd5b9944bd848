import { type Selectable, sql } from 'kysely'
import { LOG_KINDS, type LogKind } from '#domain/commands'
import { errandColumns, lockErrand, type MeantErrand, type NewErrand, progressOf, readErrand } from '#domain/errands'
import type { KeptFile } from '#domain/files'
import { AppError, known, leastIdOf, type Page, type PageRequest, type Scope } from '#kernel'
import { type DatabaseSchema, newestFirst, type Queries, storableText, withinScope } from '#storage'
import { LOG_WORDS } from './log-progress.ts'
import {
  LOG_DOUBTS,
  LOG_OUTCOMES,
  LOG_STATUSES,
  type LogDoubt,
  type LogFilter,
  type LogStatus,
  type StationLog,
} from './station-log.ts'

export type LogRow = Selectable<DatabaseSchema['station_log']>

const LONGEST_NAME = 255

export interface LogToStore extends NewErrand {
  readonly kind: LogKind
  readonly elsewhere: boolean
}

/** Stores a log that is asked for; a command sent once more keeps its own, under a new number. @returns its id */
export async function storeLog(queries: Queries, log: LogToStore): Promise<string> {
  const { kind, elsewhere, requestId: request_id } = log
  const { id } = await queries.kysely
    .insertInto('station_log')
    .values({ ...errandColumns(log), kind, elsewhere })
    .onConflict((conflict) => conflict.column('command_id').doUpdateSet({ request_id }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Moves a log on inside a transaction; undefined where there is none, or nothing changes. */
export async function advanceLog(
  queries: Queries,
  meant: MeantErrand,
  reported: LogStatus,
  at: Date,
  announcedName?: string,
): Promise<LogRow | undefined> {
  const row = await lockErrand(queries, 'station_log', meant)
  if (row === undefined) return undefined
  const progress = progressOf(LOG_WORDS, { ...row, status: readStatus(row.status) }, reported, at)
  const doubt = doubtAfter(row, reported, progress.status)
  if (progress.status === row.status && doubt === row.doubt && announcedName === undefined) return undefined
  const name = announcedName && storableText(announcedName.slice(0, LONGEST_NAME))
  return await queries.kysely
    .updateTable('station_log')
    .set({ ...progress, doubt, ...(name !== undefined && { announced_name: name }) })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirst()
}

/** What a station says of an upload says whether the file that is here is all of it. */
function doubtAfter({ received_at, doubt }: LogRow, reported: LogStatus, status: LogStatus): string | null {
  if (status === 'uploaded') return null
  const hasFailed = LOG_WORDS.outcome[reported] === 'failed' && reported !== 'refused'
  return hasFailed && received_at !== null ? 'upload-failed' : doubt
}

/** A log that is still to be put here; undefined when it is not, or no longer. */
export async function loadExpected(
  queries: Queries,
  logId: string,
  at: Date,
): Promise<{ received: boolean } | undefined> {
  const row = await queries.kysely
    .selectFrom('station_log')
    .select(['received_at', 'doubt'])
    .where('id', '=', logId)
    .where('elsewhere', '=', false)
    .where('expires_at', '>', at)
    .executeTakeFirst()
  return row === undefined ? undefined : { received: row.received_at !== null && row.doubt === null }
}

/** Notes that the file is here. Undefined when the log has been removed meanwhile, or had its file, beyond doubt. */
export async function storeReceived(
  queries: Queries,
  logId: string,
  { name, sizeBytes, sha256, doubt }: KeptFile & { readonly name: string; readonly doubt?: LogDoubt },
  at: Date,
): Promise<LogRow | undefined> {
  return await queries.kysely
    .updateTable('station_log')
    .set({
      file_name: storableText(name.slice(0, LONGEST_NAME)),
      size_bytes: sizeBytes,
      sha256,
      received_at: at,
      // The station may have said already that all of it was uploaded.
      doubt: sql<string | null>`CASE WHEN status = 'uploaded' THEN NULL ELSE ${doubt ?? null}::text END`,
    })
    .where('id', '=', logId)
    .where(({ or, eb }) => or([eb('received_at', 'is', null), eb('doubt', 'is not', null)]))
    .returningAll()
    .executeTakeFirst()
}

/** Ends those whose file is here, and that can bring it no more. */
export async function settleBrought({ kysely }: Queries, at: Date): Promise<LogRow[]> {
  return await kysely
    .updateTable('station_log')
    .set({ outcome: 'uploaded', finished_at: at })
    .where('outcome', '=', 'running')
    .where('expires_at', '<=', at)
    .where('received_at', 'is not', null)
    .where('doubt', 'is', null)
    .returningAll()
    .execute()
}

/** @throws AppError `not-found` outside the scope. */
export async function loadLog(queries: Queries, scope: Scope, logId: string): Promise<StationLog> {
  const row = await queries.kysely
    .selectFrom('station_log')
    .selectAll()
    .where('id', '=', logId)
    .where(withinScope(scope, 'party_id'))
    .executeTakeFirst()
  if (row === undefined) throw new AppError('not-found', `There is no log ${logId}`, { logId })
  return readLog(row)
}

/** A page of logs, newest first. */
export async function loadLogs(
  queries: Queries,
  scope: Scope,
  filter: LogFilter,
  page: PageRequest,
): Promise<Page<StationLog>> {
  let query = queries.kysely.selectFrom('station_log').selectAll().where(withinScope(scope, 'party_id'))
  if (filter.stationId !== undefined) query = query.where('station_id', '=', filter.stationId)
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind)
  if (filter.outcome !== undefined) query = query.where('outcome', '=', filter.outcome)
  return newestFirst(query, 'id', page, readLog)
}

export async function deleteLog(queries: Queries, logId: string): Promise<void> {
  await queries.kysely.deleteFrom('station_log').where('id', '=', logId).execute()
}

/** The oldest logs that were asked for before a time. */
export async function findOldLogs(queries: Queries, time: Date, atMost: number): Promise<string[]> {
  const rows = await queries.kysely
    .selectFrom('station_log')
    .select('id')
    .where('id', '<', leastIdOf(time.getTime()))
    .orderBy('id')
    .limit(atMost)
    .execute()
  return rows.map(({ id }) => id)
}

function readLog(row: LogRow): StationLog {
  const { file_name: name, size_bytes: sizeBytes, sha256, received_at: receivedAt } = row
  const doubt = LOG_DOUBTS.find((each) => each === row.doubt)
  const here = name !== null && sizeBytes !== null && sha256 !== null && receivedAt !== null
  return {
    ...readErrand(row),
    kind: LOG_KINDS.find((kind) => kind === row.kind) ?? 'diagnostics',
    elsewhere: row.elsewhere,
    status: readStatus(row.status),
    outcome: LOG_OUTCOMES.find((outcome) => outcome === row.outcome) ?? 'running',
    expiresAt: row.expires_at,
    ...known({ announcedName: row.announced_name, finishedAt: row.finished_at }),
    ...(here && { file: { name, sizeBytes, sha256, receivedAt, ...known({ doubt }) } }),
  }
}

function readStatus(text: string): LogStatus {
  return LOG_STATUSES.find((status) => status === text) ?? 'requested'
}
