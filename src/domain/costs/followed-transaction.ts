import type { TransactionMoment } from '#domain/transactions'
import { atOnce } from '#kernel'
import type { PricedBy } from './applied-tariffs.ts'
import type { CalculatedCost } from './cost.ts'
import { countTransaction } from './count-transaction.ts'
import { type CourseFrame, courseOf } from './course-of.ts'

/** Moments that are kept of a running transaction; of more, every other one: what it comes to at the end is read from the books. */
const MOST_MOMENTS = 500

/** A running transaction that is counted as it goes, from what this node hears of it. */
export class FollowedTransaction {
  readonly #pricing: PricedBy
  readonly #frame: Omit<CourseFrame, 'endedMs' | 'energyWh'>
  readonly #moments = new Map<string, TransactionMoment>()

  constructor(
    pricing: PricedBy,
    frame: Omit<CourseFrame, 'endedMs' | 'energyWh'>,
    moments: readonly TransactionMoment[],
  ) {
    this.#pricing = pricing
    this.#frame = frame
    for (const moment of moments) this.add(moment)
  }

  add(moment: TransactionMoment): void {
    this.#moments.set(moment.key, moment)
    if (this.#moments.size <= MOST_MOMENTS) return
    const middle = [...this.#moments].slice(1, -1)
    const isOfTariffs = ({ tariffId, isTariffRefused }: TransactionMoment) =>
      (tariffId ?? isTariffRefused) !== undefined
    // What says by which tariff is counted is kept, unless there is nothing else.
    const isSpared = middle.filter(([, one]) => isOfTariffs(one)).length < MOST_MOMENTS / 2
    for (const [index, [key, one]] of middle.entries()) {
      if (index % 2 === 0 && !(isSpared && isOfTariffs(one))) this.#moments.delete(key)
    }
  }

  /** What it costs by now; undefined where no tariff applies. */
  costAt(nowMs: number): CalculatedCost | undefined {
    const moments = [...this.#moments.values()]
    const endedMs = moments.reduce((latest, { atMs }) => Math.max(latest, atMs), nowMs)
    const course = courseOf(moments, { ...this.#frame, endedMs })
    return atOnce(countTransaction(this.#pricing, moments, course, false))
  }
}
