import type { Generated } from 'kysely'

export interface PartyTable {
  id: string
  name: string
  created_at: Generated<Date>
}
