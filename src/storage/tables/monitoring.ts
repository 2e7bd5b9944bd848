import type { Generated } from 'kysely'

export interface MonitorTable {
  station_id: string
  monitor_id: number
  component: string
  component_instance: Generated<string>
  evse_id: Generated<number>
  connector_id: Generated<number>
  name: string
  instance: Generated<string>
  type: string
  value: number
  severity: number
  during_transaction: boolean
  origin: string | null
  stream_interval_s: number | null
  stream_values: number | null
  set_at: Date | null
  reported_at: Date | null
  report_request_id: number | null
}

export interface MonitoringSettingTable {
  station_id: string
  base: string | null
  level: number | null
  updated_at: Date
}

export interface StationReportTable {
  station_id: string
  kind: string
  request_id: number
  whole: Generated<boolean>
  answered_at: Date | null
  first_part_at: Date | null
  last_part_at: Date | null
}

export interface StationReportPartTable {
  station_id: string
  kind: string
  request_id: number
  seq_no: number
  last: boolean
}

export interface DisplayMessageTable {
  station_id: string
  message_id: number
  priority: string
  state: string | null
  starts_at: Date | null
  ends_at: Date | null
  transaction_reference: string | null
  /** JSON text. */
  display: string | null
  /** JSON text. */
  wordings: string
  set_at: Date | null
  reported_at: Date | null
  report_request_id: number | null
}

export interface EventStreamTable {
  station_id: string
  stream_id: number
  monitor_id: number
  interval_s: number | null
  values_limit: number | null
  opened_at: Date
  last_at: Date | null
  pending: Generated<number>
}

export interface StreamSourceTable {
  station_id: string
  monitor_id: number
  /** JSON text. */
  monitor: string | null
  taken: Generated<number>
  used_at: Date
}

export interface StreamValueTable {
  station_id: string
  monitor_id: number
  slot: number
  at: Date
  received_at: Date
  value: string
}
