import type { CommandRequests } from '#domain/commands'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import { type CommandAnswer, type CommandContext, type CommandFile, say, unsupported } from './command-codec.ts'
import { messagePieces, TOO_LONG } from './message-pieces.ts'

const generation2 = {
  // N06.FR.04
  write: ({ ids }: CommandRequests['clear-variable-monitoring'], context: CommandContext) => {
    const pieces = messagePieces([...new Set(ids)], context)
    return pieces?.map((id) => ({ id })) ?? unsupported(TOO_LONG)
  },
  read: ({
    clearMonitoringResult,
  }: v201.ClearVariableMonitoringResponse | v21.ClearVariableMonitoringResponse): CommandAnswer => {
    const refused = clearMonitoringResult.find(({ status }) => status !== 'Accepted')
    // What the station does not find, it does not have (N06.FR.02).
    const gone = clearMonitoringResult.flatMap(({ id, status }) => (status === 'Rejected' ? [] : [id]))
    return {
      status: refused?.status ?? 'Accepted',
      accepted: refused === undefined,
      details: { monitors: clearMonitoringResult.map(({ id, status }) => ({ id, status })) },
      monitoring: { kind: 'cleared', ids: gone },
    }
  },
}

/** ClearVariableMonitoring: 2.x N06. */
export const clearVariableMonitoring: CommandFile<'clear-variable-monitoring'> = {
  'ocpp1.6': () => unsupported('OCPP 1.6 has no monitoring of variables'),
  'ocpp2.0.1': say('ocpp2.0.1', 'ClearVariableMonitoring', generation2),
  'ocpp2.1': say('ocpp2.1', 'ClearVariableMonitoring', generation2),
}
