import type { Stations } from '#domain/stations'
import type { Transaction, TransactionFlag, Transactions } from '#domain/transactions'
import type { Clock, Page, PageRequest, Scope } from '#kernel'
import { monthInterval } from './month.ts'

/** A station that was in contact lately. */
export interface ActiveStation {
  readonly stationId: string
  readonly partyId: string
  readonly name?: string
  readonly connected: boolean
  readonly lastContactAt?: Date
}

/** The last known energy of one transaction. */
export interface LastEnergy {
  readonly stationId: string
  readonly reference: string
  readonly transactionId: string
  readonly status: 'active' | 'ended'
  /** Whole watt-hours delivered so far. */
  readonly energyWh: number
  /** The meter itself, where the station told it. */
  readonly registerWh?: number
  /** When the station last said something about this transaction. */
  readonly at: Date
}

export interface LastContact {
  readonly stationId: string
  readonly connected: boolean
  /** Absent when it has never been heard of. */
  readonly lastContactAt?: Date
}

/** A transaction that has ended, with what is billed from. */
export interface CompletedTransaction {
  readonly transactionId: string
  readonly stationId: string
  readonly partyId: string
  readonly reference: string
  readonly token?: string
  readonly startedAt?: Date
  readonly endedAt: Date
  readonly energyWh: number
  readonly complete: boolean
  readonly flags: readonly TransactionFlag[]
}

/** What is asked of charging data most often, each answered by itself. */
export interface Questions {
  /** Which stations are active? Those connected or heard of within so many seconds. */
  activeStations(scope: Scope, withinS: number, page: PageRequest): Promise<Page<ActiveStation>>
  /** What is the last known energy of this station and transaction? @throws AppError `not-found` */
  lastEnergy(scope: Scope, stationId: string, reference: string): Promise<LastEnergy>
  /** When was the last contact with this station? @throws AppError `not-found` */
  lastContact(scope: Scope, stationId: string): Promise<LastContact>
  /**
   * When did each transaction completed in a month end, and with how much energy?
   *
   * @param month as `2026-11`, a month of `timeZone` (IANA)
   * @throws AppError `invalid` for what is no month or no time zone.
   */
  completed(scope: Scope, month: string, timeZone: string, page: PageRequest): Promise<Page<CompletedTransaction>>
}

export function createQuestions(options: { stations: Stations; transactions: Transactions; clock: Clock }): Questions {
  const { stations, transactions, clock } = options
  return {
    async activeStations(scope, withinS, page) {
      const seenSince = new Date(clock.nowMs() - withinS * 1000)
      const found = await stations.list(scope, { seenSince }, page)
      return {
        ...found,
        items: found.items.map(({ id, partyId, name, presence: { connected, lastSeenAt } }) => ({
          stationId: id,
          partyId,
          connected,
          ...(name !== undefined && { name }),
          ...(lastSeenAt !== undefined && { lastContactAt: lastSeenAt }),
        })),
      }
    },

    async lastEnergy(scope, stationId, reference) {
      const found = await transactions.find(scope, stationId, reference)
      return {
        stationId: found.stationId,
        reference: found.reference,
        transactionId: found.id,
        status: found.status,
        energyWh: found.energyWh,
        at: found.lastEventAt,
        ...(found.lastRegisterWh !== undefined && { registerWh: found.lastRegisterWh }),
      }
    },

    async lastContact(scope, stationId) {
      const { id, presence } = await stations.get(scope, stationId)
      const { connected, lastSeenAt } = presence
      return { stationId: id, connected, ...(lastSeenAt !== undefined && { lastContactAt: lastSeenAt }) }
    },

    async completed(scope, month, timeZone, page) {
      const { from, to } = monthInterval(month, timeZone)
      const found = await transactions.list(scope, { status: 'ended', endedFrom: from, endedTo: to }, page)
      return { ...found, items: found.items.map(completedOf) }
    },
  }
}

function completedOf(transaction: Transaction): CompletedTransaction {
  const { id, stationId, partyId, reference, token, startedAt, endedAt, lastEventAt } = transaction
  return {
    transactionId: id,
    stationId,
    partyId,
    reference,
    // One whose end was never told has ended with the last thing it said.
    endedAt: endedAt ?? lastEventAt,
    energyWh: transaction.energyWh,
    complete: transaction.complete,
    flags: transaction.flags,
    ...(token !== undefined && { token: token.value }),
    ...(startedAt !== undefined && { startedAt }),
  }
}
