import { type SqlBool, sql } from 'kysely'

/** Stations `s` that fit the group of template `t`, both of one party. */
export const FITS_TEMPLATE = sql<SqlBool>`s.party_id = t.party_id AND fits_pattern(t.vendor, s.vendor)
  AND fits_pattern(t.model, s.model) AND fits_pattern(t.firmware, s.firmware_version)
  AND (t.location_id IS NULL OR t.location_id = s.location_id)
  AND (t.station_ids IS NULL OR s.id = ANY(t.station_ids))`
