import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChargingProfile, ChargingPurpose, SchedulePeriod } from './charging-profile.ts'
import { type CompositeQuestion, compositeSchedule, MOST_CHANGES, type StackedProfile } from './composite-schedule.ts'
import { microOf } from './quantity.ts'

const from = new Date('2026-03-01T12:00:00Z')
const at = (second: number) => new Date(from.getTime() + second * 1000).toISOString()

interface Drawn {
  readonly purpose: ChargingPurpose
  readonly evseId: number
  readonly stackLevel: number
  readonly kind: 'absolute' | 'relative'
  readonly startS: number
  readonly durationS: number | undefined
  readonly validFromS: number | undefined
  readonly validToS: number | undefined
  readonly periods: readonly { readonly startS: number; readonly amps: number }[]
}

function stacked(drawn: Drawn): StackedProfile {
  const { purpose, evseId, stackLevel, kind, startS, durationS, validFromS, validToS, periods } = drawn
  const profile: ChargingProfile = {
    purpose,
    stackLevel,
    kind,
    ...(validFromS !== undefined && { validFrom: at(validFromS) }),
    ...(validToS !== undefined && { validTo: at(validToS) }),
    schedules: [
      {
        rateUnit: 'A',
        ...(kind === 'absolute' && { startAt: at(startS) }),
        ...(durationS !== undefined && { durationS }),
        periods: periods.map((period) => ({ startS: period.startS, limit: String(period.amps) })),
      },
    ],
  }
  return { evseId, stackLevel, profile }
}

const second = (max = 120) => fc.integer({ min: -60, max })
const anyProfile: fc.Arbitrary<Drawn> = fc.record({
  purpose: fc.constantFrom<ChargingPurpose>(
    'station-max',
    'transaction-default',
    'transaction',
    'external-constraints',
  ),
  evseId: fc.constantFrom(0, 1, 2),
  stackLevel: fc.integer({ min: 0, max: 3 }),
  kind: fc.constantFrom('absolute', 'relative'),
  startS: second(),
  durationS: fc.option(fc.integer({ min: 1, max: 200 }), { nil: undefined }),
  validFromS: fc.option(second(), { nil: undefined }),
  validToS: fc.option(second(), { nil: undefined }),
  periods: fc
    .uniqueArray(fc.integer({ min: 1, max: 150 }), { maxLength: 4 })
    .chain((starts) =>
      fc.tuple(
        ...[0, ...starts.sort((a, b) => a - b)].map((startS) =>
          fc.record({ startS: fc.constant(startS), amps: fc.integer({ min: 0, max: 32 }) }),
        ),
      ),
    ),
})
const anyProfiles = fc.array(anyProfile, { maxLength: 8 })

const STARTED_S = -10
const question = (profiles: readonly Drawn[], evseId: number): CompositeQuestion => ({
  profiles: profiles.map(stacked),
  evseId,
  evses: [
    { evseId: 1, startedAt: new Date(at(STARTED_S)) },
    { evseId: 2, startedAt: from },
  ],
  from,
  durationS: 120,
  rateUnit: 'A',
  lineVoltageV: 230,
})

/** The specification's words, one second at a time and without any cleverness. */
function plainly(profiles: readonly Drawn[], evseId: number, atS: number): number | undefined {
  const amps = (one: Drawn, of: number): number | undefined => {
    if (one.validFromS !== undefined && atS < one.validFromS) return undefined
    if (one.validToS !== undefined && atS >= one.validToS) return undefined
    const offset = atS - (one.kind === 'absolute' ? one.startS : of === 1 ? STARTED_S : 0)
    if (offset < 0 || (one.durationS !== undefined && offset >= one.durationS)) return undefined
    return one.periods.filter(({ startS }) => startS <= offset).at(-1)?.amps
  }
  const rules = (purpose: ChargingPurpose, places: number[], of: number): number | undefined => {
    const saying = profiles.filter((one) => one.purpose === purpose && places.includes(one.evseId))
    for (const level of [3, 2, 1, 0]) {
      const said = saying.filter((one) => one.stackLevel === level).flatMap((one) => amps(one, of) ?? [])
      if (said.length > 0) return Math.min(...said)
    }
    return undefined
  }
  const least = (...limits: (number | undefined)[]) => {
    const set = limits.flatMap((limit) => limit ?? [])
    return set.length === 0 ? undefined : Math.min(...set)
  }
  const own = (evse: number) =>
    least(
      rules('transaction', [evse], evse) ?? rules('transaction-default', [evse, 0], evse),
      rules('external-constraints', [evse], evse),
    )
  const connection = least(rules('station-max', [0], 0), rules('external-constraints', [0], 0))
  if (evseId !== 0) return least(own(evseId), connection)
  const [one, two] = [own(1), own(2)]
  return one === undefined || two === undefined ? connection : least(one + two, connection)
}

