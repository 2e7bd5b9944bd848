import { expect, test } from 'vitest'
import { editDistance, nearest } from './nearest.ts'

test.each([
  ['', 'abc', 3],
  ['abc', 'abc', 0],
  ['kitten', 'sitting', 3],
  ['prot', 'port', 2],
])('%s is turned into %s by changing %d letters', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance)
  expect(editDistance(b, a)).toBe(distance)
})

test('a name far from all known ones has no nearest', () => {
  expect(nearest('colour', ['ocpp.port', 'http.host'])).toBeUndefined()
})
