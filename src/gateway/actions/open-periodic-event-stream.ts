import type { ToldStream } from '#domain/event-streams'
import type { Action } from './action.ts'
import { defined } from './defined.ts'

/** OpenPeriodicEventStream: 2.1 N11. */
export const openPeriodicEventStream = {
  versions: {
    'ocpp2.1': {
      action: 'OpenPeriodicEventStream',
      read: ({ constantStreamData: { id, variableMonitoringId, params } }): ToldStream => ({
        id,
        monitorId: variableMonitoringId,
        pace: defined({ intervalS: params.interval, values: params.values }),
      }),
      // N11.FR.05 and 06
      write: (opened) => ({ status: opened ? 'Accepted' : 'Rejected' }),
    },
  },
  handle: (stream, { station }, { eventStreams }) => eventStreams.open(station.stationId, stream),
} satisfies Action<ToldStream, boolean>
