import type { Transaction } from '../api/types.ts'
import { daysIn } from '../transactions/month.ts'

export interface CompletedDay {
  /** Of the month, from 1. */
  readonly day: number
  readonly transactions: number
  readonly energyWh: number
}

export interface CompletedMonth {
  readonly transactions: number
  readonly energyWh: number
  readonly days: readonly CompletedDay[]
  readonly flagged: number
}

/** What a month comes to, in all and day by day (UTC), days without any among them. */
export function completedMonth(month: string, transactions: readonly Transaction[]): CompletedMonth {
  const byDay = Map.groupBy(transactions, ({ endedAt }) => Number(endedAt?.slice(8, 10)))
  const days = Array.from({ length: daysIn(month) }, (_, index): CompletedDay => {
    const ofDay = byDay.get(index + 1) ?? []
    return { day: index + 1, transactions: ofDay.length, energyWh: energyOf(ofDay) }
  })
  return {
    transactions: transactions.length,
    energyWh: energyOf(transactions),
    days,
    flagged: transactions.filter(({ flags }) => flags.length > 0).length,
  }
}

const energyOf = (transactions: readonly Transaction[]): number =>
  transactions.reduce((sum, { energyWh }) => sum + energyWh, 0)
