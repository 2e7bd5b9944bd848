import type { Settle } from './flush-bisecting.ts'

/** What waits in a lane and how much of it may: items by number, and by weight where they have one. */
export interface QueueBounds<Item> {
  readonly maxItems: number
  readonly maxQueued: number
  readonly weigh: ((item: Item) => number) | undefined
  readonly maxFlushWeight: number
  readonly maxQueuedWeight: number
}

/** Items of one flush, and in step with them who is told of each. */
export interface Batch<Item, Result> {
  readonly items: Item[]
  readonly settles: Settle<Item, Result>[]
}

/** First in, first out, in groups. Two arrays in step instead of one of pairs: an item costs nothing but its place. */
export class BatchQueue<Item, Result> {
  readonly #bounds: QueueBounds<Item>
  #items: Item[] = []
  #settles: Settle<Item, Result>[] = []
  #weight = 0

  constructor(bounds: QueueBounds<Item>) {
    this.#bounds = bounds
  }

  get length(): number {
    return this.#items.length
  }

  /** False when the queue is full. One item is always taken, however heavy: it would never fit later either. */
  push(item: Item, settle: Settle<Item, Result>): boolean {
    const { maxQueued, maxQueuedWeight, weigh } = this.#bounds
    if (this.#items.length >= maxQueued) return false
    if (weigh !== undefined) {
      const weight = weigh(item)
      if (this.#items.length > 0 && this.#weight + weight > maxQueuedWeight) return false
      this.#weight += weight
    }
    this.#items.push(item)
    this.#settles.push(settle)
    return true
  }

  /** True when there is enough for a flush as large as one may be. */
  hasWholeFlush(): boolean {
    return this.#items.length >= this.#bounds.maxItems || this.#weight >= this.#bounds.maxFlushWeight
  }

  /** The next group, in order; at least one item. */
  take(): Batch<Item, Result> {
    const count = this.#countOfNext()
    if (count === this.#items.length) {
      const batch = { items: this.#items, settles: this.#settles }
      this.#items = []
      this.#settles = []
      this.#weight = 0
      return batch
    }
    const items = this.#items.splice(0, count)
    for (const item of items) this.#weight -= this.#bounds.weigh?.(item) ?? 0
    return { items, settles: this.#settles.splice(0, count) }
  }

  #countOfNext(): number {
    const { maxItems, maxFlushWeight, weigh } = this.#bounds
    const most = Math.min(this.#items.length, maxItems)
    if (weigh === undefined || this.#weight <= maxFlushWeight) return most
    let weight = 0
    for (let count = 0; count < most; count++) {
      weight += weigh(this.#items[count] as Item)
      if (weight > maxFlushWeight) return Math.max(count, 1)
    }
    return most
  }
}
