import { expect, test } from 'vitest'
import { pricesOf } from './price-words.ts'

test('a tariff is told by its prices, as they are written', () => {
  expect(
    pricesOf({
      energy: { prices: [{ price: '0.490', when: { fromTime: '08:00' } }, { price: '0.29' }] },
      fixedFee: { prices: [{ price: '1.00' }] },
    }),
  ).toEqual(['0.490/kWh (and 1 more)', '1.00 at the start'])
})

test('one without prices is told by none', () => expect(pricesOf({})).toEqual([]))
