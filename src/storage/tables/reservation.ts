export interface ReservationTable {
  id: string
  station_id: string
  party_id: string
  number: number
  command_id: string
  state: 'asked' | 'active' | 'refused' | 'cancelled' | 'expired' | 'removed' | 'unused'
  status: string | null
  evse_id: number | null
  connector_type: string | null
  token_value: string
  token_kind: string
  group_id: string | null
  expires_at: Date
  created_at: Date
  updated_at: Date
}
