import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readQuantity } from './sample.ts'

test('D-14 a decimal is the nearest number there is, however it is read', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 12 })
  const decimal = fc.oneof(
    digits,
    digits.map((whole) => `${whole}.`),
    fc.tuple(digits, digits).map(([whole, fraction]) => `${whole}.${fraction}`),
  )
  fc.assert(
    fc.property(decimal, (value) => {
      expect(readQuantity({ value }, 'Wh')).toBe(readQuantity({ value: Number(value) }, 'Wh'))
    }),
    { numRuns: 2_000 },
  )
})

test.each(['', '.', '.5', '1.2.3', '1..', '-', 'x1', '1x', '1 2', '9'.repeat(40)])(
  'D-14 %j is no quantity, or more than any meter counts',
  (value) => {
    expect(readQuantity({ value }, 'Wh')).toBeUndefined()
  },
)

test.each([
  ['-1', -1],
  [' 5 ', 5],
  ['+2.5', 2.5],
  ['1,5', 1.5],
  ['1e3', 1000],
  ['0000000000000000042', 42],
])('D-14 %j is %d', (value, expected) => {
  expect(readQuantity({ value }, 'Wh')).toBe(expected)
})
