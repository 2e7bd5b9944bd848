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
  source: Generated<string>
  /** Since when the value is what it is; null where that was never noted: then as long as it was told. */
  since: Date | null
  changes: Generated<number>
}

export interface FormerVariableTable {
  station_id: string
  component: string
  component_instance: string
  evse_id: number
  connector_id: number
  name: string
  instance: string
  attribute: string
  number: number
  value: string | null
  source: string
  since: Date
  until: Date
}