describe('F-13: the composite schedule', () => {
  test('says at every second what the specification says, for each EVSE and, for EVSE 0, for the whole station', () => {
    fc.assert(
      fc.property(anyProfiles, fc.constantFrom(0, 1, 2), (profiles, evseId) => {
        const { periods } = compositeSchedule(question(profiles, evseId))
        for (let atS = 0; atS < 120; atS += 1) {
          const limit = periods.findLast(({ startS }) => startS <= atS)?.limit
          const expected = plainly(profiles, evseId, atS)
          expect([atS, limit]).toEqual([atS, expected === undefined ? undefined : String(expected)])
        }
      }),
      { numRuns: 300 },
    )
  })

  test('as far as it goes it says the same, however few changes are looked at', () => {
    fc.assert(
      fc.property(anyProfiles, fc.constantFrom(0, 1, 2), fc.integer({ min: 1, max: 8 }), (profiles, evseId, most) => {
        const whole = compositeSchedule(question(profiles, evseId))
        const { periods, durationS, shortened } = compositeSchedule(question(profiles, evseId), most)
        expect(periods).toEqual(whole.periods.filter(({ startS }) => startS < durationS))
        expect(shortened === true).toBe(durationS < whole.durationS)
      }),
      { numRuns: 300 },
    )
  })

  test('begins at 0, goes forward, and never says the same twice in a row', () => {
    fc.assert(
      fc.property(anyProfiles, fc.constantFrom(0, 1, 2), (profiles, evseId) => {
        const { periods } = compositeSchedule(question(profiles, evseId))
        expect(periods[0]?.startS).toBe(0)
        periods.slice(1).forEach((period, index) => {
          expect(period.startS).toBeGreaterThan(periods[index]?.startS ?? 0)
          expect(period.limit).not.toBe(periods[index]?.limit)
        })
      }),
    )
  })

  test('K08.FR.04 a limit of the connection never raises what any EVSE may take', () => {
    fc.assert(
      fc.property(anyProfiles, fc.integer({ min: 0, max: 32 }), (profiles, amps) => {
        const added: Drawn = {
          ...{ purpose: 'external-constraints', evseId: 0, stackLevel: 9, kind: 'absolute', startS: -60 },
          ...{ durationS: undefined, validFromS: undefined, validToS: undefined, periods: [{ startS: 0, amps }] },
        }
        for (const { limit } of compositeSchedule(question([...profiles, added], 1)).periods) {
          expect(microOf(limit ?? '999')).toBeLessThanOrEqual(amps * 1_000_000)
        }
      }),
    )
  })
})

const plain = (change: Partial<ChargingProfile>, amps = '16'): StackedProfile => ({
  evseId: 0,
  stackLevel: change.stackLevel ?? 0,
  profile: {
    ...{ purpose: 'transaction-default', stackLevel: 0, kind: 'absolute' },
    schedules: [{ rateUnit: 'A', startAt: at(0), periods: [{ startS: 0, limit: amps }] }],
    ...change,
  },
})
const calculated = (profiles: readonly StackedProfile[], change: Partial<CompositeQuestion> = {}) =>
  compositeSchedule({ ...question([], 1), profiles, ...change })
const of = (profiles: readonly StackedProfile[], change: Partial<CompositeQuestion> = {}) =>
  calculated(profiles, change).periods

