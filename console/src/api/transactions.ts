import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { get, getAll, segment } from './client.ts'
import type { Charge, Page, Reading, Transaction, TransactionEvent, TransactionFilter } from './types.ts'

const MOST_RUNNING = 10_000
const MOST_READINGS = 5_000
const EVENTS_OF_PAGE = 200
const MOST_ENDED = 200_000
/** Plots need no samples, which are most of a reading. */
const PLOTTED = { samples: false }

export const transactionsQuery = (filter: TransactionFilter) =>
  infiniteQueryOptions({
    queryKey: ['transactions', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      get<Page<Transaction>>('/transactions', { limit: 100, ...filter, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })

/** Every transaction that ended in `[from, to)`. */
export const endedBetween = ({ from, to }: { from: string; to: string }) =>
  getAll<Transaction>('/transactions', { status: 'ended', endedFrom: from, endedTo: to }, { most: MOST_ENDED })

/** What is charging now: enough of each transaction to draw it. */
export interface Running {
  readonly transactionId: string
  readonly stationId: string
  readonly reference: string
  readonly evseId?: number
  readonly energyWh: number
  readonly powerW?: number
  readonly stateOfCharge?: number
}

/** Running transactions by id. */
export type RunningById = Readonly<Record<string, Running>>

export const runningQuery = queryOptions({
  queryKey: ['running'],
  queryFn: async ({ signal }): Promise<RunningById> => {
    const items = await getAll<Transaction>('/transactions', { status: 'active' }, { most: MOST_RUNNING, signal })
    return Object.fromEntries(items.map((transaction) => [transaction.id, runningOf(transaction)]))
  },
  refetchInterval: 60_000,
})

function runningOf({ id, ...transaction }: Transaction): Running {
  const { stationId, reference, evseId, energyWh, powerW, stateOfCharge } = transaction
  return {
    transactionId: id,
    stationId,
    reference,
    energyWh,
    ...(evseId === undefined ? {} : { evseId }),
    ...(powerW === undefined ? {} : { powerW }),
    ...(stateOfCharge === undefined ? {} : { stateOfCharge }),
  }
}

export const transactionQuery = (transactionId: string) =>
  queryOptions({
    queryKey: ['transactions', 'one', transactionId],
    queryFn: ({ signal }) => get<Transaction>(`/transactions/${segment(transactionId)}`, undefined, signal),
  })

/** Anew whenever the transaction is heard of. */
export const transactionChargesQuery = ({ id, lastEventAt, status }: Transaction) =>
  queryOptions({
    queryKey: ['transactions', 'charges', id, status, lastEventAt],
    queryFn: async ({ signal }) => {
      const { items } = await get<Page<Charge>>(`/transactions/${segment(id)}/charges`, undefined, signal)
      return items
    },
    placeholderData: keepPreviousData,
  })

export const transactionEventsQuery = (transactionId: string) =>
  infiniteQueryOptions({
    queryKey: ['transactions', 'events', transactionId],
    queryFn: ({ pageParam, signal }) =>
      get<Page<TransactionEvent>>(
        `/transactions/${segment(transactionId)}/events`,
        { limit: EVENTS_OF_PAGE, cursor: pageParam },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })

export const transactionReadingsQuery = (transactionId: string) =>
  queryOptions({
    queryKey: ['transactions', 'readings', transactionId],
    queryFn: ({ signal }) =>
      getAll<Reading>(`/transactions/${segment(transactionId)}/readings`, PLOTTED, { most: MOST_READINGS, signal }),
    structuralSharing: false,
  })

/** Everything the meters of a station said since `from`. */
export const stationReadingsQuery = (stationId: string, from: string) =>
  queryOptions({
    queryKey: ['stations', 'readings', stationId, from],
    queryFn: ({ signal }) =>
      getAll<Reading>(
        `/stations/${segment(stationId)}/readings`,
        { ...PLOTTED, from },
        { most: MOST_READINGS, signal },
      ),
    structuralSharing: false,
  })
