import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormedCommand, submitCommand } from '../api/commands.ts'
import type { Command } from '../api/types.ts'
import { oneQuery } from './resource-query.ts'

export interface RunningCommand {
  send(command: FormedCommand): void
  /** What was sent last, as far as it is. */
  readonly command: Command | undefined
  /** Why it was not taken. */
  readonly error: unknown
  /** It was taken and is not settled. */
  readonly busy: boolean
  readonly submitting: boolean
  /** Forgets what was sent last. */
  forget(): void
}

/** Sends commands to a station and follows the latest of them to its end. */
export function useCommand(onRefused?: (thrown: unknown) => void): RunningCommand {
  const client = useQueryClient()
  const submit = useMutation({
    mutationFn: (command: FormedCommand) => submitCommand(command, crypto.randomUUID()),
    onSuccess: ({ stationId }) => client.invalidateQueries({ queryKey: ['commands', stationId] }),
    onError: (thrown) => onRefused?.(thrown),
  })
  const { data } = useQuery({
    ...oneQuery('GET /commands/{id}', { params: { id: submit.data?.id ?? '' } }),
    enabled: submit.data !== undefined,
  })
  const command = submit.data && { ...submit.data, ...data }
  const settled = command !== undefined && command.state !== 'queued' && command.state !== 'sent'
  return {
    send: submit.mutate,
    command,
    error: submit.error,
    busy: submit.isPending || (command !== undefined && !settled),
    submitting: submit.isPending,
    forget: submit.reset,
  }
}
