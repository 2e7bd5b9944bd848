import { describe, expect, test } from 'vitest'
import type { Tariff } from '#domain/tariffs'
import type { TransactionMoment } from '#domain/transactions'
import { atOnce } from '#kernel'
import { appliedTariffs, isRefused } from './applied-tariffs.ts'
import { calculateCost } from './calculate-cost.ts'
import { countTransaction } from './count-transaction.ts'
import { courseOf } from './course-of.ts'

const START = Date.parse('2026-03-02T10:00:00Z')
const MINUTE = 60_000
const at = (minutes: number) => START + minutes * MINUTE

const made = (id: string, content: Partial<Tariff> = {}): Tariff => ({
  ...{ id, partyId: 'default', currency: 'EUR', createdAt: new Date(0) },
  ...content,
})
const perKwh = (id: string, price: string, more: Partial<Tariff> = {}) =>
  made(id, { energy: { prices: [{ price }] }, ...more })
const tariffs = new Map(
  [made('PINNED'), made('A'), made('B'), made('SEK', { currency: 'SEK' })].map((tariff) => [tariff.id, tariff]),
)

let count = 0
const told = (minutes: number, tariffId: string, isTariffChange?: true): TransactionMoment => {
  count += 1
  const change = isTariffChange === undefined ? {} : { isTariffChange }
  return { key: `${count}`, seqNo: minutes, atMs: at(minutes), registers: [], tariffId, ...change }
}
const accepted = (minutes: number, tariffId: string) => ({ tariffId, atMs: at(minutes) })
const applied = (moments: readonly TransactionMoment[], change: object = {}) =>
  appliedTariffs({ pinnedId: 'PINNED', accepted: [], tariffs, ...change }, moments).map(({ tariff, fromMs }) =>
    fromMs === undefined ? tariff.id : [tariff.id, (fromMs - START) / MINUTE],
  )

describe('the tariffs a transaction is counted by', () => {
  test('are the one it was given, where the station says nothing', () => {
    expect(applied([])).toEqual(['PINNED'])
    expect(applied([], { pinnedId: undefined })).toEqual([])
  })

  test('I07.FR.32 I08.FR.22 are the one the station has told, for all of it, whenever it is told first', () => {
    expect(applied([told(5, 'A')])).toEqual(['A'])
    expect(applied([told(5, 'A')], { pinnedId: undefined })).toEqual(['A'])
  })

  test('I11.FR.07 I11.FR.08 change with the event that tells it, and nothing is counted backwards', () => {
    expect(applied([told(0, 'A'), told(30, 'B', true), told(45, 'A', true)])).toEqual(['A', ['B', 30], ['A', 45]])
    expect(applied([told(30, 'B', true)])).toEqual(['PINNED', ['B', 30]])
    expect(applied([told(30, 'B', true)], { pinnedId: undefined })).toEqual([['B', 30]])
  })

  test('are the same in whatever order and however often it is told', () => {
    const moments = [told(0, 'A'), told(30, 'B', true), told(45, 'A', true)]
    expect(applied([...moments].reverse())).toEqual(applied(moments))
    expect(applied([...moments, ...moments])).toEqual(applied(moments))
  })

  test('are changed from the answer on, until the event says when', () => {
    const change = { accepted: [accepted(29, 'B')] }
    expect(applied([told(0, 'A')], change)).toEqual(['A', ['B', 29]])
    expect(applied([told(0, 'A'), told(30, 'B', true)], change)).toEqual(['A', ['B', 30]])
    // It went back to what it began with, of which no event has come.
    const back = { accepted: [accepted(29, 'B'), accepted(44, 'A')] }
    expect(applied([told(0, 'A'), told(30, 'B', true)], back)).toEqual(['A', ['B', 30], ['A', 44]])
  })

  test('I11.FR.05 keep to their currency', () => {
    expect(applied([told(0, 'A'), told(30, 'SEK', true), told(45, 'B', true)])).toEqual(['A', ['B', 45]])
    expect(applied([told(0, 'SEK'), told(30, 'B', true)])).toEqual(['SEK'])
  })

  test('are none that the party does not have', () => {
    expect(applied([told(0, 'FOREIGN'), told(30, 'B', true)])).toEqual(['PINNED', ['B', 30]])
  })

  test('I07.FR.30 I08.FR.20 are none when the driver accepts none', () => {
    const refused: TransactionMoment = { key: 'refused', atMs: at(1), registers: [], isTariffRefused: true }
    expect(isRefused([refused])).toBe(true)
    expect(isRefused([refused, told(2, 'A')])).toBe(false)
    expect(isRefused([told(0, 'A')])).toBe(false)
    const course = courseOf([refused], { startedMs: START, endedMs: at(60), timeZone: 'UTC' })
    const fee = made('PINNED', { fixedFee: { prices: [{ price: '1' }] } })
    const pricedBy = { pinnedId: 'PINNED', accepted: [], tariffs: new Map([['PINNED', fee]]) }
    expect(atOnce(countTransaction(pricedBy, [refused], course, true))).toMatchObject({
      ...{ totalExclTax: '0.00', totalInclTax: '0.00', currency: 'EUR', parts: [] },
      explanation: ['The driver did not accept the tariff: nothing is to be paid'],
    })
  })
})

