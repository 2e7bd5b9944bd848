export interface StrangerTable {
  id: string
  party_id: string | null
  kind: string
  /** Empty of one that named none. */
  identity: string
  remote_address: string
  reason: string
  protocol: string | null
  first_at: Date
  last_at: Date
  times: number
}
