import { type Clock, describeFailure, type Logger, type Metrics, noMetrics } from '#kernel'
import { Batcher, type CopyRow, type Database } from '#storage'
import { maskSecrets } from './mask-secrets.ts'
import type { Messages } from './message.ts'
import { MessageBudget } from './message-budget.ts'
import { messageRow, storeMessages } from './message-store.ts'
import { viewMessages } from './message-view.ts'

export interface MessagesOptions {
  readonly database: Database
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics?: Metrics
  /** Messages kept a second, of all stations and of one. */
  readonly perSecondBudget?: number
  readonly perStationPerSecond?: number
  /** Messages that may wait for the database. */
  readonly maxQueued?: number
}

/** The longest text of a frame that is kept; what is longer is kept by its beginning. */
export const LONGEST_FRAME = 16_384

const PER_SECOND = 2_000
const PER_STATION_PER_SECOND = 50
const MAX_QUEUED = 10_000
/** What ran out, as it is counted. */
const OUT_OF = {
  queue: { reason: 'queue' },
  budget: { reason: 'budget' },
  'station-budget': { reason: 'station-budget' },
} as const
/** Nobody waits for these, so some are gathered for one write; not so many that whoever does wait feels it. */
const GATHER_MS = 20
const CHUNK_SIZE = 500

/** What stations and platform said to each other: kept as far as the budget goes, and never in the way of the talk. */
export function createMessages(options: MessagesOptions): Messages {
  const { database, clock, logger, metrics = noMetrics, maxQueued = MAX_QUEUED } = options
  const dropped = metrics.counter('message_log_dropped_total', 'Messages that were not kept, by what ran out', [
    'reason',
  ])
  const budget = new MessageBudget({
    perSecond: options.perSecondBudget ?? PER_SECOND,
    perStationPerSecond: options.perStationPerSecond ?? PER_STATION_PER_SECOND,
  })
  const lane = new Batcher({
    name: 'message-log',
    clock,
    metrics,
    flush: (chunks: (readonly CopyRow[])[]) => storeMessages(database, chunks),
  })
  let gathered: CopyRow[] = []
  let waiting = 0

  // One function for all: whatever a closure of its own held would outlive its chunk until the next full collection.
  function settle(cause: unknown, _: undefined, { length }: readonly CopyRow[]): void {
    waiting -= length
    if (cause === undefined || length === 0) return
    dropped.add(length, { reason: 'database' })
    logger.warn('Messages could not be kept', { count: length, cause: describeFailure(cause) })
  }

  function write(): void {
    if (gathered.length === 0) return
    const chunk = gathered
    gathered = []
    lane.addWith(chunk, settle)
  }

  return {
    log(stationId, atMs, message) {
      const taken = waiting >= maxQueued ? 'queue' : budget.take(stationId, clock.monotonicMs())
      if (taken !== 'taken') return dropped.add(1, OUT_OF[taken])
      waiting += 1
      gathered.push(messageRow(stationId, atMs, { ...message, frame: shortened(maskSecrets(message.frame)) }))
      if (gathered.length === 1) clock.after(GATHER_MS, write)
      else if (gathered.length >= CHUNK_SIZE) write()
    },
    list: (scope, filter, page) => viewMessages(database, scope, filter, page),
    async flush() {
      write()
      // The lane keeps the order: once this is through, so is all before it.
      await lane.add([]).catch(() => {})
    },
  }
}

function shortened(frame: string): string {
  if (frame.length <= LONGEST_FRAME) return frame
  return `${frame.slice(0, LONGEST_FRAME)}… (${frame.length - LONGEST_FRAME} more characters)`
}
