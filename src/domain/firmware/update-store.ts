import { type Selectable, sql } from 'kysely'
import { errandColumns, lockErrand, type MeantErrand, type NewErrand, progressOf, readErrand } from '#domain/errands'
import { AppError, known, leastIdOf, type Page, type PageRequest, type Scope } from '#kernel'
import { type DatabaseSchema, newestFirst, type Queries, withinScope } from '#storage'
import {
  type FirmwareUpdate,
  UPDATE_OUTCOMES,
  UPDATE_STATUSES,
  type UpdateFilter,
  type UpdateStatus,
  type UpdateStep,
} from './update.ts'
import { UPDATE_WORDS } from './update-progress.ts'

/** Steps an update remembers; a station that goes round in circles must not fill the row. */
export const MOST_STEPS = 50

export type UpdateRow = Selectable<DatabaseSchema['firmware_update']>

export interface UpdateToStore extends NewErrand {
  readonly imageId: string
  readonly version: string
  readonly formerVersion: string | null
  readonly signed: boolean
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
  const { imageId: image_id, version, formerVersion: former_version, signed, requestId: request_id } = update
  const { id } = await queries.kysely
    .insertInto('firmware_update')
    .values({ ...errandColumns(update), image_id, version, former_version, signed })
    .onConflict((conflict) => conflict.column('command_id').doUpdateSet({ request_id, signed }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Moves an update on inside a transaction; undefined where there is none, or nothing changes. */
export async function advanceUpdate(
  queries: Queries,
  meant: MeantErrand,
  reported: UpdateStatus,
  at: Date,
): Promise<UpdateRow | undefined> {
  const row = await lockErrand(queries, 'firmware_update', meant)
  if (row === undefined) return undefined
  const before = readStatus(row.status)
  const progress = progressOf(UPDATE_WORDS, { ...row, status: before }, reported, at)
  const steps = withStep(readSteps(row.steps), reported, at)
  if (steps === undefined && progress.status === before) return undefined
  return await queries.kysely
    .updateTable('firmware_update')
    .set({ ...progress, ...(steps !== undefined && { steps: JSON.stringify(steps) }) })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirst()
}

/** Ends those of stations that have booted into the version they were to get, whatever they told of it. */
export async function settleByBoot({ kysely }: Queries): Promise<UpdateRow[]> {
  const { rows } = await sql<UpdateRow>`
    UPDATE firmware_update u
    SET status = 'installed', outcome = 'installed', status_at = s.booted_at, finished_at = s.booted_at
    FROM station s
    WHERE s.id = u.station_id AND u.outcome = 'running' AND s.booted_at > u.requested_at
      AND s.firmware_version = u.version AND u.former_version IS DISTINCT FROM u.version
    RETURNING u.*`.execute(kysely)
  return rows
}

/** Those whose file could no longer be fetched at that time, whatever became of them; the oldest first. */
export async function deleteUpdates({ kysely }: Queries, time: Date, atMost: number): Promise<number> {
  const { numDeletedRows } = await kysely
    .deleteFrom('firmware_update')
    .where('id', 'in', (columns) =>
      columns
        .selectFrom('firmware_update')
        .select('id')
        .where('id', '<', leastIdOf(time.getTime()))
        .where('expires_at', '<', time)
        .orderBy('id')
        .limit(atMost),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
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
  let query = selectUpdates(queries, scope)
  if (filter.stationId !== undefined) query = query.where('u.station_id', '=', filter.stationId)
  if (filter.imageId !== undefined) query = query.where('u.image_id', '=', filter.imageId)
  if (filter.outcome !== undefined) query = query.where('u.outcome', '=', filter.outcome)
  return newestFirst(query, 'u.id', page, readUpdate)
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
    ...readErrand(row),
    version: row.version,
    signed: row.signed,
    status: readStatus(row.status),
    outcome: UPDATE_OUTCOMES.find((outcome) => outcome === row.outcome) ?? 'running',
    steps: readSteps(row.steps),
    ...known({
      imageId: row.image_id,
      formerVersion: row.former_version,
      stationVersion: row.station_version,
      finishedAt: row.finished_at,
    }),
  }
}

function readStatus(text: string): UpdateStatus {
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
