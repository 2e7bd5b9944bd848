import { type Selectable, sql } from 'kysely'
import type { KeptFile } from '#domain/files'
import { AppError, known, type Page, type PageRequest, type Scope } from '#kernel'
import { type DatabaseSchema, newestFirst, type Queries, sqlState, withinScope } from '#storage'
import type { FirmwareImage, ImageFilter, NewFirmwareImage } from './firmware-image.ts'

/** @throws AppError `invalid` without such a party. */
export async function insertImage(
  queries: Queries,
  image: NewFirmwareImage & { readonly id: string; readonly fileName: string; readonly createdAt: Date },
): Promise<void> {
  try {
    await queries.kysely
      .insertInto('firmware_image')
      .values({
        id: image.id,
        party_id: image.partyId,
        vendor: image.vendor,
        model: image.model ?? null,
        version: image.version,
        file_name: image.fileName,
        location: image.location ?? null,
        sha256: image.sha256?.toLowerCase() ?? null,
        md5: image.md5?.toLowerCase() ?? null,
        signature: image.signature ?? null,
        signing_certificate: image.signingCertificate ?? null,
        note: image.note ?? null,
        created_at: image.createdAt,
      })
      .execute()
  } catch (thrown) {
    if (sqlState(thrown) !== '23503') throw thrown
    throw new AppError('invalid', `There is no party ${image.partyId}`, { field: 'partyId' })
  }
}

/** Notes that the content is here. @throws AppError `conflict` when it was already. */
export async function storeContent(queries: Queries, imageId: string, file: KeptFile): Promise<void> {
  const changed = await queries.kysely
    .updateTable('firmware_image')
    .set({ size_bytes: file.sizeBytes, sha256: file.sha256, md5: file.md5 })
    .where('id', '=', imageId)
    .where('size_bytes', 'is', null)
    .executeTakeFirst()
  if (changed.numUpdatedRows === 0n) throw new AppError('conflict', 'The firmware has its content already')
}

/** @throws AppError `not-found` outside the scope. */
export async function deleteImage(queries: Queries, scope: Scope, imageId: string): Promise<void> {
  const deleted = await queries.kysely
    .deleteFrom('firmware_image')
    .where('id', '=', imageId)
    .where(withinScope(scope, 'party_id'))
    .executeTakeFirst()
  if (deleted.numDeletedRows === 0n) throw noSuchImage(imageId)
}

/** @throws AppError `not-found` outside the scope. */
export async function loadImage(queries: Queries, scope: Scope, imageId: string): Promise<FirmwareImage> {
  const row = await queries.kysely
    .selectFrom('firmware_image')
    .selectAll()
    .where('id', '=', imageId)
    .where(withinScope(scope, 'party_id'))
    .executeTakeFirst()
  if (row === undefined) throw noSuchImage(imageId)
  return readImage(row)
}

/** A page of images, newest first; of a model, also those for every model. */
export async function loadImages(
  queries: Queries,
  scope: Scope,
  { vendor, model }: ImageFilter,
  page: PageRequest,
): Promise<Page<FirmwareImage>> {
  let query = queries.kysely.selectFrom('firmware_image').selectAll().where(withinScope(scope, 'party_id'))
  if (vendor !== undefined) query = query.where('vendor', '=', vendor)
  if (model !== undefined) query = query.where(sql<boolean>`coalesce(model, ${model}) = ${model}`)
  return newestFirst(query, 'id', page, readImage)
}

function readImage(row: Selectable<DatabaseSchema['firmware_image']>): FirmwareImage {
  return {
    id: row.id,
    partyId: row.party_id,
    vendor: row.vendor,
    version: row.version,
    fileName: row.file_name,
    createdAt: row.created_at,
    ...known({
      model: row.model,
      location: row.location,
      sizeBytes: row.size_bytes,
      sha256: row.sha256,
      md5: row.md5,
      signature: row.signature,
      signingCertificate: row.signing_certificate,
      note: row.note,
    }),
  }
}

function noSuchImage(imageId: string): AppError {
  return new AppError('not-found', `There is no firmware ${imageId}`, { imageId })
}
