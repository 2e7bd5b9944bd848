export interface StationLogTable {
  id: string
  station_id: string
  party_id: string
  command_id: string
  request_id: number
  kind: string
  elsewhere: boolean
  status: string
  outcome: string
  announced_name: string | null
  requested_at: Date
  status_at: Date
  finished_at: Date | null
  expires_at: Date
  file_name: string | null
  size_bytes: number | null
  sha256: string | null
  received_at: Date | null
  doubt: string | null
}
