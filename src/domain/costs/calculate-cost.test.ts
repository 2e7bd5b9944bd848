import { describe, expect, test } from 'vitest'
import type { RunningOccasion, Tariff } from '#domain/tariffs'
import { calculateCost } from './calculate-cost.ts'
import type { Course } from './course.ts'

const START = Date.parse('2026-03-02T10:00:00Z')
const HOUR = 3_600_000
const MINUTE = 60_000

/** Two hours at an even power: 10 kWh, unless it is said otherwise. */
function course(change: Partial<Course> & { energyWh?: number; hours?: number } = {}): Course {
  const { energyWh = 10_000, hours = 2, ...rest } = change
  const startedMs = rest.startedMs ?? START
  const endedMs = startedMs + hours * HOUR
  const points = [
    { atMs: startedMs, energyMWh: 0 },
    { atMs: endedMs, energyMWh: energyWh * 1000 },
  ]
  return { ...{ startedMs, endedMs, points, states: [], currents: [], timeZone: 'UTC' }, ...rest }
}

const tariff = (content: Partial<Tariff>): Tariff => ({
  ...{ id: 'T', partyId: 'default', currency: 'EUR', createdAt: new Date(0) },
  ...content,
})
const totals = (content: Partial<Tariff>, of: Course, isOver = true) => {
  const { totalExclTax, totalInclTax, type } = calculateCost([{ tariff: tariff(content) }], of, isOver)
  return [totalExclTax, totalInclTax, type]
}
const vat = [{ name: 'vat', percent: '19' }]

