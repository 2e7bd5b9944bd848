import type { IdTokenEnumType } from '#ocpp/v201'
import type { HashData } from '../certificates/hash-data.ts'
import type { Reading } from '../physics/electrical.ts'
import type { Fault } from './fault.ts'

/** What a driver shows to the reader. 1.6 sends the value alone. */
export interface Token {
  readonly value: string
  /** `DirectPayment` is a card at the payment terminal, for which 2.0.1 has no word. */
  readonly type: IdTokenEnumType | 'DirectPayment'
  /** Of a car that charges by a contract (2.x C07). */
  readonly contract?: ShownContract
}

/** What a station tells of the contract a car shows: its certificates by name, or themselves. */
export interface ShownContract {
  /** The station has found the chain good. */
  readonly isValid: boolean
  readonly certificates?: readonly (HashData & { readonly responderURL: string })[]
  /** PEM, the contract's own certificate first. */
  readonly chain?: string
}

/** Words of 2.0.1 §3.13 (ChargingStateEnumType), used for every version. */
export type ChargingState = 'Idle' | 'EVConnected' | 'Charging' | 'SuspendedEV' | 'SuspendedEVSE'

/** Why something happened: the part of 2.0.1 §3.83 (TriggerReasonEnumType) that this station knows. */
export type Trigger =
  | 'AbnormalCondition'
  | 'Authorized'
  | 'CablePluggedIn'
  /** By somebody else than the CSMS. */
  | 'ChargingRateChanged'
  | 'ChargingStateChanged'
  | 'Deauthorized'
  | 'EVCommunicationLost'
  | 'EVConnectTimeout'
  | 'EVDeparted'
  | 'MeterValueClock'
  | 'MeterValuePeriodic'
  /** Of 2.1 alone, where alone there is another mode than charging. */
  | 'OperationModeChanged'
  | 'RemoteStart'
  | 'RemoteStop'
  | 'ResetCommand'
  | 'StopAuthorized'
  | 'Trigger'
  | 'UnlockCommand'

/** Why a transaction ended, in words that both families can say in their own. */
export type StopReason =
  | 'DeAuthorized'
  | 'EVDisconnected'
  | 'Fault'
  | 'HardReset'
  | 'Local'
  | 'Other'
  | 'PowerLoss'
  | 'Reboot'
  | 'Remote'
  | 'SoftReset'
  /** The CSMS refused the energy transfer that the vehicle asked for (2.1 K18.FR.23). */
  | 'TransferRejected'
  | 'Timeout'
  | 'UnlockCommand'

/** When a reading was taken: 1.6 and 2.x share the words. */
export type ReadingContext = 'Sample.Periodic' | 'Sample.Clock' | 'Transaction.Begin' | 'Transaction.End' | 'Trigger'

export interface ContextReading extends Reading {
  readonly context: ReadingContext
}

/** A transaction as the station keeps it. */
export interface Transaction {
  /** Made by the station; 2.x tells it to the CSMS, 1.6 does not. */
  readonly id: string
  readonly evseId: number
  readonly startedMs: number
  readonly meterStartWh: number
  token: Token | undefined
  remoteStartId: number | undefined
  /** The reservation it was started for, until that is told (2.x H01.FR.15). */
  reservationId: number | undefined
  nextSeqNo: number
  /** What the driver is shown (2.x I02). */
  shownCost: number | undefined
  /** The readings so far that the end of the transaction repeats; bounded. */
  readonly kept: ContextReading[]
}

/** One thing that happened to a transaction; each version words it in its own way. */
export interface TransactionEvent {
  readonly kind: 'Started' | 'Updated' | 'Ended'
  readonly trigger: Trigger
  readonly transaction: Transaction
  readonly seqNo: number
  readonly atMs: number
  readonly chargingState: ChargingState
  readonly readings: readonly ContextReading[]
  /** Who did it, where somebody did. */
  readonly token?: Token
  readonly remoteStartId?: number
  readonly reservationId?: number
  readonly stopReason?: StopReason
  /** What was broken at that moment. */
  readonly fault?: Fault
  /** The station had no connection when it happened. */
  readonly offline: boolean
}