describe('what a profile says over time', () => {
  test('a daily schedule begins anew each day, and what is longer than a day is not executed (1.6 errata 3.44)', () => {
    const schedules = [
      {
        ...{ rateUnit: 'A' as const, startAt: '2026-02-20T18:00:00Z', durationS: 100_000 },
        periods: [
          { startS: 0, limit: '10' },
          { startS: 14_400, limit: '20' },
          { startS: 90_000, limit: '1' },
        ],
      },
    ]
    const daily = plain({ kind: 'recurring', recurrence: 'daily', schedules })
    expect(of([daily], { durationS: 100_000 })).toEqual([
      { startS: 0, limit: '20' },
      { startS: 21_600, limit: '10' },
      { startS: 36_000, limit: '20' },
    ])
  })

  test('a weekly schedule whose duration is over leaves the word to the level below (1.6 errata 3.43)', () => {
    const schedules = [
      { rateUnit: 'A' as const, startAt: '2026-02-22T12:00:00Z', durationS: 60, periods: [{ startS: 0, limit: '6' }] },
    ]
    const weekly = plain({ kind: 'recurring', recurrence: 'weekly', stackLevel: 1, schedules })
    expect(of([weekly, plain({})])).toEqual([
      { startS: 0, limit: '6' },
      { startS: 60, limit: '16' },
    ])
  })

  const changing = (count: number) => {
    const periods = Array.from({ length: count }, (_, startS) => ({ startS, limit: String(startS) }))
    return plain({ schedules: [{ rateUnit: 'A', startAt: at(0), periods }] })
  }

  test('however much a station claims, so many changes are looked at, and that there are more is said', () => {
    const { periods, ...rest } = calculated([changing(MOST_CHANGES + 50)], { durationS: 3_600 })
    expect(periods).toHaveLength(MOST_CHANGES)
    expect(periods.at(-1)).toEqual({ startS: MOST_CHANGES - 1, limit: String(MOST_CHANGES - 1) })
    expect(rest).toEqual({ durationS: MOST_CHANGES, shortened: true })
    const whole = calculated([changing(MOST_CHANGES)], { durationS: 3_600 })
    expect(whole).toMatchObject({ durationS: 3_600 })
    expect(whole).not.toHaveProperty('shortened')
  })

  test('the more there is to look at for each change, the fewer changes are looked at', () => {
    const all = Array.from({ length: 200 }, (_, stackLevel) => ({ ...changing(6_000), stackLevel }))
    const { periods, durationS, shortened } = calculated(all, { durationS: 86_400 })
    expect(shortened).toBe(true)
    expect(periods.length).toBeLessThan(20)
    expect(periods.at(-1)?.startS).toBe(durationS - 1)
  })

  test.each([
    ['in summer time', '2026-07-01T00:00:00Z', ['04:00', '20:00']],
    ['in winter time, whatever offset stands there', '2026-12-01T00:00:00Z', ['05:00', '21:00']],
    ['the day the clocks are put forward', '2026-03-29T00:00:00Z', ['04:00', '20:00']],
    ['the day the clocks are put back', '2026-10-25T00:00:00Z', ['05:00', '21:00']],
  ])('2.1 K01.FR.90 by local time a day is that of the clocks on the wall %s', (_, day, changes) => {
    const periods = [
      { startS: 0, limit: '6' },
      { startS: 16 * 3600, limit: '16' },
    ]
    const schedules = [{ rateUnit: 'A' as const, startAt: '2026-03-01T06:00:00+05:00', usesLocalTime: true, periods }]
    const told = of([plain({ kind: 'recurring', recurrence: 'daily', schedules })], {
      ...{ from: new Date(day), durationS: 86_400, timeZone: 'Europe/Berlin' },
    })
    const hhmm = (startS: number) => new Date(Date.parse(day) + startS * 1000).toISOString().slice(11, 16)
    expect(told.map(({ startS, limit }) => [hhmm(startS), limit])).toEqual([
      ...[
        ['00:00', '16'],
        [changes[0], '6'],
        [changes[1], '16'],
      ],
    ])
  })

  test('2.1 K01.FR.91 what is active while the clocks are put back is partly repeated', () => {
    const periods = [
      { startS: 0, limit: '6' },
      { startS: 2.5 * 3600, limit: '16' },
      { startS: 4 * 3600, limit: '20' },
    ]
    const schedules = [{ rateUnit: 'A' as const, startAt: '2026-10-25T00:00:00Z', usesLocalTime: true, periods }]
    const from = new Date('2026-10-24T22:00:00Z')
    const told = of([plain({ schedules })], { from, durationS: 6 * 3600, timeZone: 'Europe/Berlin' })
    // Half past two in summer time, two in winter time, and half past two once more.
    expect(told.map(({ startS, limit }) => [startS / 3600, limit])).toEqual([
      ...[
        [0, '6'],
        [2.5, '16'],
        [3, '6'],
        [3.5, '16'],
        [5, '20'],
      ],
    ])
  })

  test('SC.01 local generation is added on top of what the connection allows', () => {
    const max = plain({ purpose: 'station-max' }, '32')
    expect(of([max, plain({ purpose: 'local-generation' }, '4.5')])).toEqual([{ startS: 0, limit: '36.5' }])
    expect(of([plain({ purpose: 'local-generation' }, '4.5')])).toEqual([{ startS: 0 }])
  })

  test('K21.FR.04 priority rules in place of the transaction, only where it was asked for', () => {
    const profiles = [plain({ purpose: 'priority' }, '32'), plain({}, '10')]
    expect(of(profiles)).toEqual([{ startS: 0, limit: '10' }])
    const evses = [{ evseId: 1, startedAt: from, priority: true }]
    expect(of(profiles, { evses })).toEqual([{ startS: 0, limit: '32' }])
  })

  test('K01.FR.50 power becomes current by the agreed voltage and the phases, cut off and never rounded up', () => {
    const watts = (limit: string, phases?: number) =>
      plain({
        schedules: [{ rateUnit: 'W', startAt: at(0), periods: [{ startS: 0, limit, ...(phases && { phases }) }] }],
      })
    expect(of([watts('11000')])).toEqual([{ startS: 0, limit: '15.942028' }])
    expect(of([watts('3680', 1)])).toEqual([{ startS: 0, limit: '16', phases: 1 }])
    expect(of([plain({}, '16.1')], { rateUnit: 'W' })).toEqual([{ startS: 0, limit: '11109' }])
  })

  test('2.1: of three phases the one that is limited most counts, and a setpoint to discharge lets nothing in', () => {
    const periods = [{ startS: 0, limit: '16', limitL2: '10', limitL3: '12' }]
    expect(of([plain({ schedules: [{ rateUnit: 'A', startAt: at(0), periods }] })])).toEqual([
      { startS: 0, limit: '10' },
    ])
    const discharging = [{ startS: 0, setpoint: '-8' }]
    const schedules = [{ rateUnit: 'A' as const, periods: discharging }]
    expect(of([plain({ kind: 'dynamic', schedules })])).toEqual([{ startS: 0, limit: '0' }])
  })

  describe('2.1: where the frequency rules', () => {
    const points = (...watts: readonly string[]) =>
      watts.map((powerW, index) => ({ frequencyHz: `${index + 49}`, powerW }))
    const follows = (frequencyControl: SchedulePeriod['frequencyControl'], stackLevel = 1) =>
      plain({
        stackLevel,
        schedules: [
          {
            ...{ rateUnit: 'W', startAt: at(0) },
            periods: [
              { startS: 0, operationMode: 'local-frequency', ...(frequencyControl ? { frequencyControl } : {}) },
            ],
          },
        ],
      })

    test('Q08.FR.06 Q08.FR.10 the most that curve and signals let in is the limit, and not that of a lower profile', () => {
      const signals = [
        { signal: -1, powerW: '-300' },
        { signal: 1, powerW: '300' },
      ]
      const frequencyControl = { baselineW: '-1000', frequencies: points('-5000', '5000'), signals }
      const profiles = [follows(frequencyControl), plain({ stackLevel: 0 }, '2')]
      expect(of(profiles, { rateUnit: 'W' })).toEqual([{ startS: 0, limit: '4300' }])
    })

    test('Q08.FR.06 nothing flows in where the vehicle gives at any frequency', () => {
      const frequencyControl = { baselineW: '-6000', frequencies: points('-5000', '5000') }
      expect(of([follows(frequencyControl)], { rateUnit: 'W' })).toEqual([{ startS: 0, limit: '0' }])
    })
  })

  test('Q10 2.1: nothing flows in while idle', () => {
    const schedules = [
      { rateUnit: 'A' as const, startAt: at(0), periods: [{ startS: 0, operationMode: 'idle' as const }] },
    ]
    expect(of([plain({ schedules })])).toEqual([{ startS: 0, limit: '0' }])
  })
})
