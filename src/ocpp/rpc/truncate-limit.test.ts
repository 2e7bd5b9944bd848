import fc from 'fast-check'
import { expect, test } from 'vitest'
import { truncateLimit } from '#ocpp/rpc'

test.each([
  [16.19, 1, 16.1],
  [16.1, 1, 16.1],
  [15.999999, 1, 15.9],
  [0.30000000000000004, 1, 0.3],
  [11_039.96, 1, 11_039.9],
  [32, 1, 32],
  [0.09, 1, 0],
  [-16.19, 1, -16.1],
  [-0.01, 1, 0],
  [1.23456789, 6, 1.234567],
  [1e-7, 6, 0],
  [1.5e-6, 6, 0.000001],
  [1e21, 1, 1e21],
])('B-17 %d with %d places is sent as %d', (value, decimals, sent) => {
  expect(truncateLimit(value, decimals)).toBe(sent)
})

test('B-17 all limits with one place go out as they are', () => {
  for (let tenths = 0; tenths <= 400; tenths += 1) expect(truncateLimit(tenths / 10, 1)).toBe(tenths / 10)
})

test('B-17 a limit is never raised, and never cut by a whole step', () => {
  const limit = fc.double({ min: 0, max: 1e6, noNaN: true })
  fc.assert(
    fc.property(limit, fc.constantFrom(1, 6), (value, decimals) => {
      const sent = truncateLimit(value, decimals)
      expect(sent).toBeLessThanOrEqual(value)
      expect(value - sent).toBeLessThan(10 ** -decimals * (1 + 1e-9) + Number.EPSILON * value)
    }),
  )
})
