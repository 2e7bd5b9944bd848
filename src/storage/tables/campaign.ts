import type { Generated } from 'kysely'

export interface CampaignTable {
  id: string
  party_id: string
  name: string
  kind: string
  image_id: string | null
  version: string | null
  template_id: string | null
  /** JSON. */
  wanted: string | null
  schedule_id: string | null
  state: string
  reason: string | null
  canary_size: number
  wave_size: number
  at_once: number
  failure_limit_percent: number
  quiet_hours: boolean
  timeout_minutes: number
  wait_hours: number
  rollback_note: string | null
  requested_by: string
  requested_by_name: string
  wave: Generated<number>
  wave_started_at: Date | null
  created_at: Date
  started_at: Date | null
  finished_at: Date | null
}

export interface CampaignStationTable {
  campaign_id: string
  number: number
  station_id: string
  wave: number
  state: Generated<string>
  reason: string | null
  attempts: Generated<number>
  command_id: string | null
  former_version: string | null
  /** 168 characters. */
  quiet: string | null
  reboot_required: Generated<boolean>
  /** JSON. */
  results: string | null
  /** An error code. */
  held: string | null
  ordered_at: Date | null
  settled_at: Date | null
}

export interface RebootScheduleTable {
  id: string
  party_id: string
  name: string
  vendor: string | null
  model: string | null
  firmware: string | null
  location_id: string | null
  station_ids: string[] | null
  every_days: number
  at_once: number
  active: boolean
  next_at: Date
  last_at: Date | null
  last_result: string | null
  requested_by: string
  requested_by_name: string
  created_at: Date
}
