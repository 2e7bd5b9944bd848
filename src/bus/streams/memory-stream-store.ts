import { AppError } from '#kernel'
import type { StreamEntry, StreamStore } from './stream-store.ts'

/** Streams that last as long as the process, for tests and tools that have no database. Bounded: the oldest go first. */
export function memoryStreamStore(maxEntries = 100_000): StreamStore {
  const streams = new Map<string, { entries: StreamEntry[]; lastSeq: number }>()
  const positions = new Map<string, number>()
  let closed = false
  const keyOf = (stream: string, consumer: string) => JSON.stringify([stream, consumer])
  return {
    async append(stream, payload) {
      if (closed) throw new AppError('unavailable', 'The bus is closed')
      const kept = streams.get(stream) ?? { entries: [], lastSeq: 0 }
      kept.lastSeq += 1
      kept.entries.push({ seq: kept.lastSeq, payload: JSON.parse(JSON.stringify(payload)) })
      if (kept.entries.length > maxEntries) kept.entries.shift()
      streams.set(stream, kept)
    },
    async read(stream, position, limit) {
      const entries = streams.get(stream)?.entries ?? []
      const from = Math.max(0, position + 1 - (entries[0]?.seq ?? 1))
      return entries.slice(from, from + limit)
    },
    position: async (stream, consumer) => positions.get(keyOf(stream, consumer)) ?? 0,
    async setPosition(stream, consumer, position) {
      positions.set(keyOf(stream, consumer), position)
    },
    async close() {
      closed = true
    },
  }
}
