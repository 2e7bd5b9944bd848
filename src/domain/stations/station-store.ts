import { AppError, type Scope } from '#kernel'
import { isUniqueViolation, type Queries, sqlState, withinScope } from '#storage'
import { type Standing, standingOf } from './standing.ts'
import type { NewStation, SecurityProfile, StationChange } from './station.ts'

/** @throws AppError `conflict` when the id is taken, `invalid` when party or location do not exist. */
export async function insertStation(
  queries: Queries,
  station: NewStation,
  secretHash: string | undefined,
  at: Date,
): Promise<void> {
  const { id, partyId, admission = 'accepted', registration = 'accepted' } = station
  await requireLocation(queries, partyId, station.locationId)
  try {
    await queries.kysely
      .insertInto('station')
      .values({
        id,
        party_id: partyId,
        location_id: station.locationId ?? null,
        name: station.name ?? null,
        serial_number: station.serialNumber ?? null,
        admission,
        registration,
        secret_hash: secretHash ?? null,
        // A secret that is set is meant to be needed.
        security_profile: station.securityProfile ?? (secretHash === undefined ? 0 : 1),
        profile_set: station.securityProfile !== undefined,
        created_at: at,
      })
      .execute()
  } catch (thrown) {
    if (isUniqueViolation(thrown)) throw new AppError('conflict', `The station ${id} exists already`, { id })
    if (sqlState(thrown) === '23503')
      throw new AppError('invalid', `There is no party ${partyId}`, { field: 'partyId' })
    throw thrown
  }
}

/**
 * Changes a station inside a transaction; how it stood before and stands now.
 *
 * @throws AppError `not-found` outside the scope, `invalid` for a location that is not its party's.
 */
export async function updateStation(
  queries: Queries,
  scope: Scope,
  stationId: string,
  change: StationChange,
): Promise<{ partyId: string; before: Standing; after: Standing }> {
  const found = await queries.kysely
    .selectFrom('station')
    .select(['party_id', 'admission', 'registration'])
    .where('id', '=', stationId)
    .where(withinScope(scope, 'party_id'))
    .forUpdate()
    .executeTakeFirst()
  if (found === undefined) throw noSuchStation(stationId)
  await requireLocation(queries, found.party_id, change.locationId)
  const admitted = found.admission === 'waiting' && change.admission === 'accepted'
  const registration = change.registration ?? (admitted ? 'accepted' : found.registration)
  const columns = {
    ...(change.locationId !== undefined && { location_id: change.locationId }),
    ...(change.name !== undefined && { name: change.name }),
    ...(change.admission !== undefined && { admission: change.admission }),
    ...(registration !== found.registration && { registration }),
    ...profileColumns(change.securityProfile),
    ...(change.allowProfileDowngrade !== undefined && { allow_profile_downgrade: change.allowProfileDowngrade }),
    ...(change.allowExpiredCertificate !== undefined && { allow_expired_certificate: change.allowExpiredCertificate }),
    ...(change.validation !== undefined && { validation: change.validation }),
    ...(change.serialNumber !== undefined && { serial_number: change.serialNumber, certificate_name: null }),
  }
  if (Object.keys(columns).length > 0) {
    await queries.kysely.updateTable('station').set(columns).where('id', '=', stationId).execute()
  }
  return {
    partyId: found.party_id,
    before: standingOf(found.admission, found.registration),
    after: standingOf(change.admission ?? found.admission, registration),
  }
}

function profileColumns(profile: StationChange['securityProfile']) {
  if (profile === undefined) return {}
  const set = { profile_set: profile !== null, awaited_profiles: [] }
  return profile === null ? set : { ...set, security_profile: profile }
}

/** Serves profiles besides that are higher than the present one, until the station comes with one of them. */
export async function addAwaited(
  queries: Queries,
  stationId: string,
  profiles: readonly SecurityProfile[],
): Promise<void> {
  await queries.query(
    'station-await-profiles',
    `UPDATE station SET awaited_profiles = ARRAY(
       SELECT DISTINCT p FROM unnest(awaited_profiles || $2::smallint[]) AS p WHERE p > security_profile ORDER BY p)
     WHERE id = $1`,
    [stationId, profiles],
  )
}

export async function removeAwaited(
  queries: Queries,
  stationId: string,
  profiles: readonly SecurityProfile[],
): Promise<void> {
  await queries.query(
    'station-forget-awaited-profiles',
    `UPDATE station SET awaited_profiles = ARRAY(
       SELECT p FROM unnest(awaited_profiles) AS p WHERE p <> ALL ($2::smallint[]) ORDER BY p)
     WHERE id = $1`,
    [stationId, profiles],
  )
}

/** Former secrets that are kept at most: one for each change whose outcome the station has not shown yet. */
export const MAX_FORMER_SECRETS = 3

/**
 * Keeps the hash of a new secret, and those that opened before it until the new one has been used: when an answer
 * is lost nobody knows which of them the station has. A station that has come without until now may go on so until it has
 * used one; one that has never been here needs it at once, as if it had been entered with it.
 */
export async function replaceSecret(
  queries: Queries,
  scope: Scope,
  stationId: string,
  secretHash: string,
): Promise<void> {
  const found = await queries.kysely
    .selectFrom('station')
    .select(['secret_hash', 'former_secret_hash', 'security_profile', 'profile_set', 'booted_at'])
    .where('id', '=', stationId)
    .where(withinScope(scope, 'party_id'))
    .forUpdate()
    .executeTakeFirst()
  if (found === undefined) throw noSuchStation(stationId)
  const former = [found.secret_hash, ...(found.former_secret_hash?.split(' ') ?? [])].filter((hash) => hash !== null)
  await queries.kysely
    .updateTable('station')
    .set({
      secret_hash: secretHash,
      former_secret_hash: former.length === 0 ? null : former.slice(0, MAX_FORMER_SECRETS).join(' '),
      // It has never been here, so it needs no time to learn of it. A profile that is set stays.
      ...(found.booted_at === null && !found.profile_set && { security_profile: Math.max(found.security_profile, 1) }),
    })
    .where('id', '=', stationId)
    .execute()
}

export function noSuchStation(stationId: string): AppError {
  return new AppError('not-found', `There is no station ${stationId}`, { stationId })
}

async function requireLocation(
  queries: Queries,
  partyId: string,
  locationId: string | null | undefined,
): Promise<void> {
  if (locationId === undefined || locationId === null) return
  const found = await queries.kysely
    .selectFrom('location')
    .select('id')
    .where('id', '=', locationId)
    .where('party_id', '=', partyId)
    .executeTakeFirst()
  if (found === undefined) {
    throw new AppError('invalid', `There is no location ${locationId}`, { field: 'locationId' })
  }
}
