import type { Clock } from '#kernel'
import type { Database, Queries } from '#storage'
import type { EventStreams, StreamChange } from './event-stream.ts'
import {
  closeOthers,
  closeStream,
  isPlausibleStream,
  nameSources,
  openStream,
  paceStream,
} from './event-stream-store.ts'
import { viewStreams, viewValues } from './event-stream-view.ts'
import { storeValues } from './stream-value-store.ts'

export interface EventStreamsOptions {
  readonly database: Database
  readonly clock: Clock
}

/** Values that stations send without asking for an answer, joined to the monitors they are of. */
export function createEventStreams({ database, clock }: EventStreamsOptions): EventStreams {
  const now = () => new Date(clock.nowMs())

  async function learn(queries: Queries, stationId: string, change: StreamChange): Promise<void> {
    if (change.kind === 'paced') return await paceStream(queries, stationId, change.streamId, change.pace)
    const streams = change.streams.filter(isPlausibleStream)
    await closeOthers(
      queries,
      stationId,
      streams.map(({ id }) => id),
    )
    for (const stream of streams) await openStream(queries, stationId, stream, now())
  }

  return {
    async open(stationId, stream) {
      if (!isPlausibleStream(stream)) return false
      return await database.transaction((queries) => openStream(queries, stationId, stream, now()))
    },
    async close(stationId, streamId) {
      if (Number.isSafeInteger(streamId)) await closeStream(database, stationId, streamId)
    },
    record: (data) => database.transaction((queries) => storeValues(queries, data)),
    learn: (stationId, change) => database.transaction((queries) => learn(queries, stationId, change)),
    monitorsLearned: (stationId) => database.transaction((queries) => nameSources(queries, stationId)),
    list: (scope, stationId) => viewStreams(database, scope, stationId),
    listValues: (scope, filter, page) => viewValues(database, scope, filter, page),
  }
}
