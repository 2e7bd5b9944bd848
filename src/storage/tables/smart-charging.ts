import type { Generated } from 'kysely'

export interface ChargingProfileTable {
  station_id: string
  profile_id: number
  evse_id: number
  purpose: string
  stack_level: number
  transaction_reference: string | null
  start_number: number | null
  start_token: string | null
  source: string
  standing: string
  command_id: string | null
  /** JSON text, like former and reported. */
  sent: string | null
  sent_at: Date | null
  former: string | null
  reported: string | null
  reported_at: Date | null
  report_id: number | null
}

export interface ChargingReportTable {
  station_id: string
  request_id: number
  /** JSON text. */
  filter: string
  asked_at: Date
}

export interface ToldScheduleTable {
  station_id: string
  evse_id: number
  /** JSON text. */
  schedule: string
  told_at: Date
}

export interface ChargingLimitTable {
  station_id: string
  evse_id: number
  source: string
  grid_critical: boolean | null
  local_generation: boolean
  /** JSON text. */
  schedules: string
  notified_at: Date
}

export interface ChargingNeedsTable {
  station_id: string
  evse_id: number
  transaction_reference: string | null
  /** JSON text. */
  needs: string
  answer: string
  needed_at: Date
  /** JSON text. */
  vehicle_schedule: string | null
  within_limits: boolean | null
  scheduled_at: Date | null
  renegotiations: Generated<number>
}

export interface ChargingNeedsRuleTable {
  station_id: string
  /** JSON text. */
  rule: string
  changed_at: Date
}

export interface PriorityChargingTable {
  station_id: string
  transaction_reference: string
  since: Date
}

export interface TransactionTransferTable {
  station_id: string
  transaction_reference: string
  /** JSON text. */
  transfers: string
  told_at: Date
}

export interface DerControlTable {
  station_id: string
  control_id: string
  kind: string
  is_default: boolean
  /** JSON text. */
  control: string
  superseded: boolean
  active: boolean | null
  told_at: Date
  ends_at: Date | null
  report_id: number | null
}

export interface DerReportTable {
  station_id: string
  request_id: number
  /** JSON text. */
  filter: string
  asked_at: Date
}

export interface DerAlarmTable {
  station_id: string
  kind: string
  ended: boolean
  fault: string | null
  info: string | null
  at: Date
}
