import { defined } from '../actions/defined.ts'
import { type CommandFile, say, unsupported } from './command-codec.ts'
import { readStatus } from './status-answer.ts'

/** AdjustPeriodicEventStream: 2.1 N14. */
export const adjustPeriodicEventStream: CommandFile<'adjust-periodic-event-stream'> = {
  'ocpp1.6': () => unsupported('OCPP 1.6 has no event streams'),
  'ocpp2.0.1': () => unsupported('OCPP 2.0.1 has no event streams'),
  'ocpp2.1': say('ocpp2.1', 'AdjustPeriodicEventStream', {
    write({ streamId, intervalS, values }) {
      // N14.FR.01
      if (intervalS === undefined && values === undefined) {
        return unsupported('a stream needs an interval, a number of values, or both')
      }
      return [{ id: streamId, params: defined({ interval: intervalS, values }) }]
    },
    read(payload, _, { id, params }) {
      const answer = readStatus(payload)
      if (!answer.accepted) return answer
      const pace = defined({ intervalS: params.interval, values: params.values })
      return { ...answer, eventStreams: { kind: 'paced', streamId: id, pace } }
    },
  }),
}
