import { type Selectable, sql } from 'kysely'
import { maskSecrets } from '#domain/messages'
import { AppError, canonicalJson, known, leastIdOf, type Seal } from '#kernel'
import { type DatabaseSchema, type Queries, storableText } from '#storage'
import { COMMAND_STATES, type Command, type CommandMove, type CommandResult, type NewCommand } from './command.ts'
import { COMES_FROM } from './command-moves.ts'
import type { CommandKind } from './command-requests.ts'

/** The longest text a result may take; a longer one keeps its status only. */
export const LONGEST_RESULT = 500_000

export type CommandRow = Selectable<DatabaseSchema['command']>

/** The command that was stored under this key, if it is the same one. @throws AppError `conflict` when it is another. */
export async function findRepeated(queries: Queries, asked: NewCommand, seal: Seal): Promise<CommandRow | undefined> {
  if (asked.idempotencyKey === undefined) return undefined
  const found = await queries.kysely
    .selectFrom('command')
    .selectAll()
    .where('requested_by', '=', asked.requestedBy)
    .where('idempotency_key', '=', asked.idempotencyKey)
    .executeTakeFirst()
  if (found === undefined) return undefined
  const same = found.station_id === asked.stationId && found.kind === asked.kind && sameRequest(found, asked, seal)
  if (!same) throw new AppError('conflict', 'This idempotency key was used for another command already')
  return found
}

/** Once a command is settled its secrets are gone, and cannot tell it from another. */
function sameRequest(row: CommandRow, { request }: NewCommand, seal: Seal): boolean {
  const asked = canonicalJson(request)
  if (row.sealed_request !== null) return openRequest(row, seal).request === asked
  return row.request === asked || row.request === maskSecrets(asked)
}

/** The request as it was asked for. @throws AppError `conflict` when the installation has another key by now. */
export function openRequest(row: CommandRow, seal: Seal): CommandRow {
  return row.sealed_request === null ? row : { ...row, request: seal.unseal(row.id, row.sealed_request) }
}

/** What is stored of a request: with its secrets masked, and besides sealed as it is to be sent. */
function storedRequest(id: string, asked: NewCommand, seal: Seal) {
  const whole = canonicalJson(asked.request)
  const request = maskSecrets(whole)
  return { request, sealed_request: request === whole ? null : seal.seal(id, whole) }
}

export interface CommandToStore {
  readonly id: string
  readonly partyId: string
  readonly asked: NewCommand
  readonly warnings: readonly string[]
  readonly at: Date
  readonly expiresAt: Date
}

/**
 * Stores a command inside a transaction; undefined when its idempotency key has just been taken.
 *
 * @throws AppError `too-many` when the station has as many waiting as it may.
 */
export async function insertCommand(
  queries: Queries,
  { id, partyId, asked, warnings, at, expiresAt }: CommandToStore,
  waitingLimit: number,
  seal: Seal,
): Promise<CommandRow | undefined> {
  // Commands of one station take turns here, so that the limit holds also for those that come at once.
  await sql`SELECT pg_advisory_xact_lock(hashtext('command'), hashtext(${asked.stationId}))`.execute(queries.kysely)
  const { waiting } = await queries.kysely
    .selectFrom('command')
    .select((columns) => columns.fn.countAll<number>().as('waiting'))
    .where('station_id', '=', asked.stationId)
    .where('state', '=', 'queued')
    .where('expires_at', '>', at)
    .executeTakeFirstOrThrow()
  if (waiting >= waitingLimit) {
    throw new AppError('too-many', `${waiting} commands wait for this station already`, { limit: waitingLimit })
  }
  return await queries.kysely
    .insertInto('command')
    .values({
      id,
      station_id: asked.stationId,
      party_id: partyId,
      kind: asked.kind,
      ...storedRequest(id, asked, seal),
      state: 'queued',
      warnings: [...warnings],
      requested_by: asked.requestedBy,
      requested_by_name: asked.requestedByName === undefined ? null : storableText(asked.requestedByName),
      idempotency_key: asked.idempotencyKey ?? null,
      created_at: at,
      expires_at: expiresAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
}

/** Moves a command on, if it may come from where it is; undefined when it may not. */
export async function moveCommand(
  queries: Queries,
  commandId: string,
  move: CommandMove,
  at: Date,
): Promise<CommandRow | undefined> {
  return await queries.kysely
    .updateTable('command')
    .set(
      move.state === 'sent'
        ? { state: 'sent', sent_at: at }
        : { state: move.state, settled_at: at, result: resultText(move.result) },
    )
    .where('id', '=', commandId)
    .where('state', 'in', COMES_FROM[move.state])
    .returningAll()
    .executeTakeFirst()
}

/** What was set is at the station now, or nowhere: its secrets need not stay here. */
export async function forgetSecrets(queries: Queries, row: CommandRow): Promise<void> {
  const request = maskSecrets(row.request)
  if (request === row.request && row.sealed_request === null) return
  const kept = { request, sealed_request: null }
  await queries.kysely.updateTable('command').set(kept).where('id', '=', row.id).execute()
}

/**
 * Commands that nobody will settle any more: those that waited too long, and those that were sent over a connection that
 * is gone. Whoever holds a connection settles its commands when it ends; what is still open a while later was held by a
 * node that has died.
 */
export async function findOverdue(
  queries: Queries,
  at: Date,
  sentBefore: Date,
): Promise<{ id: string; state: 'queued' | 'sent' }[]> {
  const { rows } = await sql<{ id: string; state: 'queued' | 'sent' }>`
    SELECT c.id, c.state FROM command c LEFT JOIN station_presence p ON p.station_id = c.station_id
    WHERE (c.state = 'queued' AND c.expires_at <= ${at})
      OR (c.state = 'sent' AND c.sent_at <= ${sentBefore}
        AND (p.connected IS NOT TRUE OR p.connected_at > c.sent_at))
    ORDER BY c.expires_at LIMIT 1000`.execute(queries.kysely)
  return rows
}

/** Deletes settled commands made before a time, found by their id, which grows with time; the oldest first. */
export async function deleteSettled({ kysely }: Queries, time: Date, atMost: number): Promise<number> {
  const { numDeletedRows } = await kysely
    .deleteFrom('command')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('command')
        .select('id')
        .where('id', '<', leastIdOf(time.getTime()))
        .where('state', 'not in', ['queued', 'sent'])
        .orderBy('id')
        .limit(atMost),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

export function readCommand(row: CommandRow): Command {
  return {
    id: row.id,
    stationId: row.station_id,
    partyId: row.party_id,
    // Written by us alone, from these very types.
    kind: row.kind as CommandKind,
    request: JSON.parse(row.request) as Command['request'],
    state: COMMAND_STATES.find((state) => state === row.state) ?? 'lost',
    warnings: row.warnings,
    requestedBy: row.requested_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    ...known({
      result: row.result === null ? null : (JSON.parse(row.result) as CommandResult),
      requestedByName: row.requested_by_name,
      sentAt: row.sent_at,
      settledAt: row.settled_at,
    }),
  }
}

function resultText(result: CommandResult): string {
  const text = maskSecrets(JSON.stringify(result))
  if (text.length <= LONGEST_RESULT) return text
  return JSON.stringify({ ...known({ status: result.status }), details: { tooLong: text.length } })
}
