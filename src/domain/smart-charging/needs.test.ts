import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChargingSchedule } from './charging-profile.ts'
import { MOST_CHANGES } from './composite-schedule.ts'
import { answerNeeds, type ChargingNeeds, type NeedsAnswer, type NeedsRule, powerFor } from './needs.ts'
import { planNeeds } from './plan-needs.ts'
import { microOf } from './quantity.ts'
import { type KnownLimits, keepsWithin } from './what-holds.ts'

const now = new Date('2026-03-01T12:00:00Z')
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000).toISOString()
const automatically: NeedsRule = { decides: 'automatically' }

describe('the answer to the needs of a vehicle', () => {
  test.each<[string, Partial<ChargingNeeds>, NeedsRule, boolean, NeedsAnswer]>([
    ['K15.FR.03', { transfer: 'dc' }, automatically, true, 'accepted'],
    ['K15.FR.04', { transfer: 'dc' }, { decides: 'never' }, true, 'rejected'],
    ['K15.FR.05', { transfer: 'dc' }, { decides: 'by-hand' }, true, 'processing'],
    ['K15.FR.07 no transaction', { transfer: 'dc' }, automatically, false, 'rejected'],
    ['K15.FR.07 no transaction', { transfer: 'dc' }, { decides: 'by-hand' }, false, 'rejected'],
    ['K18.FR.04', { transfer: 'dc', controlMode: 'scheduled' }, { decides: 'never' }, true, 'no-profile'],
    ['K19.FR.04', { transfer: 'dc', controlMode: 'dynamic' }, automatically, false, 'no-profile'],
    [
      'K18.FR.22',
      { transfer: 'dc', controlMode: 'scheduled' },
      { ...automatically, transfers: ['wireless'] },
      true,
      'rejected',
    ],
    [
      'K18.FR.22',
      { transfer: 'dc', controlMode: 'scheduled' },
      { ...automatically, transfers: ['dc'] },
      true,
      'accepted',
    ],
    ['a transfer nobody knows', {}, { ...automatically, transfers: ['dc'] }, true, 'rejected'],
    ['a transfer nobody knows, nor minds', {}, automatically, true, 'accepted'],
  ])('%s: %j by %j, in a transaction: %s', (_, needs, rule, inTransaction, answer) => {
    expect(answerNeeds(needs, rule, inTransaction)).toBe(answer)
  })
})

describe('what a vehicle shall get', () => {
  const power = (needs: ChargingNeeds, rule: Partial<NeedsRule> = {}, rateUnit: 'A' | 'W' = 'W') =>
    powerFor(needs, { ...automatically, ...rule }, { nowMs: now.getTime(), rateUnit, lineVoltageV: 230 })

  test.each<[string, ChargingNeeds, Partial<NeedsRule>, object | undefined]>([
    ['what it can take', { maxPowerW: '50000.5' }, {}, { limit: '50000.5' }],
    ['what the operator lets it', { maxPowerW: '50000' }, { maxPowerW: '22000' }, { limit: '22000' }],
    ['its current, over three phases', { maxCurrentA: '16' }, {}, { limit: '11040' }],
    ['its current, over one', { maxCurrentA: '16', transfer: 'ac-single-phase' }, {}, { limit: '3680', phases: 1 }],
    [
      'its energy, evenly until it departs',
      { energyWh: '20000', departureAt: later(4) },
      { pace: 'until-departure' },
      { limit: '5000' },
    ],
    [
      'as fast as may be when it departed before',
      { maxPowerW: '7', energyWh: '1', departureAt: later(-1) },
      { pace: 'until-departure' },
      { limit: '7' },
    ],
    ['nothing that could be said', {}, {}, undefined],
  ])('%s', (_, needs, rule, expected) => {
    expect(power(needs, rule)).toEqual(expected)
  })

  test('in amperes where the station takes no watts, cut off and never rounded up', () => {
    expect(power({ maxPowerW: '11000' }, {}, 'A')).toEqual({ limit: '15.942028' })
  })

  test('keeping to it, a vehicle has what it wants when it leaves', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200_000 }), fc.integer({ min: 1, max: 172_800 }), (energyWh, seconds) => {
        const needs = {
          energyWh: String(energyWh),
          departureAt: new Date(now.getTime() + seconds * 1000).toISOString(),
        }
        const limit = power(needs, { pace: 'until-departure' })?.limit ?? '0'
        expect((microOf(limit) * seconds) / 3_600_000_000).toBeGreaterThanOrEqual(energyWh - 1e-6)
      }),
    )
  })
})

