import { expect, test } from 'vitest'
import type { TransactionCost } from '#domain/tariffs'
import { billOfStation } from './station-bill.ts'

const told: TransactionCost = {
  ...{ stationId: 'N1', partyId: 'north', reference: 'T', final: true, at: new Date(0), details: {} },
  ...{ currency: 'EUR', totalExclTax: '3.004', totalInclTax: '3.575' },
}

test('is in the smallest unit of its currency, halves up', () => {
  expect(billOfStation(told)).toMatchObject({ currency: 'EUR', totalExclTax: '3.00', totalInclTax: '3.58' })
  expect(billOfStation({ ...told, currency: 'JPY' })).toMatchObject({ totalExclTax: '3', totalInclTax: '4' })
  expect(billOfStation({ ...told, currency: 'KWD' })).toMatchObject({ totalExclTax: '3.004', totalInclTax: '3.575' })
})

test('knows a currency in any case, and none that is no currency', () => {
  expect(billOfStation({ ...told, currency: 'eur' })).toMatchObject({ currency: 'EUR' })
  for (const currency of ['', 'EU', '€', '123', 'EURO']) expect(billOfStation({ ...told, currency })).toBeUndefined()
})

test('is none where the station could not calculate, or says no amount', () => {
  const { totalExclTax: _excl, totalInclTax: _incl, ...nothing } = told
  expect(billOfStation({ ...told, failure: 'no clock' })).toBeUndefined()
  expect(billOfStation(nothing)).toBeUndefined()
})
