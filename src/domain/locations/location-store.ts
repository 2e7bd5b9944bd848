import { type Selectable, type SqlBool, sql } from 'kysely'
import { AppError, known, type Page, type PageRequest, type Scope } from '#kernel'
import {
  containing,
  type DatabaseSchema,
  inOrderOfId,
  isUniqueViolation,
  type Queries,
  sqlState,
  withinScope,
} from '#storage'
import type { Location, LocationChange } from './location.ts'

/** @throws AppError `conflict` when the id is taken, `invalid` without such a party. */
export async function insertLocation(queries: Queries, location: Location): Promise<void> {
  try {
    await queries.kysely
      .insertInto('location')
      .values({
        id: location.id,
        party_id: location.partyId,
        name: location.name,
        address: location.address ?? null,
        city: location.city ?? null,
        postal_code: location.postalCode ?? null,
        country: location.country ?? null,
        latitude: location.latitude ?? null,
        longitude: location.longitude ?? null,
        time_zone: location.timeZone,
        created_at: location.createdAt,
      })
      .execute()
  } catch (thrown) {
    if (isUniqueViolation(thrown)) throw new AppError('conflict', `The location ${location.id} exists already`)
    if (sqlState(thrown) === '23503') {
      throw new AppError('invalid', `There is no party ${location.partyId}`, { field: 'partyId' })
    }
    throw thrown
  }
}

/** @throws AppError `not-found` outside the scope. */
export async function updateLocation(
  queries: Queries,
  scope: Scope,
  locationId: string,
  change: LocationChange,
): Promise<void> {
  const columns = {
    ...(change.name !== undefined && { name: change.name }),
    ...(change.address !== undefined && { address: change.address }),
    ...(change.city !== undefined && { city: change.city }),
    ...(change.postalCode !== undefined && { postal_code: change.postalCode }),
    ...(change.country !== undefined && { country: change.country }),
    ...(change.latitude !== undefined && { latitude: change.latitude }),
    ...(change.longitude !== undefined && { longitude: change.longitude }),
    ...(change.timeZone !== undefined && { time_zone: change.timeZone }),
  }
  if (Object.keys(columns).length === 0) return
  const changed = await queries.kysely
    .updateTable('location')
    .set(columns)
    .where('id', '=', locationId)
    .where(withinScope(scope, 'party_id'))
    .executeTakeFirst()
  if (changed.numUpdatedRows === 0n) throw noSuchLocation(locationId)
}

/** @throws AppError `not-found` outside the scope, `conflict` while stations stand there. */
export async function deleteLocation(queries: Queries, scope: Scope, locationId: string): Promise<void> {
  try {
    const deleted = await queries.kysely
      .deleteFrom('location')
      .where('id', '=', locationId)
      .where(withinScope(scope, 'party_id'))
      .executeTakeFirst()
    if (deleted.numDeletedRows === 0n) throw noSuchLocation(locationId)
  } catch (thrown) {
    if (sqlState(thrown) === '23503') throw new AppError('conflict', 'Stations stand at this location', { locationId })
    throw thrown
  }
}

/** @throws AppError `not-found` outside the scope. */
export async function loadLocation(queries: Queries, scope: Scope, locationId: string): Promise<Location> {
  const row = await queries.kysely
    .selectFrom('location')
    .selectAll()
    .where('id', '=', locationId)
    .where(withinScope(scope, 'party_id'))
    .executeTakeFirst()
  if (row === undefined) throw noSuchLocation(locationId)
  return readLocation(row)
}

/** A page of locations, by id. */
export async function loadLocations(
  queries: Queries,
  scope: Scope,
  filter: { search?: string },
  page: PageRequest,
): Promise<Page<Location>> {
  let query = queries.kysely.selectFrom('location').selectAll().where(withinScope(scope, 'party_id'))
  if (filter.search !== undefined) {
    query = query.where(
      sql<SqlBool>`concat_ws(' ', id, name, address, postal_code, city) ILIKE ${containing(filter.search)}`,
    )
  }
  return inOrderOfId(query, 'id', page, readLocation)
}

function readLocation(row: Selectable<DatabaseSchema['location']>): Location {
  return {
    id: row.id,
    partyId: row.party_id,
    name: row.name,
    timeZone: row.time_zone,
    createdAt: row.created_at,
    ...known({
      address: row.address,
      city: row.city,
      postalCode: row.postal_code,
      country: row.country,
      latitude: row.latitude === null ? null : Number(row.latitude),
      longitude: row.longitude === null ? null : Number(row.longitude),
    }),
  }
}

function noSuchLocation(locationId: string): AppError {
  return new AppError('not-found', `There is no location ${locationId}`, { locationId })
}
