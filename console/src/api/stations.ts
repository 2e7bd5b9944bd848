import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { get, getAll, patch, post, segment } from './client.ts'
import type {
  LoggedMessage,
  NewStation,
  Page,
  Station,
  StationChange,
  StationEvent,
  StationFilter,
  StationSummary,
  Variable,
} from './types.ts'

const MOST_WAITING = 1_000
const MOST_MESSAGES = 400

const path = (stationId: string) => `/stations/${segment(stationId)}`

export const stationsQuery = (filter: StationFilter) =>
  infiniteQueryOptions({
    queryKey: ['stations', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      get<Page<Station>>('/stations', { limit: 100, ...filter, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    // Contact alone is no live event: the age of the last one is asked for now and then, less often for long lists.
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) <= 3 ? 20_000 : 120_000),
  })

export const waitingQuery = queryOptions({
  queryKey: ['stations', 'waiting'],
  queryFn: ({ signal }) => getAll<Station>('/stations', { admission: 'waiting' }, { most: MOST_WAITING, signal }),
})

export const summaryQuery = queryOptions({
  queryKey: ['stations', 'summary'],
  queryFn: ({ signal }) => get<StationSummary>('/station-summary', undefined, signal),
  refetchInterval: 30_000,
})

export const stationQuery = (stationId: string) =>
  queryOptions({
    queryKey: ['stations', 'one', stationId],
    queryFn: ({ signal }) => get<Station>(path(stationId), undefined, signal),
  })

export const variablesQuery = (stationId: string) =>
  queryOptions({
    queryKey: ['stations', 'variables', stationId],
    queryFn: ({ signal }) => get<Page<Variable>>(`${path(stationId)}/variables`, undefined, signal),
  })

export const stationEventsQuery = (stationId: string) =>
  infiniteQueryOptions({
    queryKey: ['stations', 'events', stationId],
    queryFn: ({ pageParam, signal }) =>
      get<Page<StationEvent>>(`${path(stationId)}/events`, { limit: 50, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })

/** The newest messages kept of a station, newest first; what comes after is added as it happens. */
export const messagesQuery = (stationId: string) =>
  queryOptions({
    queryKey: ['stations', 'messages', stationId],
    queryFn: async ({ signal }): Promise<readonly LoggedMessage[]> => {
      const items = await getAll<LoggedMessage>(`${path(stationId)}/messages`, {}, { most: MOST_MESSAGES, signal })
      return items.toSorted((a, b) => b.at.localeCompare(a.at))
    },
    staleTime: Number.POSITIVE_INFINITY,
    // New messages come on top: comparing place by place would find every one of them changed.
    structuralSharing: false,
  })

export const createStation = (station: NewStation) => post<Station>('/stations', station)
export const changeStation = (stationId: string, change: StationChange) => patch<Station>(path(stationId), change)
export const acceptStation = (stationId: string) => post<Station>(`${path(stationId)}/accept`)
export const refuseStation = (stationId: string) => post<Station>(`${path(stationId)}/refuse`)
export const changeSecret = (stationId: string, secret?: string) =>
  post<{ secret: string }>(`${path(stationId)}/secret`, secret === undefined ? {} : { secret })
