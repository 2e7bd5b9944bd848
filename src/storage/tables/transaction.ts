import type { Generated } from 'kysely'

export interface TransactionTable {
  id: string
  station_id: string
  party_id: string
  reference: string
  numbered: boolean
  version: Generated<number>
  status: 'active' | 'ended'
  evse_id: number | null
  connector_id: number | null
  token_value: string | null
  token_kind: string | null
  token_refused: string | null
  started_at: Date | null
  ended_at: Date | null
  first_event_at: Date
  last_event_at: Date
  /** numeric: text, so that nothing is rounded */
  start_register_wh: string | null
  last_register_wh: string | null
  energy_wh: number
  power_w: number | null
  current_a: number | null
  voltage_v: number | null
  state_of_charge: number | null
  charging_state: string | null
  stop_reason: string | null
  stop_token_value: string | null
  remote_start_id: number | null
  reservation_id: number | null
  complete: boolean
  flags: string[]
  received_at: Date
  updated_at: Date
}

export interface TransactionEventTable {
  transaction_id: string
  event_key: string
  station_id: string
  kind: string
  seq_no: number | null
  at: Date
  received_at: Date
  details: string
}

export interface MeterReadingTable {
  station_id: string
  at: Date
  digest: number
  bucket: string
  received_at: Date
  transaction_id: string | null
  evse_id: number | null
  context: string | null
  register_wh: string | null
  power_w: number | null
  current_a: number | null
  voltage_v: number | null
  state_of_charge: number | null
  layout_id: number | null
  samples: string
  /** Where the row carries an event of the transaction: when that happened. */
  event_at: Date | null
  seq_no: number | null
  facts: string | null
}

export interface SampleLayoutTable {
  id: number
  layout: string
}
