import type { ChargingState } from './transaction.ts'

/** What is true at an EVSE, gathered in one place so that the rules below need nothing else. */
export interface EvseConditions {
  readonly connected: boolean
  readonly authorized: boolean
  readonly operative: boolean
  readonly faulted: boolean
  /** Energy flows, in whichever direction. */
  readonly drawing: boolean
  /** The car has what it wanted. */
  readonly full: boolean
  readonly inTransaction: boolean
  /** A transaction ended and its car is still there. */
  readonly spent: boolean
  /** Held for somebody else. */
  readonly reserved: boolean
}

/** What a connector shows: the words of 1.6 §7.7, from which 2.x's fewer follow. */
export type ConnectorStatus =
  | 'Available'
  | 'Preparing'
  | 'Charging'
  | 'SuspendedEVSE'
  | 'SuspendedEV'
  | 'Finishing'
  | 'Reserved'
  | 'Unavailable'
  | 'Faulted'

/** Car and station agreed: the contactor may close. */
export function powerPathClosed(at: EvseConditions): boolean {
  return at.connected && at.authorized && at.operative && !at.faulted
}

/** 2.0.1 §3.13. */
export function chargingState(at: EvseConditions): ChargingState {
  if (!at.connected) return 'Idle'
  if (!at.authorized) return 'EVConnected'
  if (!powerPathClosed(at)) return 'SuspendedEVSE'
  if (at.drawing) return 'Charging'
  return at.full ? 'SuspendedEV' : 'SuspendedEVSE'
}

/** 1.6 §4.9. */
export function connectorStatus(at: EvseConditions): ConnectorStatus {
  if (at.faulted) return 'Faulted'
  if (at.inTransaction && at.authorized) return statusInTransaction(at)
  if (at.spent) return 'Finishing'
  if (!at.operative) return 'Unavailable'
  if (at.connected || at.authorized) return 'Preparing'
  return at.reserved ? 'Reserved' : 'Available'
}

/** Whether somebody may begin at a connector that shows this; a reserved one has its own say. */
export function isFree(status: ConnectorStatus): boolean {
  return status === 'Available' || status === 'Preparing' || status === 'Finishing' || status === 'Reserved'
}

function statusInTransaction(at: EvseConditions): ConnectorStatus {
  const state = chargingState(at)
  // A cable pulled at the car suspends, where StopTransactionOnEVSideDisconnect is false.
  return state === 'Charging' || state === 'SuspendedEVSE' ? state : 'SuspendedEV'
}

/** Whether a TxStartPoint or TxStopPoint holds (2.0.1 part 2 E, table of TxStartPoint values). */
export function holds(point: string, at: EvseConditions): boolean {
  switch (point) {
    case 'EVConnected':
      return at.connected
    case 'Authorized':
      return at.authorized
    case 'PowerPathClosed':
      return at.connected && at.authorized
    case 'EnergyTransfer':
      return at.drawing
    default:
      return false
  }
}
