import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChargingProfile, PreparedProfile } from '#domain/smart-charging'
import { checkPayload } from '#ocpp/schemas'
import { readProfile } from '../actions/charging-schedule.ts'
import { writeQuantity } from '../actions/dynamic-values.ts'
import { writeProfile16, writeProfile21, writeProfile201 } from './charging-profile-codec.ts'

const startAt = '2026-03-01T00:00:00.000Z'
const plain: ChargingProfile = {
  ...{ purpose: 'transaction-default', stackLevel: 3, kind: 'recurring', recurrence: 'weekly' },
  ...{ validFrom: startAt, validTo: '2027-03-01T00:00:00.000Z' },
  schedules: [
    {
      ...{ rateUnit: 'A', startAt, durationS: 600, minRate: '6' },
      periods: [
        { startS: 0, limit: '16.5', phases: 3 },
        { startS: 60, limit: '0' },
      ],
    },
  ],
}
const everything21: ChargingProfile = {
  ...{ purpose: 'priority', stackLevel: 0, kind: 'dynamic' },
  ...{ maxOfflineS: 60, endsWhenOffline: true, updateIntervalS: 30 },
  schedules: [
    {
      ...{ rateUnit: 'W', usesLocalTime: true, randomDelayS: 5, limitAtSoc: { soc: 80, limit: '3000.25' } },
      periods: [
        {
          ...{ startS: 0, limit: '16', limitL2: '15', limitL3: '14', dischargeLimit: '-5.5', setpoint: '-2' },
          ...{ phases: 1, phaseToUse: 2, operationMode: 'local-load-balancing', evseSleep: false },
          frequencyControl: {
            baselineW: '-100.5',
            frequencies: [
              { frequencyHz: '49.8', powerW: '-5000' },
              { frequencyHz: '50.2', powerW: '5000' },
            ],
            signals: [{ signal: -40, powerW: '-1000' }],
          },
        },
      ],
    },
  ],
}
const prepared = (profile: ChargingProfile): PreparedProfile => ({ profileId: 9, evseId: 1, profile })

describe('B-17: limits are cut off and never rounded up', () => {
  test.each([
    ['16.19', 16.1, 16.19],
    ['999999999.999999999999', 999_999_999.9, 999_999_999.999999],
    ['-16.19', -16.1, -16.19],
    ['-0.04', 0, -0.04],
    ['7', 7, 7],
  ])('%s is %d in 1.6 and 2.0.1, %d in 2.1', (text, older, newer) => {
    expect(writeQuantity('ocpp1.6', text)).toBe(older)
    expect(writeQuantity('ocpp2.0.1', text)).toBe(older)
    expect(writeQuantity('ocpp2.1', text)).toBe(newer)
  })

  test('whatever they are', () => {
    const digits = fc.stringMatching(/^\d{1,9}(\.\d{1,12})?$/)
    fc.assert(
      fc.property(digits, fc.constantFrom('ocpp1.6' as const, 'ocpp2.1' as const), (text, version) => {
        const places = version === 'ocpp2.1' ? 6 : 1
        const [whole = '', fraction = ''] = text.split('.')
        expect(writeQuantity(version, text)).toBe(Number(`${whole}.${fraction.slice(0, places)}0`))
        expect(writeQuantity(version, text)).toBeLessThanOrEqual(Number(text))
      }),
    )
  })
})

describe('a profile', () => {
  test.each(['ocpp2.0.1', 'ocpp2.1'] as const)('is written to the letter of %s, and reads as it was', (version) => {
    const written = version === 'ocpp2.0.1' ? writeProfile201(prepared(plain)) : writeProfile21(prepared(plain))
    const request = { evseId: 1, chargingProfile: written }
    expect(checkPayload(version, 'SetChargingProfile', 'request', request, 'strict')).toMatchObject({
      outcome: 'valid',
    })
    expect('unsupported' in written ? undefined : readProfile(written)).toEqual(plain)
  })

  test('is written to the letter of 1.6', () => {
    const csChargingProfiles = writeProfile16(prepared({ ...plain, purpose: 'transaction' }), 12)
    const request = { connectorId: 1, csChargingProfiles }
    expect(checkPayload('ocpp1.6', 'SetChargingProfile', 'request', request, 'strict')).toMatchObject({
      outcome: 'valid',
    })
    expect(csChargingProfiles).toMatchObject({
      ...{ chargingProfileId: 9, transactionId: 12, chargingProfilePurpose: 'TxProfile', recurrencyKind: 'Weekly' },
      chargingSchedule: { duration: 600, minChargingRate: 6, chargingSchedulePeriod: [{ numberPhases: 3 }, {}] },
    })
  })

  test('with all that 2.1 has is written to its letter, and reads as it was', () => {
    const written = writeProfile21(prepared(everything21), 'T1')
    const request = { evseId: 1, chargingProfile: written }
    expect(checkPayload('ocpp2.1', 'SetChargingProfile', 'request', request, 'strict')).toMatchObject({
      outcome: 'valid',
    })
    expect('unsupported' in written ? undefined : readProfile(written)).toEqual(everything21)
  })

  test('K01.FR.90 of local time keeps the time on the wall as it was given', () => {
    const local = '2026-03-01T18:00:00+01:00'
    const schedules = [{ rateUnit: 'A' as const, periods: [{ startS: 0, limit: '1' }], startAt: local }]
    const absolute = { ...plain, schedules }
    expect(writeProfile21(prepared(absolute))).toMatchObject({
      chargingSchedule: [{ startSchedule: '2026-03-01T17:00:00.000Z' }],
    })
    const byWall = { ...plain, schedules: schedules.map((one) => ({ ...one, usesLocalTime: true })) }
    expect(writeProfile21(prepared(byWall))).toMatchObject({ chargingSchedule: [{ startSchedule: local }] })
  })

  const period = (change: object) => ({
    ...plain,
    schedules: [{ rateUnit: 'A' as const, periods: [{ startS: 0, limit: '1', ...change }] }],
  })
  test.each<[string, ChargingProfile]>([
    ['a purpose', { ...plain, purpose: 'priority' }],
    ['a kind', { ...plain, kind: 'dynamic' }],
    ['an interval', { ...plain, updateIntervalS: 5 }],
    ['an end offline', { ...plain, maxOfflineS: 5 }],
    ['a random delay', { ...plain, schedules: [{ rateUnit: 'A', randomDelayS: 5, periods: [] }] }],
    ['a setpoint', period({ setpoint: '1' })],
    ['limits of phases', period({ limitL2: '1' })],
    ['a period without a limit', period({ limit: undefined })],
    ['a mode', period({ operationMode: 'idle' })],
    ['F-01 constraints from outside', { ...plain, purpose: 'external-constraints' }],
  ])('older versions cannot say %s', (_, profile) => {
    expect(writeProfile16(prepared(profile))).toHaveProperty('unsupported')
    expect(writeProfile201(prepared(profile))).toHaveProperty('unsupported')
  })

  test('1.6 has one schedule in a profile and chooses no phase; nobody sets constraints from outside', () => {
    expect(writeProfile16(prepared({ ...plain, schedules: [...plain.schedules, ...plain.schedules] }))).toHaveProperty(
      'unsupported',
    )
    expect(writeProfile16(prepared(period({ phases: 1, phaseToUse: 2 })))).toHaveProperty('unsupported')
    expect(writeProfile21(prepared({ ...plain, purpose: 'external-constraints' }))).toHaveProperty('unsupported')
  })
})
