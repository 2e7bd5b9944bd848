import { isCurrency, roundedAmount, type TransactionCost } from '#domain/tariffs'
import type { Bill } from './charge-store.ts'

/**
 * What a station says a transaction costs, as a bill; undefined where it could not calculate it (2.1 I12.FR.14), and where it says
 * so in no currency.
 */
export function billOfStation(told: TransactionCost): Bill | undefined {
  const total = told.totalInclTax ?? told.totalExclTax
  const currency = told.currency.toUpperCase()
  if (told.failure !== undefined || total === undefined || !isCurrency(currency)) return undefined
  return {
    countedBy: 'station',
    currency,
    type: 'normal',
    totalExclTax: roundedAmount(told.totalExclTax ?? total, currency),
    totalInclTax: roundedAmount(total, currency),
    parts: [],
    periods: [],
    explanation: ['Counted by the station, by the tariff it was given'],
  }
}
