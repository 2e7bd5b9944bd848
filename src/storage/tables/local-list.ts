import type { Generated } from 'kysely'

export interface LocalListTable {
  station_id: string
  party_id: string
  selection: Generated<'all' | 'chosen'>
  /** Values in lower case. */
  excluded: Generated<string[]>
  version: Generated<number>
  /** JSON text. */
  content: Generated<string>
  confirmed_at: Date | null
  unanswered: Generated<boolean>
  reported_version: number | null
  reported_at: Date | null
}

export interface LocalListTokenTable {
  station_id: string
  token_id: string
}
