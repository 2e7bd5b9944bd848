import type { CommandRequests } from '#domain/commands'
import { type CommandAnswer, type CommandContext, type CommandFile, say, unsupported } from './command-codec.ts'
import { readStatus } from './status-answer.ts'

const generation2 = {
  write: ({ messageId }: CommandRequests['clear-display-message']) => [{ id: messageId }],
  read: (
    payload: Parameters<typeof readStatus>[0],
    _: CommandContext,
    { id }: { readonly id: number },
  ): CommandAnswer => {
    const answer = readStatus(payload)
    // What the station does not know, it does not show (O05.FR.02).
    const gone = answer.accepted || answer.status === 'Unknown'
    return gone ? { ...answer, display: { kind: 'cleared', id } } : answer
  },
}

/** ClearDisplayMessage: 2.x O05. */
export const clearDisplayMessage: CommandFile<'clear-display-message'> = {
  'ocpp1.6': () => unsupported('OCPP 1.6 has no messages on displays'),
  'ocpp2.0.1': say('ocpp2.0.1', 'ClearDisplayMessage', generation2),
  'ocpp2.1': say('ocpp2.1', 'ClearDisplayMessage', generation2),
}
