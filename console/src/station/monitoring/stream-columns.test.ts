import { expect, test } from 'vitest'
import { streamColumns } from './stream-columns.ts'

const value = (monitorId: number, second: number, text: string) => {
  const at = new Date(Date.UTC(2026, 10, 21, 10, 0, second)).toISOString()
  return { monitorId, at, receivedAt: at, value: text, trigger: 'periodic' as const }
}
const time = (second: number) => Date.UTC(2026, 10, 21, 10, 0, second) / 1_000

test('each monitor is a line of its own, in the order of time whatever came first', () => {
  expect(streamColumns([value(2, 3, '20'), value(1, 1, '1.5'), value(1, 2, '2')], 4)).toEqual({
    names: ['Monitor 1', 'Monitor 2'],
    digits: 1,
    columns: [
      [time(1), time(2), time(3)],
      [1.5, 2, undefined],
      [undefined, undefined, 20],
    ],
  })
})

test('what is no number is not drawn, nor are more lines than can be told apart', () => {
  expect(streamColumns([value(1, 1, 'Occupied'), value(1, 2, '')], 4).names).toEqual([])
  expect(streamColumns([value(1, 1, '1'), value(2, 2, '2'), value(3, 3, '3')], 2).names).toHaveLength(2)
})
