import { AsyncResource } from 'node:async_hooks'
import { AppError, type Clock, type Logger, type Metrics, noMetrics, silentLogger, systemClock } from '#kernel'
import { type Batch, BatchQueue } from './batch-queue.ts'
import { failureKind } from './database-error.ts'
import { type FlushOutcome, type FlushPolicy, flushBisecting, type Settle } from './flush-bisecting.ts'

export interface BatcherOptions<Item, Result> {
  /** Names the lane in metrics and errors; from a closed list. */
  readonly name: string
  /**
   * Makes all items durable in one database transaction and returns one result for each, in order. It may be called
   * again with the same items after a failure, also after one that hid a commit, so it must not mind repetition.
   */
  readonly flush: (items: Item[]) => Promise<readonly Result[]>
  /** Items in one flush at most. */
  readonly maxItems?: number
  /** Flushes at a time; with 1 (the default) items take effect in the order they were added. */
  readonly maxInFlight?: number
  /** One begins beside those under way when so many items wait; without this only when a whole flush does. */
  readonly besideFrom?: number
  /** Items that may wait; one more is refused. */
  readonly maxQueued?: number
  /** Bytes of an item, roughly, for lanes whose items may be large: both bounds then hold by weight as well. */
  readonly weigh?: (item: Item) => number
  readonly maxFlushWeight?: number
  readonly maxQueuedWeight?: number
  /** How long an item waits for company when nothing is under way. 0 (the default): until the end of this turn of the event loop. */
  readonly lingerMs?: number
  /** How long a flush is tried again while the database is away. */
  readonly retryForMs?: number
  readonly metrics?: Metrics
  readonly logger?: Logger
  readonly clock?: Clock
}

const MEBIBYTE = 2 ** 20
const FLUSH_SECONDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const FLUSH_ITEMS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000]

/**
 * Group commit: items that arrive while the database is busy with earlier ones share the next transaction, so that one
 * flush to disk serves many stations. An idle lane starts at once and a busy one needs no timer: the busier it is, the
 * larger its groups become by themselves.
 *
 * An item that the database refuses fails alone: the group is split until it stands by itself. While the database is
 * away, the group is tried again for a bounded time.
 */
