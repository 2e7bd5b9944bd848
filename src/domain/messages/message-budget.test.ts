import { expect, test } from 'vitest'
import { MessageBudget } from './message-budget.ts'

const take = (budget: MessageBudget, stationId: string, times: number, nowMs: number) =>
  Array.from({ length: times }, () => budget.take(stationId, nowMs))

test('a station that floods uses up its own share and nobody else notices', () => {
  const budget = new MessageBudget({ perSecond: 10, perStationPerSecond: 3 })
  expect(take(budget, 'flood', 5, 0)).toEqual(['taken', 'taken', 'taken', 'station-budget', 'station-budget'])
  expect(take(budget, 'calm', 3, 999)).toEqual(['taken', 'taken', 'taken'])
})

test('all stations together have a budget too, and every second a new one', () => {
  const budget = new MessageBudget({ perSecond: 2, perStationPerSecond: 2 })
  expect(['a', 'b', 'c'].map((stationId) => budget.take(stationId, 500))).toEqual(['taken', 'taken', 'budget'])
  expect(budget.take('c', 1_000)).toBe('taken')
})
