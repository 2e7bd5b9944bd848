import type { CommandRequests } from '#domain/commands'
import { type CommandFile, say, unsupported } from './command-codec.ts'
import { statusAnswer } from './status-answer.ts'

/** The station as a whole has no cable (1.6 §6.53; EVSEs and connectors of 2.x are 1 or higher). */
const NO_CABLE = unsupported('a cable is that of a connector: name its EVSE')
const read = statusAnswer(new Set(['Unlocked']))

const generation2 = {
  write: ({ evseId, connectorId = 1 }: CommandRequests['unlock']) =>
    evseId === 0 || connectorId === 0 ? NO_CABLE : [{ evseId, connectorId }],
  read,
}

/** UnlockConnector: 1.6 §5.18 · 2.x F05. */
export const unlock: CommandFile<'unlock'> = {
  'ocpp1.6': say('ocpp1.6', 'UnlockConnector', {
    write: ({ evseId }) => (evseId === 0 ? NO_CABLE : [{ connectorId: evseId }]),
    read,
  }),
  'ocpp2.0.1': say('ocpp2.0.1', 'UnlockConnector', generation2),
  'ocpp2.1': say('ocpp2.1', 'UnlockConnector', generation2),
}