export class Batcher<Item, Result = void> {
  readonly #name: string
  readonly #maxInFlight: number
  readonly #besideFrom: number
  readonly #lingerMs: number
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #policy: FlushPolicy<Item, Result>
  readonly #observe: ReturnType<typeof batchMetrics>
  readonly #queue: BatchQueue<Item, Result>
  #inFlight = 0
  #scheduled = false
  #closed = false
  #drained: (() => void)[] = []
  // A group belongs to no single caller, so it does not run in the asynchronous context of whoever came first.
  readonly #start = AsyncResource.bind(() => {
    this.#scheduled = false
    this.#startFlushes()
  })

  constructor(options: BatcherOptions<Item, Result>) {
    const { name, clock = systemClock, retryForMs = 10_000 } = options
    this.#name = name
    this.#maxInFlight = options.maxInFlight ?? 1
    this.#besideFrom = options.besideFrom ?? Number.POSITIVE_INFINITY
    this.#queue = new BatchQueue({
      maxItems: options.maxItems ?? 1_000,
      maxQueued: options.maxQueued ?? 50_000,
      weigh: options.weigh,
      maxFlushWeight: options.maxFlushWeight ?? 16 * MEBIBYTE,
      maxQueuedWeight: options.maxQueuedWeight ?? 256 * MEBIBYTE,
    })
    this.#lingerMs = options.lingerMs ?? 0
    this.#clock = clock
    this.#logger = options.logger ?? silentLogger
    this.#observe = batchMetrics(options.metrics ?? noMetrics, name)
    this.#policy = { name, flush: options.flush, kindOf: failureKind, retryForMs, clock }
  }

  /** Items that wait, those under way not counted. */
  get queued(): number {
    return this.#queue.length
  }

  /**
   * Adds an item and resolves with its result once it is durable.
   *
   * @throws AppError `too-many` when the queue is full, `unavailable` when the database stayed away or the lane is
   *   closed; what the flush threw, when this item caused it.
   */
  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.addWith(item, (error, result) => (error === undefined ? resolve(result as Result) : reject(error)))
    })
  }

  /** As {@link add}, telling `settle` exactly once; within this call when the item is refused. One function may serve all. */
  addWith(item: Item, settle: Settle<Item, Result>): void {
    if (this.#closed || !this.#queue.push(item, settle)) settle(this.#refusal(), undefined, item)
    else if (this.#mayBegin()) this.#schedule()
  }

  /** Takes no more items; resolves when every one it has is settled. */
  close(): Promise<void> {
    this.#closed = true
    this.#startFlushes()
    if (this.#idle()) return Promise.resolve()
    return new Promise((resolve) => this.#drained.push(resolve))
  }

  #refusal(): AppError {
    if (this.#closed) return new AppError('unavailable', `The lane ${this.#name} is closed`)
    this.#observe.refused()
    return new AppError('too-many', `Too many items wait in the lane ${this.#name}`, { lane: this.#name })
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    if (this.#lingerMs > 0) this.#clock.after(this.#lingerMs, this.#start)
    // After everything that has arrived by now was handled.
    else setImmediate(this.#start)
  }

  #startFlushes(): void {
    while (this.#queue.length > 0 && this.#mayBegin()) {
      this.#inFlight += 1
      void this.#flush(this.#queue.take())
    }
    this.#observe.queued(this.#queue.length)
  }

  #mayBegin(): boolean {
    if (this.#inFlight === 0) return true
    if (this.#inFlight >= this.#maxInFlight) return false
    return this.#queue.length >= this.#besideFrom || this.#queue.hasWholeFlush()
  }

  async #flush({ items, settles }: Batch<Item, Result>): Promise<void> {
    const startMs = this.#clock.monotonicMs()
    const outcome = await flushBisecting(this.#policy, items)
    this.#observe.flushed(items.length, (this.#clock.monotonicMs() - startMs) / 1_000)
    this.#inFlight -= 1
    // The database works on the next group while this one is answered.
    if (!this.#scheduled || this.#closed) this.#startFlushes()
    for (let index = 0; index < settles.length; index++) {
      this.#settle(settles[index] as Settle<Item, Result>, outcome, index, items[index] as Item)
    }
    if (this.#idle()) for (const resolve of this.#drained.splice(0)) resolve()
  }

  #settle(settle: Settle<Item, Result>, outcome: FlushOutcome<Result>, index: number, item: Item): void {
    const error = outcome.errors?.get(index)
    try {
      settle(error, error === undefined ? outcome.results[index] : undefined, item)
    } catch (cause) {
      this.#logger.error('Whoever added an item failed when told its outcome', {
        lane: this.#name,
        cause: String(cause),
      })
    }
  }

  #idle(): boolean {
    return this.#inFlight === 0 && this.#queue.length === 0
  }
}

function batchMetrics(metrics: Metrics, name: string) {
  const labels = { lane: name }
  const seconds = metrics.histogram('storage_flush_seconds', 'Time of one group commit', FLUSH_SECONDS, ['lane'])
  const size = metrics.histogram('storage_flush_items', 'Items in one group commit', FLUSH_ITEMS, ['lane'])
  const queued = metrics.gauge('storage_queued_items', 'Items left waiting when a group commit started', ['lane'])
  const refused = metrics.counter('storage_refused_items_total', 'Items refused because the queue was full', ['lane'])
  return {
    flushed(count: number, tookSeconds: number) {
      seconds.observe(tookSeconds, labels)
      size.observe(count, labels)
    },
    queued: (count: number) => queued.set(count, labels),
    refused: () => refused.add(1, labels),
  }
}
