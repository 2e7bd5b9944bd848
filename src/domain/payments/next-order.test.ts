import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type NextOrder, nextOrder, type OwedPayment } from './next-order.ts'

const owed: OwedPayment = { state: 'to-settle', amount: '4.20', due: '4.20', currency: 'EUR' }
const told = (total: string, number = 1) => ({ number, isFirst: number === 1, total, currency: 'EUR' })

test('at first all of it is told, also that it is nothing', () => {
  const first = { number: 1, kind: 'settle', amount: '4.20', total: '4.20', currency: 'EUR' }
  expect(nextOrder(owed)).toEqual(first)
  expect(nextOrder({ ...owed, due: '0' })).toEqual({ ...first, amount: '0', total: '0' })
})

test.each<[string, Partial<OwedPayment>, Partial<NextOrder> | undefined]>([
  [
    'less than was told',
    { due: '3.50', last: told('4.20') },
    { number: 2, kind: 'refund', amount: '0.7', total: '3.50' },
  ],
  ['more than was told', { due: '5', last: told('4.20') }, { number: 2, kind: 'capture', amount: '0.8', total: '5' }],
  ['the same, in other digits', { due: '4.2', last: told('4.20') }, undefined],
  [
    'another correction',
    { due: '5', last: told('3.50', 2) },
    { number: 3, kind: 'capture', amount: '1.5', total: '5' },
  ],
  ['nothing any more', { due: '0', last: told('4.20') }, { number: 2, kind: 'refund', amount: '4.2', total: '0' }],
  [
    'less than was told, of which less was taken',
    { state: 'settled', amount: '4.00', due: '3.50', last: told('4.20') },
    { number: 2, kind: 'refund', amount: '0.5', total: '3.50' },
  ],
  ['what was told, of which less was taken', { state: 'settled', amount: '4.00', last: told('4.20') }, undefined],
  ['what was taken', { state: 'settled', amount: '4.00', due: '4', last: told('4.20') }, undefined],
  [
    'another correction, whatever was taken at first',
    { state: 'settled', amount: '4.00', due: '3', last: told('3.50', 2) },
    { number: 3, kind: 'refund', amount: '0.5', total: '3' },
  ],
  [
    'more, of what a program has settled by itself',
    { state: 'settled', amount: '4.00', due: '5' },
    { number: 2, kind: 'capture', amount: '1', total: '5' },
  ],
])('it came to %s', (_, change, order) => {
  const next = nextOrder({ ...owed, ...change })
  if (order === undefined) expect(next).toBeUndefined()
  else expect(next).toEqual({ ...order, currency: 'EUR' })
})

test('other money cannot be told by how much it differs, unless nothing was taken', () => {
  expect(nextOrder({ ...owed, due: '4', currency: 'SEK', last: told('4.20') })).toBe('other-currency')
  const nothing = { number: 1, isFirst: true, total: '0', currency: null }
  expect(nextOrder({ ...owed, due: '4', currency: 'SEK', last: nothing })).toMatchObject({
    kind: 'capture',
    amount: '4',
  })
})

test.each<[string, Partial<OwedPayment>, Partial<NextOrder>]>([
  ['what was told before it', { due: '6' }, { number: 3, kind: 'capture', amount: '1.8', total: '6' }],
  [
    'what was taken of the first order',
    { state: 'settled', amount: '4.00', due: '6' },
    { number: 3, kind: 'capture', amount: '2', total: '6' },
  ],
])('what comes after a refused correction starts from %s, under a number of its own', (_, change, order) => {
  const last = { number: 2, isFirst: true, total: '4.20', currency: 'EUR' }
  expect(nextOrder({ ...owed, ...change, last })).toEqual({ ...order, currency: 'EUR' })
})

test('whatever it comes to one after the other, and whichever corrections are refused, the orders add up to the total of the last that was not', () => {
  const amount = fc.integer({ min: 0, max: 100_000 }).map((cents) => new Decimal(cents).div(100).toFixed(2))
  const steps = fc.array(fc.record({ due: amount, isRefused: fc.boolean() }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(steps, (told) => {
      let last: OwedPayment['last']
      let sum = new Decimal(0)
      let total = new Decimal(0)
      for (const [index, { due, isRefused }] of told.entries()) {
        const next = nextOrder({ state: 'to-settle', amount: due, due, currency: 'EUR', last })
        if (next === 'other-currency') throw new Error('it is the same currency')
        if (next === undefined) expect(total.equals(due)).toBe(true)
        else if (isRefused && last !== undefined) last = { ...last, number: next.number }
        else {
          expect(next.number).toBe((last?.number ?? 0) + 1)
          sum = next.kind === 'refund' ? sum.minus(next.amount) : sum.plus(next.amount)
          total = new Decimal(due)
          last = { ...next, isFirst: index === 0 }
        }
        expect(sum.equals(total)).toBe(true)
      }
    }),
  )
})
