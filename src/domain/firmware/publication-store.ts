import type { Selectable } from 'kysely'
import { errandColumns, lockErrand, type MeantErrand, type NewErrand, progressOf, readErrand } from '#domain/errands'
import { AppError, known, type Page, type PageRequest, type Scope } from '#kernel'
import { type DatabaseSchema, newestFirst, type Queries, storableText, withinScope } from '#storage'
import {
  type FirmwarePublication,
  PUBLICATION_OUTCOMES,
  PUBLICATION_STATUSES,
  type PublicationReport,
  type PublicationStatus,
} from './publication.ts'
import { PUBLICATION_WORDS } from './publication-progress.ts'

type Row = Selectable<DatabaseSchema['firmware_publication']>

/** Addresses of one publication that are kept: a protocol each. */
const MOST_LOCATIONS = 10
const LONGEST_LOCATION = 512

export interface PublicationToStore extends NewErrand {
  readonly imageId: string
  readonly checksum: string
}

/** Stores a publication; a command that is sent once more keeps its own, under a new number. @returns its id */
export async function storePublication(queries: Queries, publication: PublicationToStore): Promise<string> {
  const { imageId: image_id, checksum, requestId: request_id } = publication
  const { id } = await queries.kysely
    .insertInto('firmware_publication')
    .values({ ...errandColumns(publication), image_id, checksum })
    .onConflict((conflict) => conflict.column('command_id').doUpdateSet({ request_id }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Moves a publication on inside a transaction. */
export async function advancePublication(
  queries: Queries,
  meant: MeantErrand,
  { status: reported, locations, at }: Omit<PublicationReport, 'stationId' | 'requestId'>,
): Promise<void> {
  const row = await lockErrand(queries, 'firmware_publication', meant)
  if (row === undefined) return
  const kept = locations.slice(0, MOST_LOCATIONS).map((text) => storableText(text.slice(0, LONGEST_LOCATION)))
  const progress = progressOf(PUBLICATION_WORDS, { ...row, status: readStatus(row.status) }, reported, at)
  await queries.kysely
    .updateTable('firmware_publication')
    .set({ ...progress, ...(kept.length > 0 && { locations: kept }) })
    .where('id', '=', row.id)
    .execute()
}

/** A local controller no longer keeps the file of this checksum (L04). */
export async function endPublications(queries: Queries, stationId: string, checksum: string, at: Date): Promise<void> {
  await queries.kysely
    .updateTable('firmware_publication')
    .set({ status: 'unpublished', outcome: 'unpublished', status_at: at, finished_at: at })
    .where('station_id', '=', stationId)
    .where('checksum', '=', checksum)
    .where('status', '=', 'published')
    .execute()
}

/** @throws AppError `not-found` outside the scope. */
export async function loadPublication(queries: Queries, scope: Scope, id: string): Promise<FirmwarePublication> {
  const row = await queries.kysely
    .selectFrom('firmware_publication')
    .selectAll()
    .where('id', '=', id)
    .where(withinScope(scope, 'party_id'))
    .executeTakeFirst()
  if (row === undefined) throw new AppError('not-found', `There is no firmware publication ${id}`, { id })
  return readPublication(row)
}

/** A page of publications, newest first. */
export async function loadPublications(
  queries: Queries,
  scope: Scope,
  filter: { stationId?: string },
  page: PageRequest,
): Promise<Page<FirmwarePublication>> {
  let query = queries.kysely.selectFrom('firmware_publication').selectAll().where(withinScope(scope, 'party_id'))
  if (filter.stationId !== undefined) query = query.where('station_id', '=', filter.stationId)
  return newestFirst(query, 'id', page, readPublication)
}

function readPublication(row: Row): FirmwarePublication {
  return {
    ...readErrand(row),
    checksum: row.checksum,
    status: readStatus(row.status),
    outcome: PUBLICATION_OUTCOMES.find((outcome) => outcome === row.outcome) ?? 'running',
    locations: row.locations,
    ...known({ imageId: row.image_id, finishedAt: row.finished_at }),
  }
}

function readStatus(text: string): PublicationStatus {
  return PUBLICATION_STATUSES.find((status) => status === text) ?? 'requested'
}
