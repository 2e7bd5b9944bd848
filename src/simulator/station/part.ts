import type { Evse } from './evse.ts'
import type { Transaction } from './transaction.ts'

/** What a part of a station may want to hear of the life of the whole; the station tells all its parts, in their order. */
export interface Part {
  /** There is power. */
  started?(): void
  /** There is no power any more: no timer may run on. */
  stopped?(): void
  /** The CSMS has accepted the station, or the connection is back: everything may be said. */
  online?(): void
  /** A transaction has begun, and the CSMS does not know yet. */
  began?(transaction: Transaction): void
  /** A transaction has ended, and the CSMS does not know yet. */
  ended?(transaction: Transaction): void
  statusChanged?(evse: Evse): void
  /** A car was plugged in. */
  arrived?(evse: Evse): void
}
