export interface CustomerReportPartTable {
  station_id: string
  party_id: string
  request_id: number
  seq_no: number
  last: boolean
  data: string
  received_at: Date
}
