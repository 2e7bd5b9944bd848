import type { Selectable } from 'kysely'
import { AppError, decodeCursor, known, type Page, type PageRequest, pageOf, pageSize, type Scope } from '#kernel'
import { type DatabaseSchema, type Queries, storableText, withinScope } from '#storage'
import {
  type FirmwarePublication,
  PUBLICATION_STATUSES,
  type PublicationReport,
  type PublicationStatus,
} from './publication.ts'
import { nextPublicationStatus } from './publication-progress.ts'

type Row = Selectable<DatabaseSchema['firmware_publication']>

/** Addresses of one publication that are kept: a protocol each. */
const MOST_LOCATIONS = 10
const LONGEST_LOCATION = 512

export interface PublicationToStore {
  readonly id: string
  readonly stationId: string
  readonly partyId: string
  readonly imageId: string
  readonly commandId: string
  readonly requestId: number
  readonly checksum: string
  readonly at: Date
  readonly expiresAt: Date
}

/** Stores a publication; a command that is sent once more keeps its own, under a new number. @returns its id */
export async function storePublication(queries: Queries, publication: PublicationToStore): Promise<string> {
  const { id } = await queries.kysely
    .insertInto('firmware_publication')
    .values({
      id: publication.id,
      station_id: publication.stationId,
      party_id: publication.partyId,
      image_id: publication.imageId,
      command_id: publication.commandId,
      request_id: publication.requestId,
      checksum: publication.checksum,
      status: 'requested',
      requested_at: publication.at,
      status_at: publication.at,
      expires_at: publication.expiresAt,
    })
    .onConflict((conflict) => conflict.column('command_id').doUpdateSet({ request_id: publication.requestId }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

type Meant = { readonly commandId: string } | Pick<PublicationReport, 'stationId' | 'requestId'>

/** Moves a publication on inside a transaction. */
export async function advancePublication(
  queries: Queries,
  meant: Meant,
  { status: reported, locations, at }: Omit<PublicationReport, 'stationId' | 'requestId'>,
): Promise<void> {
  let query = queries.kysely.selectFrom('firmware_publication').selectAll().orderBy('id', 'desc').limit(1).forUpdate()
  if ('commandId' in meant) query = query.where('command_id', '=', meant.commandId)
  else {
    query = query.where('station_id', '=', meant.stationId)
    if (meant.requestId !== undefined) query = query.where('request_id', '=', meant.requestId)
  }
  const row = await query.executeTakeFirst()
  if (row === undefined) return
  const before = readStatus(row.status)
  const status = nextPublicationStatus(before, reported)
  const kept = locations.slice(0, MOST_LOCATIONS).map((text) => storableText(text.slice(0, LONGEST_LOCATION)))
  await queries.kysely
    .updateTable('firmware_publication')
    .set({
      ...(status !== before && { status, status_at: at }),
      ...(kept.length > 0 && { locations: kept }),
      status,
    })
    .where('id', '=', row.id)
    .execute()
}

/** A local controller no longer keeps the file of this checksum (L04). */
export async function endPublications(queries: Queries, stationId: string, checksum: string, at: Date): Promise<void> {
  await queries.kysely
    .updateTable('firmware_publication')
    .set({ status: 'unpublished', status_at: at })
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
  const size = pageSize(page)
  let query = queries.kysely
    .selectFrom('firmware_publication')
    .selectAll()
    .where(withinScope(scope, 'party_id'))
    .orderBy('id', 'desc')
    .limit(size + 1)
  if (filter.stationId !== undefined) query = query.where('station_id', '=', filter.stationId)
  if (page.cursor !== undefined) query = query.where('id', '<', decodeCursor(page.cursor, 1)[0] ?? '')
  return pageOf(await query.execute(), size, (row) => [row.id], readPublication)
}

function readPublication(row: Row): FirmwarePublication {
  return {
    id: row.id,
    stationId: row.station_id,
    partyId: row.party_id,
    commandId: row.command_id,
    requestId: row.request_id,
    checksum: row.checksum,
    status: readStatus(row.status),
    locations: row.locations,
    requestedAt: row.requested_at,
    statusAt: row.status_at,
    ...known({ imageId: row.image_id }),
  }
}

function readStatus(text: string): PublicationStatus {
  return PUBLICATION_STATUSES.find((status) => status === text) ?? 'requested'
}
