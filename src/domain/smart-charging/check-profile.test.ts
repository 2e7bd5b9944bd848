import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ChargingCapabilities, readCapabilities } from './capabilities.ts'
import type { ChargingProfile } from './charging-profile.ts'
import { faultOf } from './check-profile.ts'
import { clash, type PlacedProfile } from './clash.ts'

const nothingTold: ChargingCapabilities = { phaseSwitching: new Set() }
const startAt = '2026-03-01T00:00:00Z'
const periods = [{ startS: 0, limit: '16' }]
const good: ChargingProfile = {
  purpose: 'transaction-default',
  stackLevel: 0,
  kind: 'absolute',
  schedules: [{ rateUnit: 'A', startAt, periods }],
}
const ofTransaction = { evseId: 1, forTransaction: true }
const atStation = { evseId: 0, forTransaction: false }

const schedule = (change: object) => ({ ...good, schedules: [{ rateUnit: 'A' as const, startAt, periods, ...change }] })
const period = (change: object) => schedule({ periods: [{ startS: 0, limit: '16', ...change }] })

test.each<[string, ChargingProfile, typeof atStation]>([
  ['a default for all EVSEs', good, atStation],
  ['a default for one EVSE', good, { evseId: 2, forTransaction: false }],
  ['D-18 a limit of the station on EVSE 0', { ...good, purpose: 'station-max' }, atStation],
  ['F-01 a profile of a transaction that names it', { ...good, purpose: 'transaction' }, ofTransaction],
  ['one phase', period({ phases: 1 }), atStation],
  ['a daily one', { ...good, kind: 'recurring', recurrence: 'daily' }, atStation],
  ['a relative one', { ...schedule({ startAt: undefined }), kind: 'relative' }, atStation],
  [
    '2.1 a setpoint without a limit',
    schedule({ periods: [{ startS: 0, setpoint: '-10', operationMode: 'central-setpoint' }] }),
    atStation,
  ],
])('%s may be sent', (_, profile, place) => {
  expect(faultOf(profile, place, nothingTold)).toBeUndefined()
})

const faults: readonly [string, ChargingProfile, typeof atStation, RegExp][] = [
  [
    'F-01 K01.FR.03',
    { ...good, purpose: 'transaction' },
    { evseId: 1, forTransaction: false },
    /names its transaction/,
  ],
  ['K01.FR.16', { ...good, purpose: 'transaction' }, { evseId: 0, forTransaction: true }, /belongs to its EVSE/],
  ['F-01', good, ofTransaction, /Only a profile of purpose transaction/],
  ['F-01 K01.FR.22 K02.FR.07', { ...good, purpose: 'external-constraints' }, atStation, /by others/],
  ['D-18 K04.FR.03', { ...good, purpose: 'station-max' }, { evseId: 1, forTransaction: false }, /EVSE 0/],
  ['K23', { ...good, purpose: 'local-generation' }, { evseId: 1, forTransaction: false }, /EVSE 0/],
  ['F-02 K01.FR.19', period({ phaseToUse: 2 }), atStation, /only when one phase/],
  ['F-02 K01.FR.19', period({ phaseToUse: 2, phases: 3 }), atStation, /only when one phase/],
  ['F-02 K01.FR.20', period({ phaseToUse: 2, phases: 1 }), atStation, /ACPhaseSwitchingSupported/],
  ['F-03 K01.FR.31', period({ startS: 60 }), atStation, /starts at 0/],
  ['F-03', schedule({ periods: [] }), atStation, /starts at 0/],
  [
    'F-03 K01.FR.35',
    schedule({ periods: [...periods, { startS: 60, limit: '8' }, { startS: 60, limit: '9' }] }),
    atStation,
    /order/,
  ],
  ['K01.FR.34', { ...good, schedules: [...good.schedules, ...good.schedules] }, atStation, /1 to 1 schedules/],
  [
    'K01.FR.38',
    { ...schedule({ startAt: undefined }), kind: 'relative', purpose: 'station-max' },
    atStation,
    /not relative/,
  ],
  ['K01.FR.40', schedule({ startAt: undefined }), atStation, /says when it starts/],
  ['K01.FR.41', { ...good, kind: 'relative' }, atStation, /starts with the transaction/],
  ['1.6 §7.8', { ...good, kind: 'recurring' }, atStation, /recurrence/],
  ['1.6 §7.8', { ...good, recurrence: 'daily' }, atStation, /recurrence/],
  ['1.6 §7.8', { ...good, validFrom: startAt, validTo: startAt }, atStation, /ends before/],
  ['K01.FR.70', { ...schedule({ durationS: 60 }), purpose: 'priority' }, atStation, /no duration/],
  ['K01.FR.71', { ...period({ operationMode: 'central-setpoint' }), purpose: 'priority' }, atStation, /charges only/],
  ['K01.FR.95', { ...schedule({ randomDelayS: 5 }), purpose: 'station-max' }, atStation, /at random/],
  ['K01.FR.122', { ...good, updateIntervalS: 60 }, atStation, /Only a dynamic/],
  [
    'K28.FR.01',
    { ...schedule({ periods: [...periods, { startS: 9, limit: '1' }] }), kind: 'dynamic' },
    atStation,
    /one schedule of one period/,
  ],
  ['K28.FR.02', { ...period({ startS: 1 }), kind: 'dynamic' }, atStation, /starts at 0/],
  ['a period of no quantity', period({ limit: undefined }), atStation, /limit or a setpoint/],
  ['a limit below nothing', period({ limit: '-1' }), atStation, /not below 0/],
  ['discharging above nothing', period({ dischargeLimit: '1' }), atStation, /not above 0/],
]
test.each(faults)('%s is refused', (_, profile, place, reason) => {
  expect(faultOf(profile, place, nothingTold)).toMatch(reason)
})

