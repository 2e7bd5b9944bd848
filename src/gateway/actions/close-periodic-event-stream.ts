import type { Action } from './action.ts'

/** ClosePeriodicEventStream: 2.1 N13. */
export const closePeriodicEventStream = {
  versions: {
    'ocpp2.1': {
      action: 'ClosePeriodicEventStream',
      read: ({ id }) => id,
      write: () => ({}),
    },
  },
  handle: (streamId, { station }, { eventStreams }) => eventStreams.close(station.stationId, streamId),
} satisfies Action<number, void>
