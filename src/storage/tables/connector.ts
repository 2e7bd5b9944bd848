export interface ConnectorTable {
  station_id: string
  evse_id: number
  connector_id: number
  status: string
  error_code: string | null
  vendor_error_code: string | null
  info: string | null
  status_at: Date
  ordered_at: Date
  received_at: Date
}
