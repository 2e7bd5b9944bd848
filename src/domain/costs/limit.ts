import type { TransactionLimits } from '#domain/payments'
import type { TransactionReport } from '#domain/transactions'

/** What a report says of how far its transaction may go, and who else has something to say. */
export interface LimitQuestion {
  readonly report: TransactionReport
  /** What is left of what is prepaid; null: it is prepaid no more. */
  readonly credit?: string | null
  /** What was paid for on the spot. */
  readonly paid?: TransactionLimits
  /** What the station itself has set (2.1 E16.FR.01). */
  readonly held?: TransactionLimits
}

/** How far transactions may go: 2.1 E16. */
export interface Limits {
  /**
   * The limits to answer an event with: each once, none that the station keeps to already (E16.FR.08), none of a kind it does not
   * know (E16.FR.12). An event that is told again is answered the same.
   */
  toTell(question: LimitQuestion): Promise<TransactionLimits>
}
