import type { CommandRequests } from '#domain/commands'
import { defined } from '../actions/defined.ts'
import { type CommandFile, say, unsupported } from './command-codec.ts'
import { oneEvse } from './one-evse.ts'
import { readStatus } from './status-answer.ts'

const generation2 = {
  write: ({ evseId, connectorId, available }: CommandRequests['change-availability']) => {
    const id = oneEvse(evseId)
    const operationalStatus = available ? ('Operative' as const) : ('Inoperative' as const)
    return [{ operationalStatus, ...(id === undefined ? {} : { evse: defined({ id, connectorId }) }) }]
  },
  read: readStatus,
}

/** ChangeAvailability: 1.6 §5.2 · 2.x G03, G04. */
export const changeAvailability: CommandFile<'change-availability'> = {
  'ocpp1.6': say('ocpp1.6', 'ChangeAvailability', {
    // Connector 0 is the whole station (D-18).
    write: ({ evseId = 0, connectorId = 1, available }) =>
      connectorId === 1
        ? [{ connectorId: evseId, type: available ? ('Operative' as const) : ('Inoperative' as const) }]
        : unsupported('OCPP 1.6 knows one connector of each EVSE'),
    read: readStatus,
  }),
  'ocpp2.0.1': say('ocpp2.0.1', 'ChangeAvailability', generation2),
  'ocpp2.1': say('ocpp2.1', 'ChangeAvailability', generation2),
}
