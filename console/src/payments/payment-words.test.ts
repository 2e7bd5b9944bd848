import { expect, test } from 'vitest'
import { amountOf, isSettled, PAYMENT_STATES } from './payment-words.ts'

test('an amount is told as it is written, with its currency where that is known', () => {
  expect(amountOf({ amount: '12.500', currency: 'EUR' })).toBe('12.500 EUR')
  expect(amountOf({ amount: '0' })).toBe('0')
  expect(amountOf({ currency: 'EUR' })).toBeUndefined()
})

test('what is settled or cancelled is settled no more', () => {
  expect(PAYMENT_STATES.filter((state) => isSettled({ state }))).toEqual(['settled', 'cancelled'])
})
