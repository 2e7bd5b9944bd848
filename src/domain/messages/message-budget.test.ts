import { expect, test } from 'vitest'
import { MessageBudget } from './message-budget.ts'

const take = (budget: MessageBudget, stationId: string, times: number, nowMs: number) =>
  Array.from({ length: times }, () => budget.take(stationId, nowMs))

test('a station that floods uses up its own share and nobody else notices', () => {
  const budget = new MessageBudget({ perSecond: 10, perStationPerSecond: 3 })
  expect(take(budget, 'flood', 5, 0)).toEqual(['taken', 'taken', 'taken', 'station-budget', 'station-budget'])
  expect(take(budget, 'calm', 3, 999)).toEqual(['taken', 'taken', 'taken'])
})

test('all stations together have a budget too, which flows back evenly and never beyond its bound', () => {
  const budget = new MessageBudget({ perSecond: 10, perStationPerSecond: 10 })
  expect(take(budget, 'a', 10, 500)).toEqual(Array(10).fill('taken'))
  expect(budget.take('b', 500)).toBe('budget')
  expect(take(budget, 'b', 3, 700)).toEqual(['taken', 'taken', 'budget'])
  expect(take(budget, 'c', 4, 1_000)).toEqual(['taken', 'taken', 'taken', 'budget'])
  expect(take(budget, 'd', 11, 60_000)).toEqual([...Array(10).fill('taken'), 'budget'])
})

test('a station has its share anew with every second', () => {
  const budget = new MessageBudget({ perSecond: 10, perStationPerSecond: 1 })
  expect(take(budget, 'a', 2, 999)).toEqual(['taken', 'station-budget'])
  expect(budget.take('a', 1_000)).toBe('taken')
})
