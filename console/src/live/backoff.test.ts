import { expect, test } from 'vitest'
import { backoffMs } from './backoff.ts'

test('the wait doubles with each failure and is spread over its upper half', () => {
  expect([0, 1, 2, 3].map((failures) => backoffMs(failures, 1))).toEqual([500, 1_000, 2_000, 4_000])
  expect(backoffMs(2, 0)).toBe(1_000)
})

test('the wait is bounded, however long the platform is away', () => {
  expect(backoffMs(1_000_000, 1)).toBe(20_000)
})
