import { expect, test } from 'vitest'
import { seriesColumns } from './series-columns.ts'

test('the last value holds until now', () => {
  expect(seriesColumns({ times: [100, 200], values: [300, 60] }, 1_000).columns).toEqual([
    [100, 200, 1_000],
    [300, 60, 60],
  ])
})

test('a value of a moment ago is a line all the same, and no value is no line', () => {
  expect(seriesColumns({ times: [990], values: [1] }, 960).columns[0]).toEqual([990, 1_050])
  expect(seriesColumns({ times: [], values: [] }, 960).columns).toEqual([[], []])
})

test('as many decimals are told as the values have', () => {
  expect(seriesColumns({ times: [1, 2], values: [0.25, null] }, 3).digits).toBe(2)
  expect(seriesColumns({ times: [1], values: [300] }, 3).digits).toBe(0)
})
