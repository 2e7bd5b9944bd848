import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { get, post } from './client.ts'
import type { Command, CommandFilter, CommandKindInfo, NewCommand, Page } from './types.ts'

export const commandsQuery = (filter: CommandFilter) =>
  infiniteQueryOptions({
    // The station stands alone, so that what happens at it finds every list of its commands.
    queryKey: ['commands', filter.stationId ?? '', filter],
    queryFn: ({ pageParam, signal }) =>
      get<Page<Command>>('/commands', { ...filter, limit: 50, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })

/** What can be asked of stations; the same as long as the platform runs. */
export const commandKindsQuery = queryOptions({
  queryKey: ['command-kinds'],
  queryFn: async ({ signal }) =>
    (await get<{ items: readonly CommandKindInfo[] }>('/commands/kinds', undefined, signal)).items,
  staleTime: Number.POSITIVE_INFINITY,
})

/** A command made by a form, which knows its kind only by name. */
export interface FormedCommand {
  readonly stationId: string
  readonly kind: string
  readonly request: unknown
  readonly expiresInS?: number
}

/** Hands a command to the platform. The key makes a repeated click the same command. */
export const submitCommand = (command: NewCommand | FormedCommand, idempotencyKey: string) =>
  post<Command>('/commands', command, { 'idempotency-key': idempotencyKey })
