import type { Generated } from 'kysely'

export interface TokenTable {
  id: string
  party_id: string
  value: string
  kind: string
  label: string | null
  group_id: string | null
  status: Generated<'active' | 'blocked'>
  valid_until: Date | null
  concurrent_limit: Generated<number>
  /** JSON text, like transfers. */
  places: string | null
  evse_kind: 'ac' | 'dc' | null
  transfers: string | null
  created_at: Generated<Date>
}
