import type { Tariff } from '#domain/tariffs'
import type { TransactionMoment } from '#domain/transactions'
import { calculateCost } from './calculate-cost.ts'
import type { CalculatedCost } from './cost.ts'
import { type CourseFrame, courseOf } from './course-of.ts'

/** Moments that are kept of a running transaction; of more, every other one: what it comes to at the end is read from the books. */
const MOST_MOMENTS = 500

/** A running transaction that is counted as it goes, from what this node hears of it. */
export class FollowedTransaction {
  readonly #tariff: Tariff
  readonly #frame: Omit<CourseFrame, 'endedMs' | 'energyWh'>
  readonly #moments = new Map<string, TransactionMoment>()

  constructor(tariff: Tariff, frame: Omit<CourseFrame, 'endedMs' | 'energyWh'>, moments: readonly TransactionMoment[]) {
    this.#tariff = tariff
    this.#frame = frame
    for (const moment of moments) this.add(moment)
  }

  get currency(): string {
    return this.#tariff.currency
  }

  add(moment: TransactionMoment): void {
    this.#moments.set(moment.key, moment)
    if (this.#moments.size <= MOST_MOMENTS) return
    const middle = [...this.#moments.keys()].slice(1, -1)
    for (const [index, key] of middle.entries()) if (index % 2 === 0) this.#moments.delete(key)
  }

  /** What it costs by now. */
  costAt(nowMs: number): CalculatedCost {
    const moments = [...this.#moments.values()]
    const endedMs = moments.reduce((latest, { atMs }) => Math.max(latest, atMs), nowMs)
    return calculateCost(this.#tariff, courseOf(moments, { ...this.#frame, endedMs }), false)
  }

  /** When it was last heard of, by the clock of its station. */
  get lastMs(): number {
    return [...this.#moments.values()].reduce((latest, { atMs }) => Math.max(latest, atMs), this.#frame.startedMs)
  }
}
