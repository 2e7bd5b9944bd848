import type { Generated } from 'kysely'

export interface VariableTable {
  station_id: string
  component: string
  component_instance: Generated<string>
  evse_id: Generated<number>
  connector_id: Generated<number>
  name: string
  instance: Generated<string>
  attribute: Generated<string>
  value: string | null
  mutability: string | null
  data_type: string | null
  unit: string | null
  characteristics: string | null
  max_limit: number | null
  updated_at: Date
}

export interface ReportPartTable {
  station_id: string
  request_id: number
  seq_no: number
  last: boolean
  received_at: Date
}
