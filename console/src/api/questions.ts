import { queryOptions } from '@tanstack/react-query'
import { get, getAll } from './client.ts'
import type { LastContact, LastEnergy, Station, Transaction } from './types.ts'

const MOST_STATIONS = 5_000
const MOST_TRANSACTIONS = 50_000

/** Which stations had contact within the last `withinS` seconds. */
export const activeStationsQuery = (withinS: number) =>
  queryOptions({
    queryKey: ['questions', 'active-stations', withinS],
    queryFn: ({ signal }) =>
      getAll<Station>('/questions/active-stations', { withinS }, { most: MOST_STATIONS, signal }),
  })

export const lastEnergyQuery = (stationId: string, reference: string) =>
  queryOptions({
    queryKey: ['questions', 'last-energy', stationId, reference],
    queryFn: ({ signal }) => get<LastEnergy>('/questions/last-energy', { stationId, reference }, signal),
    enabled: stationId !== '' && reference !== '',
    retry: false,
  })

export const lastContactQuery = (stationId: string) =>
  queryOptions({
    queryKey: ['questions', 'last-contact', stationId],
    queryFn: ({ signal }) => get<LastContact>('/questions/last-contact', { stationId }, signal),
    enabled: stationId !== '',
    retry: false,
  })

/** Every transaction completed in a month (`2026-11`, UTC). */
export const completedQuery = (month: string) =>
  queryOptions({
    queryKey: ['questions', 'completed', month],
    queryFn: ({ signal }) =>
      getAll<Transaction>('/questions/completed', { month }, { most: MOST_TRANSACTIONS, signal }),
  })
