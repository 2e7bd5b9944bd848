import fc from 'fast-check'
import { expect, test } from 'vitest'
import { microOf, QUANTITY, quantityText, textOfMicro } from './quantity.ts'

test.each([
  ['0', 0, '0'],
  ['16', 16_000_000, '16'],
  ['16.1', 16_100_000, '16.1'],
  ['0.000001', 1, '0.000001'],
  ['11039.9999999', 11_039_999_999, '11039.999999'],
  ['-3.25', -3_250_000, '-3.25'],
  ['-0.0000001', 0, '0'],
  ['100', 100_000_000, '100'],
])('B-17 %s is %d millionths, cut off and never rounded', (text, micro, again) => {
  expect(microOf(text)).toBe(micro)
  expect(textOfMicro(micro)).toBe(again)
})

test('B-17 every quantity of six decimals comes back as it was', () => {
  fc.assert(
    fc.property(fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }), (micro) => {
      expect(textOfMicro(micro)).toMatch(new RegExp(QUANTITY))
      expect(microOf(textOfMicro(micro))).toBe(micro)
    }),
  )
})

test('B-16 numbers of the wire are read as the decimals they print as, whatever their size', () => {
  for (let tenths = 0; tenths <= 400; tenths += 1) expect(microOf(quantityText(tenths / 10))).toBe(tenths * 100_000)
  expect(quantityText(1e-7)).toBe('0.0000001')
  expect(quantityText(0.1 + 0.2)).toBe('0.300000000000')
  fc.assert(
    fc.property(fc.double({ min: -999_999_999, max: 999_999_999, noNaN: true }), (value) => {
      expect(quantityText(value)).toMatch(new RegExp(QUANTITY))
      expect(Math.abs(Number(quantityText(value)) - value)).toBeLessThan(1e-6)
    }),
  )
})
