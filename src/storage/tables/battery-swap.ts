export interface BatterySwapEventTable {
  id: string
  station_id: string
  party_id: string
  request_id: number
  kind: 'in' | 'out' | 'out-timeout'
  token_value: string
  token_kind: string
  /** JSON text. */
  batteries: string
  digest: string
  received_at: Date
}
