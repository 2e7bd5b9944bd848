import { expect, test } from 'vitest'
import { sharedBuffersMb } from './settings.ts'

test.each([
  ['a board with half a gigabyte', 0.5, 64],
  ['a small server', 4, 512],
  ['a large server', 256, 1_024],
])('the cache fits %s', (_, gibibytes, expected) => {
  expect(sharedBuffersMb(gibibytes * 2 ** 30)).toBe(expected)
})
