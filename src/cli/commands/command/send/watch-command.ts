import type { ApiClient, Command } from '#api-client'
import type { Clock } from '#kernel'
import { watchUntil } from '../../../watch-until.ts'
import { isSettled } from '../words.ts'

/**
 * Watches a command until it is settled.
 *
 * @param onState hears every state that was seen
 */
export function watchCommand(
  api: ApiClient,
  command: Command,
  { clock }: { readonly clock: Clock },
  onState: (command: Command) => void,
): Promise<Command> {
  onState(command)
  return watchUntil({
    api,
    clock,
    stationId: command.stationId,
    concerns: ({ kind, data }) => kind === 'command' && data.commandId === command.id,
    ask: () => api.call('getCommand', { params: { id: command.id } }),
    isOver: isSettled,
    onSeen: onState,
  })
}
