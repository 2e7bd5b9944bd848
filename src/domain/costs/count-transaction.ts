import { digitsOf } from '#domain/tariffs'
import type { TransactionMoment } from '#domain/transactions'
import type { Steps } from '#kernel'
import { appliedTariffs, isRefused, type PricedBy } from './applied-tariffs.ts'
import { costSteps } from './calculate-cost.ts'
import type { CalculatedCost } from './cost.ts'
import type { Course } from './course.ts'
import { decimalOf } from './rational.ts'

/** What a transaction costs, by the tariffs that applied to it; undefined where none did. */
export function* countTransaction(
  pricing: PricedBy,
  moments: readonly TransactionMoment[],
  course: Course,
  isOver: boolean,
): Steps<CalculatedCost | undefined> {
  const applied = appliedTariffs(pricing, moments)
  const [first] = applied
  if (first === undefined) return undefined
  if (!isRefused(moments)) return yield* costSteps(applied, course, isOver)
  const { id: tariffId, currency } = first.tariff
  const nothing = decimalOf(0n, digitsOf(currency))
  return {
    ...{ tariffId, currency, type: 'normal', totalExclTax: nothing, totalInclTax: nothing, parts: [], periods: [] },
    explanation: ['The driver did not accept the tariff: nothing is to be paid'],
  }
}
