import { queryOptions } from '@tanstack/react-query'
import type { Alert, AlertHistory, Operations } from '#api-client'
import { keyOfRoute, listQuery, oneQuery } from '../resource/resource-query.ts'
import { ask } from './ask.ts'
import { getAll } from './client.ts'

/** More than these say one thing: that something large is wrong. */
export const MOST_OPEN = 1_000

export type AlertFilter = Pick<
  NonNullable<Operations['listAlerts']['request']['query']>,
  'stationId' | 'cause' | 'atLeast'
>

/** Everything that is wrong now. */
export const openAlertsQuery = queryOptions({
  queryKey: [...keyOfRoute('GET /alerts'), 'open'],
  queryFn: ({ signal }) => getAll<Alert>('/alerts', { open: true }, { most: MOST_OPEN, signal }),
  // The stream of one station tells nothing of the others.
  refetchInterval: 30_000,
})

/** What was wrong and is over, newest first. */
export const closedAlertsQuery = (filter: AlertFilter) =>
  listQuery('GET /alerts', { query: { open: false, ...filter } })

export const alertQuery = (alertId: string) => oneQuery('GET /alerts/{id}', { params: { id: alertId } })

export const acknowledgeAlert = (
  alertId: string,
  body: Operations['acknowledgeAlert']['request']['body'],
): Promise<AlertHistory> => ask('POST /alerts/{id}/acknowledge', { params: { id: alertId }, body })
