export interface StationEventTable {
  id: string
  station_id: string
  party_id: string
  kind: string
  event_key: string
  type: string
  at: Date
  received_at: Date
  severity: number | null
  /** JSON text. */
  facts: string
}
