import { expect, test } from 'vitest'
import { money } from './quantity.ts'

test.each([
  ['34.5', 'EUR', '34.50 EUR'],
  ['-5', 'EUR', '-5.00 EUR'],
  ['0.1234', 'EUR', '0.1234 EUR'],
  ['500', 'JPY', '500 JPY'],
])('%s of %s is shown as %s', (amount, currency, shown) => expect(money(amount, currency)).toBe(shown))
