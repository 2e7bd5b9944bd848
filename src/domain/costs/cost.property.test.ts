import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RunningOccasion, Tariff } from '#domain/tariffs'
import type { TransactionMoment } from '#domain/transactions'
import { calculateCost, courseOf } from './index.ts'

const START = Date.parse('2026-03-28T20:00:00Z')
const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Nowhere/Atall']

const time = fc.integer({ min: 0, max: 1439 }).map((minute) => {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
})
const price = fc.integer({ min: 0, max: 3_000_000 }).map((micro) => (micro / 1e6).toFixed(6))
const when: fc.Arbitrary<RunningOccasion> = fc.record(
  {
    fromTime: time,
    toTime: time,
    days: fc.subarray(['saturday', 'sunday'] as const, { minLength: 1 }),
    leastEnergyWh: fc.integer({ min: 0, max: 40_000 }),
    mostEnergyWh: fc.integer({ min: 1, max: 40_000 }),
    leastPowerW: fc.integer({ min: 0, max: 20_000 }),
    leastTimeS: fc.integer({ min: 0, max: 40_000 }),
    mostChargingTimeS: fc.integer({ min: 1, max: 40_000 }),
    leastIdleTimeS: fc.integer({ min: 0, max: 4_000 }),
  },
  { requiredKeys: [] },
)
const prices = fc.record(
  {
    prices: fc.array(fc.record({ price, when }, { requiredKeys: ['price'] }), { minLength: 1, maxLength: 3 }),
    taxes: fc.array(fc.record({ name: fc.constant('vat'), percent: price, level: fc.nat(2) }), { maxLength: 2 }),
  },
  { requiredKeys: ['prices'] },
)
const limit = fc.record({ exclTax: price, inclTax: price }, { requiredKeys: ['exclTax'] })
const tariffs: fc.Arbitrary<Tariff> = fc
  .record(
    { energy: prices, chargingTime: prices, idleTime: prices, maxCost: limit, minCost: limit },
    { requiredKeys: ['energy'] },
  )
  .map((content) => ({
    ...{ id: 'T', partyId: 'default', currency: 'EUR', createdAt: new Date(0) },
    ...content,
    fixedFee: { prices: [{ price: '0.5' }] },
  }))

