import { type Selectable, sql } from 'kysely'
import { AppError, decodeCursor, known, type Page, type PageRequest, pageOf, pageSize, type Scope } from '#kernel'
import { type DatabaseSchema, type Queries, withinScope } from '#storage'
import {
  type FirmwareUpdate,
  UPDATE_OUTCOMES,
  UPDATE_STATUSES,
  type UpdateFilter,
  type UpdateStatus,
  type UpdateStep,
} from './update.ts'
import { nextStatus, outcomeOf } from './update-progress.ts'

/** Steps an update remembers; a station that goes round in circles must not fill the row. */
export const MOST_STEPS = 50

export type UpdateRow = Selectable<DatabaseSchema['firmware_update']>

export interface UpdateToStore {
  readonly id: string
  readonly stationId: string
  readonly partyId: string
  readonly imageId: string
  readonly commandId: string
  readonly requestId: number
  readonly version: string
  readonly formerVersion: string | null
  readonly signed: boolean
  readonly at: Date
  readonly expiresAt: Date
}

/** What a station is, as far as firmware minds. */
export async function loadMake(
  queries: Queries,
  stationId: string,
): Promise<{ vendor: string | null; model: string | null; version: string | null } | undefined> {
  return await queries.kysely
    .selectFrom('station')
    .select(['vendor', 'model', 'firmware_version as version'])
    .where('id', '=', stationId)
    .executeTakeFirst()
}

