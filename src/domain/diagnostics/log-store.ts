import { type Selectable, sql } from 'kysely'
import { LOG_KINDS, type LogKind } from '#domain/commands'
import type { KeptFile } from '#domain/files'
import {
  AppError,
  decodeCursor,
  known,
  leastIdOf,
  type Page,
  type PageRequest,
  pageOf,
  pageSize,
  type Scope,
} from '#kernel'
import { type DatabaseSchema, type Queries, storableText, withinScope } from '#storage'
import { logOutcome, nextLogStatus } from './log-progress.ts'
import {
  LOG_OUTCOMES,
  LOG_STATUSES,
  type LogFilter,
  type LogReport,
  type LogStatus,
  type StationLog,
} from './station-log.ts'

export type LogRow = Selectable<DatabaseSchema['station_log']>

const LONGEST_NAME = 255

export interface LogToStore {
  readonly id: string
  readonly stationId: string
  readonly partyId: string
  readonly commandId: string
  readonly requestId: number
  readonly kind: LogKind
  readonly elsewhere: boolean
  readonly at: Date
  readonly expiresAt: Date
}

/** Stores a log that is asked for; a command sent once more keeps its own, under a new number. @returns its id */
export async function storeLog(queries: Queries, log: LogToStore): Promise<string> {
  const { id } = await queries.kysely
    .insertInto('station_log')
    .values({
      id: log.id,
      station_id: log.stationId,
      party_id: log.partyId,
      command_id: log.commandId,
      request_id: log.requestId,
      kind: log.kind,
      elsewhere: log.elsewhere,
      status: 'requested',
      outcome: 'running',
      requested_at: log.at,
      status_at: log.at,
      expires_at: log.expiresAt,
    })
    .onConflict((conflict) => conflict.column('command_id').doUpdateSet({ request_id: log.requestId }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Which log is meant: the one of a command, of a number of the station's, or its newest. */
export type Meant = { readonly commandId: string } | Pick<LogReport, 'stationId' | 'requestId'>

/** Moves a log on inside a transaction; undefined where there is none, or nothing changes. */
export async function advanceLog(
  queries: Queries,
  meant: Meant,
  reported: LogStatus,
  at: Date,
  announcedName?: string,
): Promise<LogRow | undefined> {
  let query = queries.kysely.selectFrom('station_log').selectAll().orderBy('id', 'desc').limit(1).forUpdate()
  if ('commandId' in meant) query = query.where('command_id', '=', meant.commandId)
  else {
    query = query.where('station_id', '=', meant.stationId)
    // What never reached the station is not what it speaks of.
    query =
      meant.requestId === undefined
        ? query.where('status', '<>', 'refused')
        : query.where('request_id', '=', meant.requestId)
  }
  const row = await query.executeTakeFirst()
  if (row === undefined) return undefined
  const status = nextLogStatus(readStatus(row.status), reported)
  if (status === row.status && announcedName === undefined) return undefined
  const outcome = logOutcome(status)
  return await queries.kysely
    .updateTable('station_log')
    .set({
      status,
      outcome,
      finished_at: outcome === 'running' ? null : at,
      ...(status !== row.status && { status_at: at }),
      ...(announcedName !== undefined && { announced_name: storableText(announcedName.slice(0, LONGEST_NAME)) }),
    })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirst()
}

/** A station that has taken a new request gives up the one before (2.x N01.FR.12, 1.6 N01.FR.11). */
export async function cancelOlderLogs(queries: Queries, newer: LogRow, at: Date): Promise<LogRow[]> {
  return await queries.kysely
    .updateTable('station_log')
    .set({ status: 'canceled', outcome: 'canceled', status_at: at, finished_at: at })
    .where('station_id', '=', newer.station_id)
    .where('id', '<', newer.id)
    .where('outcome', '=', 'running')
    .returningAll()
    .execute()
}

/** Ends logs whose command never reached the station. */
export async function settleUnsent(queries: Queries, at: Date): Promise<LogRow[]> {
  const { rows } = await sql<LogRow>`
    UPDATE station_log l SET status = 'refused', outcome = 'failed', status_at = ${at}, finished_at = ${at}
    FROM command c
    WHERE c.id = l.command_id AND l.outcome = 'running' AND l.status = 'requested' AND c.state IN ('refused', 'expired')
    RETURNING l.*`.execute(queries.kysely)
  return rows
}

/** A log that is still to be put here; undefined when it is not, or no longer. */
export async function loadExpected(
  queries: Queries,
  logId: string,
  at: Date,
): Promise<{ received: boolean } | undefined> {
  const row = await queries.kysely
    .selectFrom('station_log')
    .select('received_at')
    .where('id', '=', logId)
    .where('elsewhere', '=', false)
    .where('expires_at', '>', at)
    .executeTakeFirst()
  return row === undefined ? undefined : { received: row.received_at !== null }
}

/** Notes that the file is here. Undefined when the log has been removed meanwhile, or had its file. */
export async function storeReceived(
  queries: Queries,
  logId: string,
  name: string,
  { sizeBytes, sha256 }: KeptFile,
  at: Date,
): Promise<LogRow | undefined> {
  return await queries.kysely
    .updateTable('station_log')
    .set({
      file_name: storableText(name.slice(0, LONGEST_NAME)),
      size_bytes: sizeBytes,
      sha256,
      received_at: at,
    })
    .where('id', '=', logId)
    .where('received_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
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
  const size = pageSize(page)
  let query = queries.kysely
    .selectFrom('station_log')
    .selectAll()
    .where(withinScope(scope, 'party_id'))
    .orderBy('id', 'desc')
    .limit(size + 1)
  if (filter.stationId !== undefined) query = query.where('station_id', '=', filter.stationId)
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind)
  if (filter.outcome !== undefined) query = query.where('outcome', '=', filter.outcome)
  if (page.cursor !== undefined) query = query.where('id', '<', decodeCursor(page.cursor, 1)[0] ?? '')
  return pageOf(await query.execute(), size, (row) => [row.id], readLog)
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
  const here = name !== null && sizeBytes !== null && sha256 !== null && receivedAt !== null
  return {
    id: row.id,
    stationId: row.station_id,
    partyId: row.party_id,
    commandId: row.command_id,
    requestId: row.request_id,
    kind: LOG_KINDS.find((kind) => kind === row.kind) ?? 'diagnostics',
    elsewhere: row.elsewhere,
    status: readStatus(row.status),
    outcome: LOG_OUTCOMES.find((outcome) => outcome === row.outcome) ?? 'running',
    requestedAt: row.requested_at,
    statusAt: row.status_at,
    expiresAt: row.expires_at,
    ...known({ announcedName: row.announced_name, finishedAt: row.finished_at }),
    ...(here && { file: { name, sizeBytes, sha256, receivedAt } }),
  }
}

function readStatus(text: string): LogStatus {
  return LOG_STATUSES.find((status) => status === text) ?? 'requested'
}
