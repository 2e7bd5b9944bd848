import { Decimal } from 'decimal.js'
import type { TransactionCost } from '#domain/tariffs'
import type { Bill } from './charge-store.ts'
import { digitsOf } from './rounded-cost.ts'

/** What a station says a transaction costs, as a bill; undefined where it could not calculate it (2.1 I12.FR.14). */
export function billOfStation(told: TransactionCost): Bill | undefined {
  const total = told.totalInclTax ?? told.totalExclTax
  if (told.failure !== undefined || total === undefined) return undefined
  const digits = digitsOf(told.currency)
  const rounded = (amount: string) => new Decimal(amount).toFixed(digits, Decimal.ROUND_HALF_UP)
  return {
    countedBy: 'station',
    currency: told.currency,
    type: 'normal',
    totalExclTax: rounded(told.totalExclTax ?? total),
    totalInclTax: rounded(total),
    parts: [],
    periods: [],
    explanation: ['Counted by the station, by the tariff it was given'],
  }
}
