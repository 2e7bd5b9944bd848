import { queryOptions } from '@tanstack/react-query'
import { get, getAll } from './client.ts'
import type { Iso, TransactionFlag } from './types.ts'

const MOST_STATIONS = 5_000
const MOST_TRANSACTIONS = 50_000

export interface ActiveStation {
  readonly stationId: string
  readonly name?: string
  readonly connected: boolean
  readonly lastContactAt?: Iso
}

/** Which stations had contact within the last `withinS` seconds. */
export const activeStationsQuery = (withinS: number) =>
  queryOptions({
    queryKey: ['questions', 'active-stations', withinS],
    queryFn: ({ signal }) =>
      getAll<ActiveStation>('/questions/active-stations', { withinS }, { most: MOST_STATIONS, signal }),
  })

export interface LastEnergy {
  readonly stationId: string
  readonly reference: string
  readonly transactionId: string
  readonly status: 'active' | 'ended'
  readonly energyWh: number
  readonly registerWh?: number
  readonly at: Iso
}

export const lastEnergyQuery = (stationId: string, reference: string) =>
  queryOptions({
    queryKey: ['questions', 'last-energy', stationId, reference],
    queryFn: ({ signal }) => get<LastEnergy>('/questions/last-energy', { stationId, reference }, signal),
    enabled: stationId !== '' && reference !== '',
    retry: false,
  })

export interface LastContact {
  readonly stationId: string
  readonly connected: boolean
  readonly lastContactAt?: Iso
}

export const lastContactQuery = (stationId: string) =>
  queryOptions({
    queryKey: ['questions', 'last-contact', stationId],
    queryFn: ({ signal }) => get<LastContact>('/questions/last-contact', { stationId }, signal),
    enabled: stationId !== '',
    retry: false,
  })

export interface CompletedTransaction {
  readonly transactionId: string
  readonly stationId: string
  readonly reference: string
  readonly token?: string
  readonly startedAt?: Iso
  readonly endedAt: Iso
  readonly energyWh: number
  readonly complete: boolean
  readonly flags: readonly TransactionFlag[]
}

/** Every transaction completed in a month (`2026-11`, UTC). */
export const completedQuery = (month: string) =>
  queryOptions({
    queryKey: ['questions', 'completed', month],
    queryFn: ({ signal }) =>
      getAll<CompletedTransaction>('/questions/completed', { month }, { most: MOST_TRANSACTIONS, signal }),
  })