describe('a cost', () => {
  test('I12.FR.09 I12.FR.12 of energy alone is energy times price', () => {
    expect(totals({ energy: { prices: [{ price: '0.25' }] } }, course())).toEqual(['2.50', '2.50', 'normal'])
  })

  test('I12.FR.13 taxes of one level are added up, those of the next are taken of the result', () => {
    const federal = { name: 'federal', percent: '6.0' }
    const state = { name: 'state', percent: '4.0' }
    const energy = { prices: [{ price: '0.25' }] }
    expect(totals({ energy: { ...energy, taxes: [federal, state] } }, course())).toEqual(['2.50', '2.75', 'normal'])
    const stacked = [state, { ...federal, level: 1 }]
    expect(totals({ energy: { ...energy, taxes: stacked } }, course({ energyWh: 400_000 }))).toEqual([
      ...['100.00', '110.24', 'normal'],
    ])
  })

  test('I12.FR.30 a fee is taken once, by what holds at the start', () => {
    const prices = [{ price: '3', when: { fromTime: '11:00', toTime: '12:00' } }, { price: '2.50' }]
    expect(totals({ fixedFee: { prices } }, course())).toEqual(['2.50', '2.50', 'normal'])
    const inBerlin = course({ timeZone: 'Europe/Berlin' })
    expect(totals({ fixedFee: { prices } }, inBerlin)).toEqual(['3.00', '3.00', 'normal'])
    const byCard = [{ price: '3', when: { paymentRecognition: 'CC' } }, { price: '1' }]
    expect(totals({ fixedFee: { prices: byCard } }, course())).toEqual(['1.00', '1.00', 'normal'])
  })

  test('I12.FR.34 I12.FR.35 I12.FR.36 the first price that holds counts, and a new period begins with another', () => {
    const when = { fromTime: '08:00', toTime: '11:00' }
    const energy = { prices: [{ price: '0.40', when }, { price: '0.25' }] }
    const cost = calculateCost([{ tariff: tariff({ energy }) }], course(), true)
    expect(cost.periods).toEqual([
      {
        ...{ from: new Date(START), energyWh: '5000.000', chargingS: '3600.000', idleS: '0.000', energyPrice: '0.40' },
        tariffId: 'T',
      },
      {
        ...{ from: new Date(START + HOUR), energyWh: '5000.000', chargingS: '3600.000', idleS: '0.000' },
        ...{ energyPrice: '0.25', tariffId: 'T' },
      },
    ])
    expect(cost.totalExclTax).toBe('3.25')
    expect(cost.explanation).toEqual([
      'Energy: 5.000 kWh at 0.40 EUR each',
      'Energy: 5.000 kWh at 0.25 EUR each',
      'Total: 3.25 EUR without taxes, 3.25 EUR with them',
      'Rounded once, half up, to the smallest unit of the currency',
    ])
  })

  test('I12.FR.10 I12.FR.11 charging and idle time are told apart by what the station says', () => {
    const states = [
      { atMs: START, isCharging: true },
      { atMs: START + HOUR, isCharging: false },
    ]
    const content = {
      chargingTime: { prices: [{ price: '0.10' }] },
      idleTime: { prices: [{ price: '1', when: { leastIdleTimeS: 300 } }] },
    }
    // 60 minutes of charging; of 60 idle ones the first five are free.
    expect(totals(content, course({ states }))).toEqual(['61.00', '61.00', 'normal'])
    expect(totals(content, course({ energyWh: 0 }))).toEqual(['115.00', '115.00', 'normal'])
  })

  test.each<[string, RunningOccasion, string]>([
    ['energy from 4 kWh on', { leastEnergyWh: 4_000 }, '6.00'],
    ['energy up to 4 kWh', { mostEnergyWh: 4_000 }, '4.00'],
    ['the first half hour', { mostTimeS: 1_800 }, '2.50'],
    ['all but the first half hour', { leastTimeS: 1_800 }, '7.50'],
    ['an hour of charging', { mostChargingTimeS: 3_600 }, '5.00'],
    ['power of 5 kW and more', { leastPowerW: 5_000 }, '10.00'],
    ['power under 5 kW', { mostPowerW: 5_000 }, '0.00'],
    ['a current nobody measured', { leastCurrentA: 0 }, '0.00'],
    ['direct current at what is no such EVSE', { current: 'dc' }, '0.00'],
    ['Mondays', { days: ['monday'] }, '10.00'],
    ['Tuesdays', { days: ['tuesday'] }, '0.00'],
    ['from the day on', { fromDate: '2026-03-02' }, '10.00'],
    ['until the day', { toDate: '2026-03-02' }, '0.00'],
    ['past midnight', { fromTime: '22:00', toTime: '10:30' }, '2.50'],
    ['discharging only', { leastPowerW: -10 }, '0.00'],
  ])('a price for %s', (_, when, total) => {
    const energy = { prices: [{ price: '1', when }] }
    expect(totals({ energy }, course({ current: 'ac' }))[0]).toBe(total)
  })

  test('I12.FR.37 times of the day are those of the wall, also when clocks are put back', () => {
    // 25 October 2026: at 03:00 of Berlin it is 02:00 again. 02:00 to 02:30 comes twice.
    const energy = { prices: [{ price: '1', when: { fromTime: '02:00', toTime: '02:30' } }] }
    const startedMs = Date.parse('2026-10-24T23:00:00Z')
    const night = course({ startedMs, hours: 4, energyWh: 8_000, timeZone: 'Europe/Berlin' })
    expect(totals({ energy }, night)[0]).toBe('2.00')
  })

  test('I12.FR.37 an hour that the clock leaves out is nobody’s', () => {
    // 29 March 2026: after 02:00 of Berlin comes 03:00.
    const startedMs = Date.parse('2026-03-29T00:00:00Z')
    const night = course({ startedMs, hours: 4, energyWh: 8_000, timeZone: 'Europe/Berlin' })
    const within = (fromTime: string, toTime: string) =>
      totals({ energy: { prices: [{ price: '1', when: { fromTime, toTime } }] } }, night)[0]
    expect(within('02:00', '03:00')).toBe('0.00')
    expect(within('01:30', '03:30')).toBe('2.00')
  })

  test('I12.FR.37 a day may begin at one o’clock', () => {
    // 24 April 2026: after 23:59 of Thursday in Cairo comes 01:00 of Friday.
    const startedMs = Date.parse('2026-04-23T21:00:00Z')
    const night = course({ startedMs, hours: 2, energyWh: 4_000, timeZone: 'Africa/Cairo' })
    for (const when of [
      { days: ['friday'] },
      { fromDate: '2026-04-24' },
      { fromTime: '01:00', toTime: '02:00' },
    ] as const) {
      expect(totals({ energy: { prices: [{ price: '1', when }] } }, night)[0]).toBe('2.00')
    }
  })

  test('a reservation is paid by the minute and by a fee, once', () => {
    const content = {
      reservationFee: { prices: [{ price: '1' }] },
      reservationTime: { prices: [{ price: '0.10' }], taxes: vat },
    }
    expect(totals(content, course({ reservedMs: START - 20 * MINUTE }))).toEqual(['3.00', '3.38', 'normal'])
    expect(totals(content, course())).toEqual(['0.00', '0.00', 'normal'])
  })
})