/** Events of a transaction, a few minutes apart, at even numbers so that each stretch has a middle, and in whole watt-hours. */
const histories: fc.Arbitrary<readonly TransactionMoment[]> = fc
  .array(
    fc.record({
      gapMs: fc.integer({ min: 1, max: 3_000_000 }).map((half) => half * 2),
      mWh: fc.integer({ min: 0, max: 3_000 }).map((wattHours) => wattHours * 2_000),
      chargingState: fc.option(fc.constantFrom('Charging', 'SuspendedEV', 'Idle'), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((steps) => {
    let [atMs, mWh] = [START, 5_000_000]
    const first = { key: 'start', seqNo: 0, atMs, registers: [{ atMs, mWh }] }
    return [
      first,
      ...steps.map(({ gapMs, mWh: more, chargingState }, index): TransactionMoment => {
        atMs += gapMs
        mWh += more
        const registers = [{ atMs, mWh }]
        return { key: `${index}`, seqNo: index + 1, atMs, registers, ...(chargingState && { chargingState }) }
      }),
    ]
  })

function courseOfMoments(moments: readonly TransactionMoment[], timeZone: string) {
  const endedMs = Math.max(...moments.map(({ atMs }) => atMs))
  return courseOf(moments, { startedMs: START, endedMs, timeZone })
}

/** The same with a reading in the middle of each stretch, which says nothing new. */
function halved(moments: readonly TransactionMoment[]): TransactionMoment[] {
  return moments.flatMap((moment, index) => {
    const before = moments[index - 1]
    const [from, to] = [before?.registers[0], moment.registers[0]]
    if (from === undefined || to === undefined) return [moment]
    const middle = { atMs: (from.atMs + to.atMs) / 2, mWh: (from.mWh + to.mWh) / 2 }
    return [{ key: `half ${index}`, atMs: middle.atMs, registers: [middle] }, moment]
  })
}

test('splitting a stretch changes nothing', () => {
  fc.assert(
    fc.property(tariffs, histories, fc.constantFrom(...zones), (tariff, moments, zone) => {
      const whole = calculateCost([{ tariff }], courseOfMoments(moments, zone), true)
      expect(calculateCost([{ tariff }], courseOfMoments(halved(moments), zone), true)).toEqual(whole)
    }),
  )
})

test('the order of events and repeating them changes nothing', () => {
  const shuffled = histories.chain((moments) =>
    fc.tuple(fc.constant(moments), fc.shuffledSubarray([...moments, ...moments], { minLength: moments.length * 2 })),
  )
  fc.assert(
    fc.property(tariffs, shuffled, (tariff, [moments, mixed]) => {
      const whole = calculateCost([{ tariff }], courseOfMoments(moments, 'Europe/Berlin'), true)
      expect(calculateCost([{ tariff }], courseOfMoments(mixed, 'Europe/Berlin'), true)).toEqual(whole)
    }),
  )
})

test('a cost is never below zero, keeps to least and most, and is the sum of its parts', () => {
  fc.assert(
    fc.property(tariffs, histories, (tariff, moments) => {
      const cost = calculateCost([{ tariff }], courseOfMoments(moments, 'UTC'), true)
      for (const kind of ['exclTax', 'inclTax'] as const) {
        const total = new Decimal(kind === 'exclTax' ? cost.totalExclTax : cost.totalInclTax)
        const parts = cost.parts.map((part) => new Decimal(part[kind]))
        expect(parts.reduce((sum, part) => sum.plus(part), new Decimal(0)).toFixed()).toBe(total.toFixed())
        expect(parts.every((part) => part.gte(0))).toBe(true)
        const [least, most] = [tariff.minCost?.[kind], tariff.maxCost?.[kind]]
        if (least !== undefined && cost.type === 'normal') expect(total.plus('0.005').gte(least)).toBe(true)
        if (most !== undefined && cost.type !== 'minimum') expect(total.lte(most)).toBe(true)
      }
    }),
  )
})

test('the periods have all the energy and all the time', () => {
  fc.assert(
    fc.property(tariffs, histories, (tariff, moments) => {
      const course = courseOfMoments(moments, 'UTC')
      const { periods } = calculateCost([{ tariff }], course, true)
      const sum = (values: readonly string[]) =>
        values
          .reduce((a, b) => a.plus(b), new Decimal(0))
          .times(1000)
          .toNumber()
      expect(sum(periods.map(({ energyWh }) => energyWh))).toBe(course.points.at(-1)?.energyMWh)
      const seconds = periods.flatMap(({ chargingS, idleS }) => [chargingS, idleS])
      expect(sum(seconds)).toBe(course.endedMs - course.startedMs)
    }),
  )
})

test('a tariff that takes its own place changes nothing, and one that costs the same costs the same', () => {
  fc.assert(
    fc.property(tariffs, histories, fc.integer({ min: 1, max: 20_000_000 }), (tariff, moments, afterMs) => {
      const course = courseOfMoments(moments, 'Europe/Berlin')
      const whole = calculateCost([{ tariff }], course, true)
      const fromMs = START + afterMs
      expect(calculateCost([{ tariff }, { tariff, fromMs }], course, true)).toMatchObject({
        ...{ totalExclTax: whole.totalExclTax, totalInclTax: whole.totalInclTax, periods: whole.periods },
      })
      const twin = { ...tariff, id: 'TWIN' }
      const { maxCost: _most, minCost: _least, ...free } = tariff
      const [one, other] = [free, { ...free, id: twin.id }]
      const alone = calculateCost([{ tariff: one }], course, true)
      expect(calculateCost([{ tariff: one }, { tariff: other, fromMs }], course, true)).toMatchObject({
        ...{ totalExclTax: alone.totalExclTax, totalInclTax: alone.totalInclTax },
      })
    }),
  )
})

test('more energy never costs less', () => {
  fc.assert(
    fc.property(price, histories, fc.integer({ min: 1, max: 10_000_000 }), (each, moments, more) => {
      const tariff: Tariff = {
        ...{ id: 'T', partyId: 'default', currency: 'EUR', createdAt: new Date(0) },
        energy: { prices: [{ price: each }] },
      }
      const raised = moments.map((moment, index) => ({
        ...moment,
        registers: moment.registers.map(({ atMs, mWh }) => ({ atMs, mWh: index === 0 ? mWh : mWh + more })),
      }))
      const [less, rest] = [moments, raised].map((of) =>
        Number(calculateCost([{ tariff }], courseOfMoments(of, 'UTC'), true).totalExclTax),
      )
      expect(rest).toBeGreaterThanOrEqual(less ?? 0)
    }),
  )
})
