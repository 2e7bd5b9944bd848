import type { Generated } from 'kysely'

export interface MessageLogTable {
  station_id: string
  at: Date
  /** Tells messages of one millisecond apart; grows within one writer. */
  number: Generated<number>
  direction: string
  kind: string
  action: string | null
  message_id: string | null
  frame: string
  note: string | null
}
