import { describe, expect, test } from 'vitest'
import { checkTariff } from './check-tariff.ts'
import type { NewTariff } from './tariff.ts'

const simple: NewTariff = { partyId: 'default', currency: 'EUR', energy: { prices: [{ price: '0.25' }] } }

describe('a tariff', () => {
  test.each<[string, Partial<NewTariff>]>([
    ['with a price of energy', {}],
    ['that is free', { energy: { prices: [{ price: '0' }] } }],
    ['that pays for energy fed back', { energy: { prices: [{ price: '-0.10' }] } }],
    ['with limits', { minCost: { exclTax: '1' }, maxCost: { exclTax: '10.5' } }],
    ['with six decimals', { fixedFee: { prices: [{ price: '0.123456' }] } }],
  ])('%s is one', (_, change) => {
    expect(() => checkTariff({ ...simple, ...change })).not.toThrow()
  })

  test.each<[string, Partial<NewTariff>]>([
    ['a currency of two letters', { currency: 'EU' }],
    ['no number', { energy: { prices: [{ price: 'much' }] } }],
    ['an exponent', { energy: { prices: [{ price: '1e3' }] } }],
    ['more digits than a number keeps', { energy: { prices: [{ price: '0.1234567' }] } }],
    ['a component without a price', { energy: { prices: [] } }],
    ['a tax that is no number', { energy: { prices: [{ price: '1' }], taxes: [{ name: 'vat', percent: '19%' }] } }],
    ['a limit without an amount', { minCost: {} }],
    ['a least cost over the most', { minCost: { exclTax: '10' }, maxCost: { exclTax: '9.99' } }],
    ['too many prices', { energy: { prices: Array.from({ length: 101 }, () => ({ price: '1' })) } }],
    ['too many texts', { texts: Array.from({ length: 11 }, () => ({ text: 'x' })) }],
  ])('%s is refused', (_, change) => {
    expect(() => checkTariff({ ...simple, ...change })).toThrow(expect.objectContaining({ code: 'invalid' }))
  })

  test('a tariff of nothing is refused', () => {
    const { energy: _, ...nothing } = simple
    expect(() => checkTariff(nothing)).toThrow(expect.objectContaining({ code: 'invalid' }))
  })
})
