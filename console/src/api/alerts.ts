import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Alert, AlertHistory, Operations } from '#api-client'
import { get, getAll, post, segment } from './client.ts'

/** More than these say one thing: that something large is wrong. */
export const MOST_OPEN = 1_000

export type AlertFilter = Pick<
  NonNullable<Operations['listAlerts']['request']['query']>,
  'stationId' | 'cause' | 'atLeast'
>

/** Everything that is wrong now. */
export const openAlertsQuery = queryOptions({
  queryKey: ['alerts', 'open'],
  queryFn: ({ signal }) => getAll<Alert>('/alerts', { open: true }, { most: MOST_OPEN, signal }),
  // The stream of one station tells nothing of the others.
  refetchInterval: 30_000,
})

/** What was wrong and is over, newest first. */
export const closedAlertsQuery = (filter: AlertFilter) =>
  infiniteQueryOptions({
    queryKey: ['alerts', 'closed', filter],
    queryFn: ({ pageParam, signal }) =>
      get<Operations['listAlerts']['response']>('/alerts', { open: false, ...filter, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })

export const alertQuery = (alertId: string) =>
  queryOptions({
    queryKey: ['alerts', 'one', alertId],
    queryFn: ({ signal }) => get<AlertHistory>(`/alerts/${segment(alertId)}`, undefined, signal),
  })

export const acknowledgeAlert = (
  alertId: string,
  acknowledgement: Operations['acknowledgeAlert']['request']['body'],
): Promise<AlertHistory> => post(`/alerts/${segment(alertId)}/acknowledge`, acknowledgement)
