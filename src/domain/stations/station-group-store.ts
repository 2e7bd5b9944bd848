import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { AppError, known } from '#kernel'
import type { Queries } from '#storage'
import type { StationGroup } from './station-group.ts'

/** A group as every table that has one keeps it. */
export interface GroupColumns {
  vendor: string | null
  model: string | null
  firmware: string | null
  location_id: string | null
  station_ids: string[] | null
}

export function groupColumns({ vendor, model, firmware, locationId, stationIds }: StationGroup): GroupColumns {
  return {
    vendor: vendor ?? null,
    model: model ?? null,
    firmware: firmware ?? null,
    location_id: locationId ?? null,
    station_ids: stationIds === undefined ? null : [...stationIds],
  }
}

export function readGroup(row: GroupColumns): StationGroup {
  return known({
    vendor: row.vendor,
    model: row.model,
    firmware: row.firmware,
    locationId: row.location_id,
    stationIds: row.station_ids,
  })
}

/** The location has to be the party's own. @throws AppError `invalid` */
export async function checkLocation(queries: Queries, partyId: string, { locationId }: StationGroup): Promise<void> {
  if (locationId === undefined) return
  const found = await queries.kysely
    .selectFrom('location')
    .select('id')
    .where('id', '=', locationId)
    .where('party_id', '=', partyId)
    .executeTakeFirst()
  if (found === undefined) throw new AppError('invalid', 'There is no such location', { field: 'group.locationId' })
}

/** Stations `s` of a party that fit a group. */
export function fitsGroup(partyId: string, group: StationGroup): RawBuilder<SqlBool> {
  const { vendor, model, firmware, location_id, station_ids } = groupColumns(group)
  return sql<SqlBool>`s.party_id = ${partyId} AND fits_pattern(${vendor}::text, s.vendor)
    AND fits_pattern(${model}::text, s.model) AND fits_pattern(${firmware}::text, s.firmware_version)
    AND (${location_id}::text IS NULL OR ${location_id}::text = s.location_id)
    AND (${station_ids}::text[] IS NULL OR s.id = ANY(${station_ids}::text[]))`
}
