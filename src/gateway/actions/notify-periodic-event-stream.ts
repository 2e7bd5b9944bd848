import type { StreamData } from '#domain/event-streams'
import type { Action } from './action.ts'
import { stationTime } from './station-time.ts'

/** NotifyPeriodicEventStream: 2.1 N15. A SEND, which is never answered. */
export const notifyPeriodicEventStream = {
  versions: {
    'ocpp2.1': {
      action: 'NotifyPeriodicEventStream',
      read({ id, data, basetime, pending }, { station, receivedAt }): StreamData {
        const baseMs = stationTime(basetime, receivedAt).getTime()
        return {
          stationId: station.stationId,
          streamId: id,
          values: data.map(({ t, v }) => ({ at: new Date(baseMs + Math.round(t * 1_000)), value: v })),
          pending,
          receivedAt,
        }
      },
      write: () => ({}),
    },
  },
  async handle(data, _, { eventStreams }) {
    await eventStreams.record(data)
  },
} satisfies Action<StreamData, void>
