import type { ColumnType, Generated } from 'kysely'

/** Exact degrees: read as text, written as numbers. */
type Degrees = ColumnType<string | null, number | null | undefined, number | null>

export interface LocationTable {
  id: string
  party_id: string
  name: string
  address: string | null
  city: string | null
  postal_code: string | null
  country: string | null
  latitude: Degrees
  longitude: Degrees
  time_zone: Generated<string>
  created_at: Generated<Date>
}
