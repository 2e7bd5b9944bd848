import { infiniteQueryOptions } from '@tanstack/react-query'
import { get, post } from './client.ts'
import type { Command, NewCommand, Page } from './types.ts'

export const commandsQuery = (stationId: string) =>
  infiniteQueryOptions({
    queryKey: ['commands', stationId],
    queryFn: ({ pageParam, signal }) =>
      get<Page<Command>>('/commands', { stationId, limit: 50, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })

/** Hands a command to the platform. The key makes a repeated click the same command. */
export const submitCommand = (command: NewCommand, idempotencyKey: string) =>
  post<Command>('/commands', command, { 'idempotency-key': idempotencyKey })
