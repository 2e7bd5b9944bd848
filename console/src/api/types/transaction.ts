import type { Iso } from './page.ts'

export interface Transaction {
  readonly id: string
  readonly stationId: string
  readonly partyId: string
  readonly reference: string
  readonly status: 'active' | 'ended'
  readonly evseId?: number
  readonly connectorId?: number
  readonly token?: { readonly value: string; readonly kind: string }
  readonly tokenRefused?: string
  readonly startedAt?: Iso
  readonly endedAt?: Iso
  readonly firstEventAt: Iso
  readonly lastEventAt: Iso
  readonly startRegisterWh?: number
  readonly lastRegisterWh?: number
  readonly energyWh: number
  readonly powerW?: number
  readonly currentA?: number
  readonly voltageV?: number
  readonly stateOfCharge?: number
  readonly chargingState?: string
  readonly stopReason?: string
  readonly stopToken?: string
  readonly remoteStartId?: number
  readonly reservationId?: number
  readonly complete: boolean
  readonly flags: readonly TransactionFlag[]
  readonly updatedAt: Iso
}

export const TRANSACTION_FLAGS = [
  'start-missing',
  'end-missing',
  'superseded',
  'events-missing',
  'register-decreased',
  'no-register',
  'token-refused',
  'clock-doubtful',
  'offline',
] as const
export type TransactionFlag = (typeof TRANSACTION_FLAGS)[number]

export interface TransactionFilter {
  readonly stationId?: string
  readonly status?: 'active' | 'ended'
  readonly token?: string
  readonly flag?: TransactionFlag
  readonly startedFrom?: Iso
  readonly startedTo?: Iso
  readonly endedFrom?: Iso
  readonly endedTo?: Iso
}

export interface Reading {
  readonly at: Iso
  readonly stationId: string
  readonly evseId?: number
  readonly transactionId?: string
  readonly context?: string
  readonly registerWh?: number
  /** Delivered so far: only live events say so, which bear no register. */
  readonly energyWh?: number
  readonly powerW?: number
  readonly currentA?: number
  readonly voltageV?: number
  readonly stateOfCharge?: number
}

export interface TransactionEvent {
  readonly kind: string
  readonly seqNo?: number
  readonly at: Iso
  readonly receivedAt: Iso
  readonly registerWh?: number
  readonly facts: {
    readonly evseId?: number
    readonly connectorId?: number
    readonly token?: { readonly value: string; readonly kind: string }
    readonly trigger?: string
    readonly chargingState?: string
    readonly stopReason?: string
    readonly remoteStartId?: number
    readonly reservationId?: number
    readonly offline?: boolean
    readonly tokenRefused?: string
  }
}