/** Two hours at an even power: 10 kWh. */
const registers = [
  { atMs: START, mWh: 0 },
  { atMs: at(120), mWh: 10_000_000 },
]
const course = courseOf([{ key: 'all', atMs: START, registers }], {
  ...{ startedMs: START, endedMs: at(120), timeZone: 'UTC' },
})
const total = (...all: Parameters<typeof calculateCost>[0]) => {
  const { totalExclTax, totalInclTax, type } = calculateCost(all, course, true)
  return [totalExclTax, totalInclTax, type]
}

describe('a cost by several tariffs', () => {
  test('I11.FR.08 is that of each while it counted, and says so', () => {
    const [day, night] = [perKwh('D', '0.50', { name: 'Day' }), perKwh('N', '0.20', { name: 'Night' })]
    const cost = calculateCost([{ tariff: day }, { tariff: night, fromMs: at(90) }], course, true)
    expect(cost).toMatchObject({
      ...{ tariffId: 'N', totalExclTax: '4.25', parts: [{ component: 'energy', exclTax: '4.25' }] },
      periods: [
        { from: new Date(START), tariffId: 'D', energyWh: '7500.000', energyPrice: '0.50' },
        { from: new Date(at(90)), tariffId: 'N', energyWh: '2500.000', energyPrice: '0.20' },
      ],
    })
    expect(cost.explanation).toEqual([
      'From the start by the tariff Day',
      'From 2026-03-02T11:30:00.000Z on by the tariff Night',
      'Energy: 7.500 kWh at 0.50 EUR each, by Day',
      'Energy: 2.500 kWh at 0.20 EUR each, by Night',
      'Total: 4.25 EUR without taxes, 4.25 EUR with them',
      'Rounded once, half up, to the smallest unit of the currency',
    ])
  })

  test('has each its own taxes', () => {
    const vat = (percent: string) => ({ energy: { prices: [{ price: '1' }], taxes: [{ name: 'vat', percent }] } })
    expect(total({ tariff: made('A', vat('10')) }, { tariff: made('B', vat('20')), fromMs: at(60) })).toEqual([
      ...['10.00', '11.50', 'normal'],
    ])
  })

  test('I12.FR.30 has the fee of its start, once', () => {
    const fee = { fixedFee: { prices: [{ price: '2' }] } }
    expect(total({ tariff: made('A', fee) }, { tariff: made('B', fee), fromMs: at(60) })[0]).toBe('2.00')
    expect(total({ tariff: made('B', fee), fromMs: at(60) })[0]).toBe('0.00')
  })

  test('has conditions that go on from the start of the transaction', () => {
    const energy = { prices: [{ price: '1', when: { leastEnergyWh: 6_000 } }] }
    expect(total({ tariff: perKwh('A', '0') }, { tariff: made('B', { energy }), fromMs: at(60) })[0]).toBe('4.00')
  })

  test('I12.FR.38 has the least of the one that counts last', () => {
    const least = { minCost: { exclTax: '5' } }
    expect(total({ tariff: perKwh('A', '0.10', least) }, { tariff: perKwh('B', '0.10'), fromMs: at(60) })).toEqual([
      ...['1.00', '1.00', 'normal'],
    ])
    expect(total({ tariff: perKwh('A', '0.10') }, { tariff: perKwh('B', '0.10', least), fromMs: at(60) })).toEqual([
      ...['5.00', '5.00', 'minimum'],
    ])
  })

  test('I12.FR.39 has the most of the one that counts, and gives nothing back', () => {
    const most = (exclTax: string) => ({ maxCost: { exclTax } })
    const changed = (first: Partial<Tariff>, then: Partial<Tariff>) =>
      total({ tariff: perKwh('A', '1', first) }, { tariff: perKwh('B', '1', then), fromMs: at(60) })
    expect(changed(most('3'), {})).toEqual(['8.00', '8.00', 'normal'])
    expect(changed(most('3'), most('6'))).toEqual(['6.00', '6.00', 'maximum'])
    expect(changed({}, most('3'))).toEqual(['5.00', '5.00', 'maximum'])
  })
})
