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
  created_at: Generated<Date>
}