/** Stores an update; a command that is sent once more keeps its own, under a new number. @returns its id */
export async function storeUpdate(queries: Queries, update: UpdateToStore): Promise<string> {
  const { id } = await queries.kysely
    .insertInto('firmware_update')
    .values({
      id: update.id,
      station_id: update.stationId,
      party_id: update.partyId,
      image_id: update.imageId,
      command_id: update.commandId,
      request_id: update.requestId,
      version: update.version,
      former_version: update.formerVersion,
      signed: update.signed,
      status: 'requested',
      outcome: 'running',
      requested_at: update.at,
      status_at: update.at,
      expires_at: update.expiresAt,
    })
    .onConflict((conflict) =>
      conflict.column('command_id').doUpdateSet({ request_id: update.requestId, signed: update.signed }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Which update is meant: the one of a command, of a number of the station's, or its newest. */
export type Meant =
  | { readonly commandId: string }
  | { readonly stationId: string; readonly requestId: number | undefined }

/** Moves an update on inside a transaction; undefined where there is none, or nothing changes. */
export async function advanceUpdate(
  queries: Queries,
  meant: Meant,
  reported: UpdateStatus,
  at: Date,
): Promise<UpdateRow | undefined> {
  const row = await lockUpdate(queries, meant)
  if (row === undefined) return undefined
  const before = readStatus(row.status)
  const status = nextStatus(before, reported)
  const steps = withStep(readSteps(row.steps), reported, at)
  if (steps === undefined && status === before) return undefined
  const outcome = outcomeOf(status)
  const finishedAt = outcome === 'running' ? null : (row.outcome !== 'running' && row.finished_at) || at
  return await queries.kysely
    .updateTable('firmware_update')
    .set({
      status,
      outcome,
      finished_at: finishedAt,
      ...(status !== before && { status_at: at }),
      ...(steps !== undefined && { steps: JSON.stringify(steps) }),
    })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirst()
}

async function lockUpdate(queries: Queries, meant: Meant): Promise<UpdateRow | undefined> {
  let query = queries.kysely.selectFrom('firmware_update').selectAll().orderBy('id', 'desc').limit(1).forUpdate()
  if ('commandId' in meant) query = query.where('command_id', '=', meant.commandId)
  else {
    query = query.where('station_id', '=', meant.stationId)
    // What never reached the station is not what it speaks of.
    query =
      meant.requestId === undefined
        ? query.where('status', '<>', 'refused')
        : query.where('request_id', '=', meant.requestId)
  }
  return await query.executeTakeFirst()
}

/** A station runs one update at a time: what it has taken ends those before it (2.x L01.FR.24). */
export async function cancelOlder(queries: Queries, newer: UpdateRow, at: Date): Promise<UpdateRow[]> {
  return await queries.kysely
    .updateTable('firmware_update')
    .set({ status: 'canceled', outcome: 'canceled', status_at: at, finished_at: at })
    .where('station_id', '=', newer.station_id)
    .where('id', '<', newer.id)
    .where('outcome', '=', 'running')
    .returningAll()
    .execute()
}

/**
 * Ends what nobody will tell of any more: stations that have booted into the version they were to get, and commands that
 * never reached theirs.
 */
export async function settleByOthers(queries: Queries, at: Date): Promise<UpdateRow[]> {
  const booted = await sql<UpdateRow>`
    UPDATE firmware_update u
    SET status = 'installed', outcome = 'installed', status_at = s.booted_at, finished_at = s.booted_at
    FROM station s
    WHERE s.id = u.station_id AND u.outcome = 'running' AND s.booted_at > u.requested_at
      AND s.firmware_version = u.version AND u.former_version IS DISTINCT FROM u.version
    RETURNING u.*`.execute(queries.kysely)
  const unsent = await sql<UpdateRow>`
    UPDATE firmware_update u SET status = 'refused', outcome = 'failed', status_at = ${at}, finished_at = ${at}
    FROM command c
    WHERE c.id = u.command_id AND u.outcome = 'running' AND u.status = 'requested' AND c.state IN ('refused', 'expired')
    RETURNING u.*`.execute(queries.kysely)
  return [...booted.rows, ...unsent.rows]
}

/** The image an update or a publication may still fetch; undefined when it may not. */
export async function loadOpenImage(
  queries: Queries,
  ticketId: string,
  at: Date,
): Promise<{ imageId: string; fileName: string; sizeBytes: number } | undefined> {
  const { rows } = await sql<{ imageId: string; fileName: string; sizeBytes: number }>`
    SELECT i.id AS "imageId", i.file_name AS "fileName", i.size_bytes AS "sizeBytes"
    FROM (
      SELECT image_id FROM firmware_update WHERE id = ${ticketId} AND expires_at > ${at}
      UNION ALL
      SELECT image_id FROM firmware_publication WHERE id = ${ticketId} AND expires_at > ${at}
    ) open JOIN firmware_image i ON i.id = open.image_id
    WHERE i.size_bytes IS NOT NULL`.execute(queries.kysely)
  return rows[0]
}

/** @throws AppError `not-found` outside the scope. */
export async function loadUpdate(queries: Queries, scope: Scope, updateId: string): Promise<FirmwareUpdate> {
  const row = await selectUpdates(queries, scope).where('u.id', '=', updateId).executeTakeFirst()
  if (row === undefined) throw new AppError('not-found', `There is no firmware update ${updateId}`, { updateId })
  return readUpdate(row)
}

/** A page of updates, newest first. */
export async function loadUpdates(
  queries: Queries,
  scope: Scope,
  filter: UpdateFilter,
  page: PageRequest,
): Promise<Page<FirmwareUpdate>> {
  const size = pageSize(page)
  let query = selectUpdates(queries, scope)
    .orderBy('u.id', 'desc')
    .limit(size + 1)
  if (filter.stationId !== undefined) query = query.where('u.station_id', '=', filter.stationId)
  if (filter.imageId !== undefined) query = query.where('u.image_id', '=', filter.imageId)
  if (filter.outcome !== undefined) query = query.where('u.outcome', '=', filter.outcome)
  if (page.cursor !== undefined) query = query.where('u.id', '<', decodeCursor(page.cursor, 1)[0] ?? '')
  return pageOf(await query.execute(), size, (row) => [row.id], readUpdate)
}

function selectUpdates({ kysely }: Queries, scope: Scope) {
  return kysely
    .selectFrom('firmware_update as u')
    .innerJoin('station as s', 's.id', 'u.station_id')
    .selectAll('u')
    .select('s.firmware_version as station_version')
    .where(withinScope(scope, 'u.party_id'))
}

function readUpdate(row: UpdateRow & { readonly station_version: string | null }): FirmwareUpdate {
  return {
    id: row.id,
    stationId: row.station_id,
    partyId: row.party_id,
    commandId: row.command_id,
    requestId: row.request_id,
    version: row.version,
    signed: row.signed,
    status: readStatus(row.status),
    outcome: UPDATE_OUTCOMES.find((outcome) => outcome === row.outcome) ?? 'running',
    steps: readSteps(row.steps),
    requestedAt: row.requested_at,
    statusAt: row.status_at,
    ...known({
      imageId: row.image_id,
      formerVersion: row.former_version,
      stationVersion: row.station_version,
      finishedAt: row.finished_at,
    }),
  }
}

export function readStatus(text: string): UpdateStatus {
  return UPDATE_STATUSES.find((status) => status === text) ?? 'requested'
}

/** Written by us alone, from this very type. */
function readSteps(text: string): UpdateStep[] {
  return JSON.parse(text)
}

/** Undefined for a repeat of the last. */
function withStep(steps: readonly UpdateStep[], status: UpdateStatus, at: Date): UpdateStep[] | undefined {
  if (steps.at(-1)?.status === status) return undefined
  return [...steps, { status, at: at.toISOString() }].slice(-MOST_STEPS)
}