describe('the least and the most', () => {
  const energy = { prices: [{ price: '0.25' }], taxes: vat }

  test('I12.FR.38 what is less than the least is replaced by it, at the end alone', () => {
    const content = { energy, minCost: { exclTax: '5', taxes: vat } }
    expect(totals(content, course())).toEqual(['5.00', '5.95', 'minimum'])
    expect(totals(content, course(), false)).toEqual(['2.50', '2.98', 'normal'])
    expect(totals(content, course({ energyWh: 20_000 }))).toEqual(['5.00', '5.95', 'normal'])
    expect(totals({ energy, minCost: { inclTax: '2.98' } }, course())).toEqual(['2.98', '2.98', 'minimum'])
  })

  test('I12.FR.39 I12.FR.40 what comes after the most is free and still on record', () => {
    const content = { energy, maxCost: { exclTax: '1' } }
    const cost = calculateCost([{ tariff: tariff(content) }], course(), true)
    expect(cost).toMatchObject({ type: 'maximum', totalExclTax: '1.00', totalInclTax: '1.19' })
    expect(cost.periods).toMatchObject([{ energyWh: '10000.000' }])
    expect(totals({ energy, maxCost: { inclTax: '1.19' } }, course())).toEqual(['1.00', '1.19', 'maximum'])
    expect(totals({ energy, maxCost: { exclTax: '2.51' } }, course())).toEqual(['2.50', '2.98', 'normal'])
  })

  test('a price below zero never makes a cost below zero', () => {
    const cheap = { energy: { prices: [{ price: '-0.10' }] } }
    expect(totals(cheap, course())).toEqual(['0.00', '0.00', 'minimum'])
    expect(totals({ ...cheap, fixedFee: { prices: [{ price: '3' }] } }, course())).toEqual(['2.00', '2.00', 'normal'])
  })
})

describe('rounding', () => {
  test('is to the smallest unit of the currency, halves up', () => {
    const energy = { prices: [{ price: '0.0005' }] }
    expect(totals({ energy }, course())[0]).toBe('0.01')
    expect(totals({ energy, currency: 'JPY' }, course({ energyWh: 1_000_000 }))[0]).toBe('1')
    expect(totals({ energy, currency: 'KWD' }, course({ energyWh: 1_000 }))[0]).toBe('0.001')
  })

  test('a third of a minute is exact until then', () => {
    const chargingTime = { prices: [{ price: '1' }] }
    expect(totals({ chargingTime }, course({ hours: 1 / 180 }))[0]).toBe('0.33')
    expect(totals({ chargingTime }, course({ hours: 3 / 180 }))[0]).toBe('1.00')
  })

  test('I12.FR.17 the parts add up to the total', () => {
    const third = { prices: [{ price: '0.005' }] }
    const cost = calculateCost(
      [{ tariff: tariff({ fixedFee: third, energy: third }) }],
      course({ energyWh: 1_000 }),
      true,
    )
    expect(cost.parts).toEqual([
      { component: 'fixed-fee', exclTax: '0.01', inclTax: '0.01' },
      { component: 'energy', exclTax: '0.00', inclTax: '0.00' },
    ])
    expect(cost.totalExclTax).toBe('0.01')
  })
})

test('however much a station has told, it is counted in one go', () => {
  const count = 20_000
  const points = Array.from({ length: count }, (_, index) => ({
    atMs: START + index * 1_000,
    energyMWh: index * 1_000,
  }))
  const states = points.map(({ atMs }, index) => ({ atMs, isCharging: index % 2 === 0 }))
  const currents = points.map(({ atMs }, index) => ({ atMs, currentA: index % 7 }))
  const endedMs = START + (count - 1) * 1_000
  const long: Course = { startedMs: START, endedMs, points, states, currents, timeZone: 'UTC' }
  const energy = { prices: [{ price: '1' }] }
  const [one, other] = [tariff({ id: 'A', energy }), tariff({ id: 'B', energy })]
  const applied = points.map(({ atMs }, index) => ({ tariff: index % 2 === 0 ? one : other, fromMs: atMs }))
  const cost = calculateCost(applied, long, true)
  expect(cost.totalExclTax).toBe('20.00')
  expect(cost.periods).toHaveLength(1_000)
  expect(cost.explanation.length).toBeLessThan(40)
})
