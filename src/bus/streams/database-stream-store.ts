import { AppError, type BusPayload, type Clock, describeFailure, type Logger, type Metrics } from '#kernel'
import { Batcher, type Database, unnestStatement } from '#storage'
import type { StreamStore } from './stream-store.ts'

export interface DatabaseStreamOptions {
  readonly database: Database
  readonly logger: Logger
  readonly metrics?: Metrics
  readonly clock?: Clock
  /** Entries a stream keeps although some consumer has not read them. */
  readonly maxEntries?: number
  /** Appends to a stream after which what is done with is removed. */
  readonly trimEvery?: number
}

interface Append {
  readonly stream: string
  readonly payload: string
}

// The update of bus_stream holds its row until the commit: numbers have no gaps, and none shows before a smaller one.
const append = unnestStatement<Append>({
  name: 'bus-append',
  columns: { stream: 'text', payload: 'text' },
  text: (rows) => `
WITH entry AS (
  SELECT stream, payload, row_number() OVER (PARTITION BY stream ORDER BY place) AS step FROM ${rows}
), counted AS (
  SELECT stream, count(*) AS entries FROM entry GROUP BY stream ORDER BY stream
), numbered AS (
  INSERT INTO bus_stream (stream, last_seq) SELECT stream, entries FROM counted
  ON CONFLICT (stream) DO UPDATE SET last_seq = bus_stream.last_seq + excluded.last_seq
  RETURNING stream, last_seq
)
INSERT INTO bus_entry (stream, seq, payload)
SELECT stream, last_seq - entries + step, payload FROM entry JOIN counted USING (stream) JOIN numbered USING (stream)`,
})

const READ = 'SELECT seq, payload FROM bus_entry WHERE stream = $1 AND seq > $2 ORDER BY seq LIMIT $3'

const SET_POSITION = `
INSERT INTO bus_consumer (stream, consumer, position) VALUES ($1, $2, $3)
ON CONFLICT (stream, consumer) DO UPDATE SET position = greatest(bus_consumer.position, excluded.position)`

const TRIM = `
DELETE FROM bus_entry WHERE stream = $1 AND (
  seq <= (SELECT min(position) FROM bus_consumer WHERE stream = $1)
  OR seq <= (SELECT last_seq FROM bus_stream WHERE stream = $1) - $2)`

/**
 * Streams in PostgreSQL. Appends are committed in groups; one whose commit was hidden by a lost connection may be there
 * twice. An entry goes when every consumer is done with it, or when `maxEntries` newer ones are kept.
 */
export function databaseStreamStore(options: DatabaseStreamOptions): StreamStore {
  const { database, logger, maxEntries = 1_000_000, trimEvery = 1_000 } = options
  const untrimmed = new Map<string, number>()
  const trim = (stream: string) => {
    database.query('bus-trim', TRIM, [stream, maxEntries]).catch((cause) => {
      logger.warn('A stream of the bus was not trimmed', { stream, cause: describeFailure(cause) })
    })
  }
  const count = (appends: readonly Append[]) => {
    for (const { stream } of appends) {
      const appended = (untrimmed.get(stream) ?? 0) + 1
      untrimmed.set(stream, appended >= trimEvery ? 0 : appended)
      if (appended >= trimEvery) trim(stream)
    }
  }
  const lane = new Batcher<Append>({
    name: 'bus-append',
    async flush(appends) {
      await append(database, appends)
      count(appends)
      return new Array<undefined>(appends.length)
    },
    ...(options.metrics && { metrics: options.metrics }),
    ...(options.clock && { clock: options.clock }),
  })
  return {
    append: (stream, payload) => lane.add({ stream, payload: JSON.stringify(payload) }),
    async read(stream, position, limit) {
      const { rows } = await database.query<{ seq: number; payload: string }>('bus-read', READ, [
        stream,
        position,
        limit,
      ])
      return rows.map(({ seq, payload }) => ({ seq, payload: readPayload(payload) }))
    },
    async position(stream, consumer) {
      const text = 'SELECT position FROM bus_consumer WHERE stream = $1 AND consumer = $2'
      const { rows } = await database.query<{ position: number }>('bus-position', text, [stream, consumer])
      return rows[0]?.position ?? 0
    },
    async setPosition(stream, consumer, position) {
      await database.query('bus-set-position', SET_POSITION, [stream, consumer, position])
    },
    close: () => lane.close(),
  }
}

function readPayload(text: string): BusPayload {
  const payload: BusPayload = JSON.parse(text)
  if (payload.version !== 1)
    throw new AppError('unsupported', `An entry of the bus has version ${String(payload.version)}`)
  return payload
}
