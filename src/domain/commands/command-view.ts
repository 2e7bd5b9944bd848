import { maskSecrets } from '#domain/messages'
import { AppError, type Page, type PageRequest, type Scope, type Seal } from '#kernel'
import { newestFirst, type Queries, withinScope } from '#storage'
import type { Command, CommandFilter } from './command.ts'
import { type CommandRow, openRequest, readCommand } from './command-store.ts'

/** One command as people may see it. @throws AppError `not-found` outside the scope. */
export async function viewCommand(queries: Queries, scope: Scope, commandId: string): Promise<Command> {
  return maskedCommand(await loadCommand(queries, scope, commandId))
}

/** One command as it is to be sent. @throws AppError `not-found` */
export async function loadCommandToSend(queries: Queries, commandId: string, seal: Seal): Promise<Command> {
  return readCommand(openRequest(await loadCommand(queries, { all: true }, commandId), seal))
}

/** A page of commands, newest first. */
export async function viewCommands(
  queries: Queries,
  scope: Scope,
  filter: CommandFilter,
  page: PageRequest,
): Promise<Page<Command>> {
  let query = queries.kysely.selectFrom('command').selectAll().where(withinScope(scope, 'party_id'))
  if (filter.stationId !== undefined) query = query.where('station_id', '=', filter.stationId)
  if (filter.state !== undefined) query = query.where('state', '=', filter.state)
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind)
  return newestFirst(query, 'id', page, maskedCommand)
}

/** The ids of what waits for each station and has not expired, oldest first. */
export async function loadWaiting(queries: Queries, stationIds: readonly string[], at: Date): Promise<string[][]> {
  const rows = await queries.kysely
    .selectFrom('command')
    .select(['id', 'station_id'])
    .where('station_id', 'in', stationIds)
    .where('state', '=', 'queued')
    .where('expires_at', '>', at)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  const waiting = new Map<string, string[]>(stationIds.map((stationId) => [stationId, []]))
  for (const { id, station_id } of rows) waiting.get(station_id)?.push(id)
  return stationIds.map((stationId) => waiting.get(stationId) ?? [])
}

async function loadCommand(queries: Queries, scope: Scope, commandId: string): Promise<CommandRow> {
  const row = await queries.kysely
    .selectFrom('command')
    .selectAll()
    .where('id', '=', commandId)
    .where(withinScope(scope, 'party_id'))
    .executeTakeFirst()
  if (row === undefined) throw new AppError('not-found', `There is no command ${commandId}`, { commandId })
  return row
}

function maskedCommand(row: CommandRow): Command {
  return readCommand({ ...row, request: maskSecrets(row.request) })
}
