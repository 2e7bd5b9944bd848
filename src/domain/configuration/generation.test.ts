import { expect, test } from 'vitest'
import { generationOf } from './generation.ts'

test.each([
  ['ocpp1.5', 'keys'],
  ['ocpp1.6', 'keys'],
  ['ocpp2.0.1', 'variables'],
  ['ocpp2.1', 'variables'],
  [null, undefined],
])('a station that spoke %s last is configured by %s', (version, generation) => {
  expect(generationOf(version)).toBe(generation)
})
