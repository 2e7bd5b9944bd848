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

export interface ConfigurationChangeTable {
  id: string
  party_id: string
  name: string
  template_id: string | null
  wanted: string
  state: string
  at_once: number
  wait_hours: number
  requested_by: string
  requested_by_name: string
  created_at: Date
  finished_at: Date | null
}

export interface ConfigurationChangeStationTable {
  change_id: string
  number: number
  station_id: string
  state: Generated<string>
  reason: string | null
  reboot_required: Generated<boolean>
  attempts: Generated<number>
  command_id: string | null
  results: string | null
  ordered_at: Date | null
  settled_at: Date | null
}
