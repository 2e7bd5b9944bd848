import type { TokenRef } from '#domain/authorization'
import type { Page, PageRequest, Scope } from '#kernel'

/** A charge as the platform knows it: the projection of everything the station said about it, in any order. */
export interface Transaction {
  readonly id: string
  readonly stationId: string
  readonly partyId: string
  /** The id station and platform use on the wire: 2.x the station's, 1.6 ours. Unique per station only (E-11). */
  readonly reference: string
  readonly status: 'active' | 'ended'
  readonly evseId?: number
  readonly connectorId?: number
  readonly token?: TokenRef
  /** Why the token was refused although energy may have flowed (D-02). */
  readonly tokenRefused?: string
  readonly startedAt?: Date
  readonly endedAt?: Date
  readonly firstEventAt: Date
  readonly lastEventAt: Date
  readonly startRegisterWh?: number
  readonly lastRegisterWh?: number
  /** Energy delivered, whole watt-hours, never negative (D-12). */
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
  /** Every event between start and end is there (2.0.1 part 2 E 1.3.2). */
  readonly complete: boolean
  readonly flags: readonly TransactionFlag[]
  readonly updatedAt: Date
}

/** What an operator should know before billing. */
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

/** One reading of a meter: what everybody asks in fields, the complete samples beside them. */
export interface Reading {
  readonly at: Date
  readonly context?: string
  readonly registerWh?: number
  readonly powerW?: number
  readonly currentA?: number
  readonly voltageV?: number
  readonly stateOfCharge?: number
  /** The samples exactly as the station sent them. */
  readonly samples: readonly object[]
}

/** Facts of one transaction event beyond its readings; every field as far as the station said it. */
export interface EventFacts {
  readonly evseId?: number
  readonly connectorId?: number
  readonly token?: TokenRef
  readonly trigger?: string
  readonly chargingState?: string
  readonly stopReason?: string
  readonly remoteStartId?: number
  readonly reservationId?: number
  /** By which tariff the station counts from now on (2.1 I07.FR.32, I08.FR.22, I11.FR.07). */
  readonly tariffId?: string
  readonly offline?: boolean
  readonly tokenRefused?: string
  /** When it happened as the station wrote it, where that is not RFC 3339 (C-08). */
  readonly timestamp?: string
}

/** 2.x TransactionEvent, in our words. */
export interface TransactionReport {
  readonly stationId: string
  readonly partyId: string
  readonly reference: string
  readonly kind: 'started' | 'updated' | 'ended'
  /** NaN when the station did not count. */
  readonly seqNo: number
  readonly at: Date
  readonly receivedAt: Date
  readonly facts: EventFacts
  readonly readings: readonly Reading[]
}

/** 1.6 StartTransaction. */
export interface StartReport {
  readonly stationId: string
  readonly partyId: string
  readonly evseId: number
  readonly token: TokenRef
  readonly at: Date
  /** What the station wrote, when that is not how times are written; then `at` may be no more than when it came. */
  readonly timestamp?: string
  readonly receivedAt: Date
  /** NaN when it is not known. */
  readonly startRegisterWh: number
  readonly reservationId?: number
}

/** 1.6 StopTransaction. `number` is −1 when the start was never confirmed (D-04). */
export interface StopReport {
  readonly stationId: string
  readonly partyId: string
  readonly number: number
  readonly at: Date
  /** As in {@link StartReport}. */
  readonly timestamp?: string
  readonly receivedAt: Date
  /** NaN when it is not known. */
  readonly stopRegisterWh: number
  readonly token?: TokenRef
  readonly stopReason?: string
  readonly readings: readonly Reading[]
}

/** Readings outside TransactionEvent: 1.6 and 2.x MeterValues. */
export interface ReadingsReport {
  readonly stationId: string
  readonly partyId: string
  readonly evseId: number
  readonly receivedAt: Date
  /** 1.6 transaction number, when the station named one. */
  readonly number?: number
  readonly readings: readonly Reading[]
}

