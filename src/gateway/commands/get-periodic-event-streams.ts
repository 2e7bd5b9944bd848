import { defined } from '../actions/defined.ts'
import { type CommandFile, say, unsupported } from './command-codec.ts'

/** GetPeriodicEventStream: 2.1 N12. */
export const getPeriodicEventStreams: CommandFile<'get-periodic-event-streams'> = {
  'ocpp1.6': () => unsupported('OCPP 1.6 has no event streams'),
  'ocpp2.0.1': () => unsupported('OCPP 2.0.1 has no event streams'),
  'ocpp2.1': say('ocpp2.1', 'GetPeriodicEventStream', {
    write: () => [{}],
    read({ constantStreamData = [] }) {
      const streams = constantStreamData.map(({ id, variableMonitoringId, params }) => ({
        id,
        monitorId: variableMonitoringId,
        pace: defined({ intervalS: params.interval, values: params.values }),
      }))
      return {
        status: 'Accepted',
        accepted: true,
        details: { streams },
        eventStreams: { kind: 'open', streams },
      }
    },
  }),
}
