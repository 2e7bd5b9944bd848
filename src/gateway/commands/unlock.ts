import type { CommandRequests } from '#domain/commands'
import { type CommandFile, say } from './command-codec.ts'
import { statusAnswer } from './status-answer.ts'

const read = statusAnswer(new Set(['Unlocked']))

const generation2 = {
  write: ({ evseId, connectorId = 1 }: CommandRequests['unlock']) => [{ evseId, connectorId }],
  read,
}

/** UnlockConnector: 1.6 §5.18 · 2.x F05. */
export const unlock: CommandFile<'unlock'> = {
  'ocpp1.6': say('ocpp1.6', 'UnlockConnector', { write: ({ evseId }) => [{ connectorId: evseId }], read }),
  'ocpp2.0.1': say('ocpp2.0.1', 'UnlockConnector', generation2),
  'ocpp2.1': say('ocpp2.1', 'UnlockConnector', generation2),
}