describe('F-03: what a station has told of itself', () => {
  const told = (name: string, value: string, instance = '', evseId = -1) =>
    readCapabilities([{ name, value, instance, evseId }])

  test.each<[string, string, ChargingProfile]>([
    ['ChargingScheduleAllowedChargingRateUnit', 'Power', good],
    ['RateUnit', 'W', good],
    ['RateUnit', 'A', schedule({ rateUnit: 'W' })],
    ['ChargingScheduleMaxPeriods', '0', good],
    ['ChargeProfileMaxStackLevel', '2', { ...good, stackLevel: 3 }],
    ['ProfileStackLevel', '0', { ...good, stackLevel: 1 }],
    ['PeriodsPerSchedule', '1', schedule({ periods: [...periods, { startS: 60, limit: '8' }] })],
    ['SupportedAdditionalPurposes', 'LocalGeneration', { ...good, purpose: 'priority' }],
    ['SupportedAdditionalPurposes', '', { ...good, purpose: 'local-generation' }],
  ])('%s %s forbids it', (name, value, profile) => {
    expect(faultOf(profile, atStation, nothingTold)).toBeUndefined()
    expect(faultOf(profile, atStation, told(name, value))).toMatch(/The station/)
  })

  test.each<[string, ChargingProfile]>([
    ['DynamicProfiles', { ...good, kind: 'dynamic' }],
    ['UseLocalTime', schedule({ usesLocalTime: true })],
    ['RandomizedDelay', schedule({ randomDelayS: 5 })],
    ['LimitAtSoC', schedule({ limitAtSoc: { soc: 80, limit: '6' } })],
    ['EvseSleep', period({ evseSleep: true })],
  ])('2.1 without SupportsFeature %s it is not sent', (feature, profile) => {
    expect(faultOf(profile, atStation, told('SupportsFeature', 'true', feature))).toBeUndefined()
    expect(faultOf(profile, atStation, told('SupportsFeature', 'false', feature))).toMatch(/The station/)
  })

  test('F-02 K01.FR.20 a phase may be chosen where the station, or that EVSE, has told that it can', () => {
    const chosen = period({ phases: 1, phaseToUse: 2 })
    const at = (evseId: number) => ({ evseId, forTransaction: false })
    expect(faultOf(chosen, at(1), told('ACPhaseSwitchingSupported', 'True'))).toBeUndefined()
    expect(faultOf(chosen, at(2), told('ACPhaseSwitchingSupported', 'true', '', 2))).toBeUndefined()
    expect(faultOf(chosen, at(1), told('ACPhaseSwitchingSupported', 'true', '', 2))).toMatch(/ACPhase/)
    expect(faultOf(chosen, at(1), told('ACPhaseSwitchingSupported', 'false'))).toMatch(/ACPhase/)
  })

  test('nonsense it tells forbids nothing', () => {
    for (const value of ['', 'much', '-1', '1.5']) {
      for (const name of ['PeriodsPerSchedule', 'RateUnit', 'ProfileStackLevel']) {
        expect(faultOf(good, atStation, told(name, value))).toBeUndefined()
      }
    }
  })
})

describe('F-01: no duplicate of purpose, stack level and EVSE', () => {
  const placed = (change: Partial<PlacedProfile> = {}): PlacedProfile => ({
    ...{ evseId: 1, purpose: 'transaction-default', stackLevel: 0, profile: {} },
    ...change,
  })
  const valid = (validFrom?: string, validTo?: string) => ({
    profile: { ...(validFrom && { validFrom }), ...(validTo && { validTo }) },
  })

  test.each<[string, boolean, PlacedProfile, PlacedProfile]>([
    ['the same place', true, placed(), placed()],
    ['another stack level', false, placed(), placed({ stackLevel: 1 })],
    ['another purpose', false, placed({ evseId: 0 }), placed({ evseId: 0, purpose: 'station-max' })],
    ['another EVSE', false, placed(), placed({ evseId: 2 })],
    ['K01.FR.52 K01.FR.53 a default of all EVSEs and one of an EVSE', true, placed({ evseId: 0 }), placed()],
    ['K01.FR.06 one after the other', false, placed(valid(undefined, startAt)), placed(valid(startAt))],
    ['K01.FR.06 overlapping', true, placed(valid('2026-02-01T00:00:00Z')), placed(valid(undefined, startAt))],
    [
      'K01.FR.39 one transaction, whenever they are valid',
      true,
      placed({ purpose: 'transaction', transactionReference: 'T1', ...valid(undefined, startAt) }),
      placed({ purpose: 'transaction', transactionReference: 'T1', ...valid(startAt) }),
    ],
    [
      'K01.FR.39 two transactions',
      false,
      placed({ purpose: 'transaction', transactionReference: 'T1' }),
      placed({ purpose: 'transaction', transactionReference: 'T2' }),
    ],
  ])('%s: %s', (_, expected, one, other) => {
    expect(clash(one, other)).toBe(expected)
  })

  test('whoever comes first', () => {
    const any = fc.record({
      evseId: fc.constantFrom(0, 1, 2),
      purpose: fc.constantFrom('station-max' as const, 'transaction' as const, 'transaction-default' as const),
      stackLevel: fc.constantFrom(0, 1),
      transactionReference: fc.constantFrom('T1', 'T2'),
      profile: fc.constantFrom({}, { validFrom: startAt }, { validTo: startAt }),
    })
    fc.assert(fc.property(any, any, (one, other) => clash(one, other) === clash(other, one)))
    fc.assert(fc.property(any, (one) => clash(one, one)))
  })
})
