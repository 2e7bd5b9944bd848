import type { Commands21 } from '../answers.ts'
import type { EventStreams } from '../monitoring/event-streams.ts'

/** 2.1 N12 and N14. */
export function eventStreamCommands(streams: EventStreams) {
  return {
    GetPeriodicEventStream() {
      const constantStreamData = streams.list()
      return { response: constantStreamData.length === 0 ? {} : { constantStreamData } }
    },
    AdjustPeriodicEventStream({ id, params }) {
      return { response: { status: streams.adjust(id, params) ? 'Accepted' : 'Rejected' } }
    },
  } satisfies Commands21
}
