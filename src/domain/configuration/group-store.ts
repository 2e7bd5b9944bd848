import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { StationGroup } from './template.ts'

/** Stations `s` that fit the group of template `t`, both of one party. */
export const FITS_TEMPLATE = sql<SqlBool>`s.party_id = t.party_id AND fits_pattern(t.vendor, s.vendor)
  AND fits_pattern(t.model, s.model) AND fits_pattern(t.firmware, s.firmware_version)
  AND (t.location_id IS NULL OR t.location_id = s.location_id)
  AND (t.station_ids IS NULL OR s.id = ANY(t.station_ids))`

/** Stations `s` of a party that fit a group. */
export function fitsGroup(partyId: string, group: StationGroup): RawBuilder<SqlBool> {
  const { vendor, model, firmware, locationId, stationIds } = group
  const stations = stationIds === undefined ? null : [...stationIds]
  return sql<SqlBool>`s.party_id = ${partyId} AND fits_pattern(${vendor ?? null}::text, s.vendor)
    AND fits_pattern(${model ?? null}::text, s.model) AND fits_pattern(${firmware ?? null}::text, s.firmware_version)
    AND (${locationId ?? null}::text IS NULL OR ${locationId ?? null}::text = s.location_id)
    AND (${stations}::text[] IS NULL OR s.id = ANY(${stations}::text[]))`
}
