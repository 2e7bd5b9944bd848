import type { Generated } from 'kysely'

export interface CommandTable {
  id: string
  station_id: string
  party_id: string
  kind: string
  /** JSON text. */
  request: string
  /** Until it is settled, where there are secrets in it; else the request is whole. */
  sealed_request: string | null
  state: string
  warnings: Generated<string[]>
  /** JSON text. */
  result: string | null
  requested_by: string
  requested_by_name: string | null
  idempotency_key: string | null
  created_at: Date
  expires_at: Date
  sent_at: Date | null
  settled_at: Date | null
}
