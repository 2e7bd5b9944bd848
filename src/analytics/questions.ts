import type { Station, Stations } from '#domain/stations'
import type { Transaction, Transactions } from '#domain/transactions'
import type { Clock, Page, PageRequest, Scope } from '#kernel'
import { monthInterval } from './month.ts'

/** The last known energy of one transaction. */
export interface LastEnergy {
  readonly stationId: string
  readonly reference: string
  readonly transactionId: string
  readonly status: 'active' | 'ended'
  /** Whole watt-hours delivered so far. */
  readonly energyWh: number
  /** What the meter itself showed, where the station told. */
  readonly lastRegisterWh?: number
  /** When the station last said something about this transaction. */
  readonly at: Date
}

export interface LastContact {
  readonly stationId: string
  readonly connected: boolean
  /** Absent when the station has never been heard of. */
  readonly lastSeenAt?: Date
}

/** What is asked of charging data most often, each answered by itself. */
export interface Questions {
  /** Which stations are active? Those heard of within so many seconds. */
  activeStations(scope: Scope, withinS: number, page: PageRequest): Promise<Page<Station>>
  /**
   * What is the last known energy of this station and transaction?
   *
   * @param transaction as station and platform name it on the wire, or else by the platform's own id
   * @throws AppError `not-found`
   */
  lastEnergy(scope: Scope, stationId: string, transaction: string): Promise<LastEnergy>
  /** When was the last contact with this station? @throws AppError `not-found` */
  lastContact(scope: Scope, stationId: string): Promise<LastContact>
  /**
   * When did each transaction completed in a month end, and with how much energy?
   *
   * @param month as `2026-11`, a month of `timeZone` (IANA)
   * @throws AppError `invalid` for what is no month or no time zone.
   */
  completed(scope: Scope, month: string, timeZone: string, page: PageRequest): Promise<Page<Transaction>>
}

export function createQuestions(options: {
  stations: Pick<Stations, 'list' | 'get'>
  transactions: Pick<Transactions, 'find' | 'list'>
  clock: Clock
}): Questions {
  const { stations, transactions, clock } = options
  return {
    activeStations: (scope, withinS, page) =>
      stations.list(scope, { seenSince: new Date(clock.nowMs() - withinS * 1000) }, page),

    async lastEnergy(scope, stationId, transaction) {
      const found = await transactions.find(scope, stationId, transaction)
      const { id, status, energyWh, lastRegisterWh, lastEventAt } = found
      return {
        stationId: found.stationId,
        reference: found.reference,
        transactionId: id,
        status,
        energyWh,
        at: lastEventAt,
        ...(lastRegisterWh !== undefined && { lastRegisterWh }),
      }
    },

    async lastContact(scope, stationId) {
      const { id, presence } = await stations.get(scope, stationId)
      const { connected, lastSeenAt } = presence
      return { stationId: id, connected, ...(lastSeenAt !== undefined && { lastSeenAt }) }
    },

    async completed(scope, month, timeZone, page) {
      const { from, to } = monthInterval(month, timeZone)
      return transactions.list(scope, { status: 'ended', endedFrom: from, endedTo: to }, page)
    },
  }
}