describe('K02.FR.01 the plan for a vehicle', () => {
  const known = (schedules: readonly ChargingSchedule[]): KnownLimits => ({
    ...{ rows: [], running: [], evseIds: [1] },
    limits: [{ stationId: 'CS', evseId: 0, source: 'other', schedules, notifiedAt: now }],
  })
  const plan = (needs: ChargingNeeds, schedules: readonly ChargingSchedule[], maxPeriods?: number) =>
    planNeeds({
      ...{ needs, rule: automatically, evseId: 1, known: known(schedules), now },
      capabilities: { phaseSwitching: new Set(), ...(maxPeriods !== undefined && { maxPeriods }) },
    })
  const anyPeriods = fc
    .uniqueArray(fc.integer({ min: 1, max: 80_000 }), { maxLength: 12 })
    .chain((starts) =>
      fc.tuple(
        ...[0, ...starts.sort((a, b) => a - b)].map((startS) =>
          fc.record({ startS: fc.constant(startS), limit: fc.integer({ min: 0, max: 30_000 }).map(String) }),
        ),
      ),
    )

  test('never exceeds what is imposed, nor what it can take, in no more periods than it takes', () => {
    fc.assert(
      fc.property(anyPeriods, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), (periods, most, ours) => {
        const outside: ChargingSchedule = { rateUnit: 'W', startAt: later(-1), periods }
        const schedule = plan({ maxPowerW: '11000', maxPeriods: most }, [outside], ours)?.schedules[0]
        expect(schedule?.periods.length).toBeLessThanOrEqual(Math.min(most, ours))
        expect(schedule?.periods[0]?.startS).toBe(0)
        for (const { startS, limit = '' } of schedule?.periods ?? []) {
          expect(microOf(limit)).toBeLessThanOrEqual(11_000_000_000)
          const ruling = periods.findLast((one) => one.startS <= startS + 3_600)
          expect(microOf(limit)).toBeLessThanOrEqual(microOf(ruling?.limit ?? '0'))
        }
        // Moments between: the imposed schedule may fall lower before the plan's next period begins.
        const allowed = periods.map(({ startS, limit }) => ({ startS: Math.max(0, startS - 3_600), limit }))
        const last = allowed.findLastIndex(({ startS }) => startS === 0)
        const asked = { evseId: 1, from: now, durationS: 80_000 }
        if (schedule !== undefined) {
          const composite = { periods: allowed.slice(last), durationS: asked.durationS }
          expect(keepsWithin(schedule, composite, asked)).toBe(true)
        }
      }),
    )
  })

  test('promises nothing of the time after more changes than are looked at', () => {
    const periods = Array.from({ length: 3_000 }, (_, at) => ({ startS: at * 10, limit: String(5_000 + (at % 2)) }))
    const schedule = plan({ maxPowerW: '11000' }, [{ rateUnit: 'W', startAt: later(0), periods }])?.schedules[0]
    expect(schedule?.durationS).toBe(MOST_CHANGES * 10)
    expect(schedule?.periods.at(-1)?.limit).toBe('5000')
    const sound = plan({ maxPowerW: '11000' }, [{ rateUnit: 'W', startAt: later(0), periods: periods.slice(0, 9) }])
    expect(sound?.schedules[0]).not.toHaveProperty('durationS')
  })

  test('what is known only in part is not known to be kept within', () => {
    const schedule: ChargingSchedule = { rateUnit: 'W', periods: [{ startS: 0, limit: '10' }] }
    const asked = { evseId: 1, from: now, durationS: 100 }
    const allowed = { periods: [{ startS: 0, limit: '11' }], durationS: 100 }
    expect(keepsWithin(schedule, allowed, asked)).toBe(true)
    expect(keepsWithin(schedule, { ...allowed, durationS: 50, shortened: true }, asked)).toBe(false)
  })

  test('there is none when nothing limits a vehicle', () => {
    expect(plan({}, [])).toBeUndefined()
  })

  test('of a vehicle that takes no period it has one', () => {
    expect(plan({ maxPowerW: '7', maxPeriods: 0 }, [])?.schedules[0]?.periods).toEqual([{ startS: 0, limit: '7' }])
  })
})
