import type { Clock } from '#kernel'
import type { Reading } from '../physics/electrical.ts'
import type { OperationMode } from './charging-profile.ts'
import type { Evse } from './evse.ts'
import type { Settings } from './settings.ts'
import type { TransactionEvent } from './transaction.ts'

/** What an EVSE knows of its station. */
export interface EvseSurroundings {
  readonly clock: Clock
  readonly settings: Settings
  readonly offline: () => boolean
  readonly newTransactionId: () => string
  readonly happened: (event: TransactionEvent) => void
  readonly statusChanged: (evse: Evse) => void
  /** What charging profiles let flow, in W. */
  readonly allowedW: (evse: Evse) => number
  /** How energy flows there by its profiles (2.1 Q). */
  readonly modeOf: (evse: Evse) => OperationMode
  /** What the station knows besides what the meter there shows. */
  readonly gridReading: (evse: Evse, powerW: number) => Partial<Reading>
  readonly reserved: (evse: Evse) => boolean
}