/** The verdict on the token of an event, when it bore one. */
export type TokenVerdict =
  | {
      readonly status: 'accepted'
      readonly groupId?: string
      readonly validUntil?: Date
      readonly evseIds?: readonly number[]
    }
  | {
      readonly status: 'refused'
      readonly reason:
        | 'unknown'
        | 'invalid'
        | 'blocked'
        | 'expired'
        | 'concurrent'
        | 'no-credit'
        | 'not-here'
        | 'wrong-kind'
      readonly groupId?: string
      readonly validUntil?: Date
    }

export interface TransactionFilter {
  readonly stationId?: string
  readonly status?: 'active' | 'ended'
  readonly token?: string
  readonly flag?: TransactionFlag
  readonly startedFrom?: Date
  readonly startedTo?: Date
  /** "Every transaction completed in a month": ended in [endedFrom, endedTo). */
  readonly endedFrom?: Date
  readonly endedTo?: Date
}

export interface ReadingFilter {
  readonly stationId: string
  readonly transactionId?: string
  readonly evseId?: number
  readonly from?: Date
  readonly to?: Date
  /** False leaves the samples out, which are most of a reading; what stands beside them suffices for a plot. */
  readonly samples?: boolean
}

export interface ReadingRow extends Omit<Reading, 'samples'> {
  /** Absent where they were not asked for. */
  readonly samples?: Reading['samples']
  readonly stationId: string
  readonly evseId?: number
  readonly transactionId?: string
  readonly receivedAt: Date
}

/** Everything that is durable when it resolves, idempotent by natural key, and never refuses (D-01, E-14). */
export interface Transactions {
  /** The number the station shall use (D-03), the same for a repeated start (D-05); the verdict on its token. */
  start(report: StartReport): Promise<{ readonly number: number; readonly verdict: TokenVerdict }>
  stop(report: StopReport): Promise<{ readonly verdict?: TokenVerdict }>
  report(report: TransactionReport): Promise<{ readonly verdict?: TokenVerdict }>
  readings(report: ReadingsReport): Promise<void>

  get(scope: Scope, transactionId: string): Promise<Transaction>
  /** Of a station, by what is on the wire or else by its id here: "the last known energy of a station and transaction". */
  find(scope: Scope, stationId: string, name: string): Promise<Transaction>
  list(scope: Scope, filter: TransactionFilter, page: PageRequest): Promise<Page<Transaction>>
  /** What the station said of it, as it counted. */
  listEvents(scope: Scope, transactionId: string, page: PageRequest): Promise<Page<TransactionEventRow>>
  /** Everything a transaction's cost is made of, in no order; empty where nothing is known of it. */
  moments(transactionId: string, stationId: string): Promise<readonly TransactionMoment[]>
  listReadings(scope: Scope, filter: ReadingFilter, page: PageRequest): Promise<Page<ReadingRow>>
}

/** What an event says of how energy flowed: what a cost is made of. */
export interface TransactionMoment {
  /** The same event, told again, has the same. */
  readonly key: string
  readonly seqNo?: number
  readonly atMs: number
  /** Values of the energy register, in milli-watt-hours. */
  readonly registers: readonly { readonly atMs: number; readonly mWh: number }[]
  readonly chargingState?: string
  readonly currentA?: number
  /** By which tariff the station counts from then on. */
  readonly tariffId?: string
  /** It was changed while somebody charged (2.1 I11.FR.07). */
  readonly isTariffChange?: true
  /** The driver did not accept the tariff (2.1 I07.FR.30, I08.FR.20). */
  readonly isTariffRefused?: true
}

export interface TransactionEventRow {
  readonly kind: string
  readonly seqNo?: number
  readonly at: Date
  readonly receivedAt: Date
  readonly registerWh?: number
  readonly powerW?: number
  readonly stateOfCharge?: number
  readonly facts: EventFacts
}
