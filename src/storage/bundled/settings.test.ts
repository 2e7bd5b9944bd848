import { expect, test } from 'vitest'
import { memoryForUs, sharedBuffersMb } from './settings.ts'

test.each([
  ['a board with half a gigabyte', 0.5, 64],
  ['a small server', 4, 512],
  ['a large server', 256, 1_024],
])('the cache fits %s', (_, gibibytes, expected) => {
  expect(sharedBuffersMb(gibibytes * 2 ** 30)).toBe(expected)
})

const GIBIBYTE = 2 ** 30

test.each([
  ['the machine has, where nothing bounds it', 0, 8],
  ['the machine has, where the bound is a number without meaning', 2 ** 64, 8],
  ['the container may have', GIBIBYTE, 1],
])('there is as much memory as %s', (_, boundBytes, gibibytes) => {
  expect(memoryForUs(8 * GIBIBYTE, boundBytes)).toBe(gibibytes * GIBIBYTE)
})
