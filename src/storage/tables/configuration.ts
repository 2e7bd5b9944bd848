import type { Generated } from 'kysely'

export interface ConfigurationTemplateTable {
  id: string
  party_id: string
  name: string
  priority: number
  apply_on_boot: boolean
  vendor: string | null
  model: string | null
  firmware: string | null
  location_id: string | null
  station_ids: string[] | null
  wanted: string
  created_at: Date
  updated_at: Date
}

export interface ConfigurationCheckTable {
  station_id: string
  first_boot: Generated<boolean>
  booted: Generated<boolean>
  version: Generated<number>
  asked_at: Generated<Date>
}

export interface ConfigurationDriftTable {
  station_id: string
  variable: string
  template_id: string
  state: 'differs' | 'untold'
  told: string | null
  since: Date
}
