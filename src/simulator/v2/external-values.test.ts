import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ExternalLimit } from '../station/external-limit.ts'
import { openStand, type Stand } from '../testing/stand.ts'
import { imposeLimit, liftLimit } from './external-control.ts'

/** 2.1 K29: profiles of the CSMS whose values somebody else gives. */
let stand: Stand
beforeEach(async () => {
  stand = await openStand({
    version: 'ocpp2.1',
    settings: { notifyLimitSchedules: true, externalProfileDisallowed: true },
  })
  await stand.boot()
})
afterEach(async () => {
  await stand.close()
  expect(stand.csms.violations).toEqual([])
})

const accepted = { status: 'Accepted' }
const wattsOf = (amps: number) => amps * 230 * 3
const powerW = () => stand.station.evse(1)?.powerW
const ems = (limit: number, more: Partial<ExternalLimit> = {}): ExternalLimit => ({
  ...{ source: 'EMS', evseId: 1, unit: 'A', periods: [{ startS: 0, limit }] },
  ...more,
})
const heard = async (wanted: string) => (await stand.csms.calls.next(({ action }) => action === wanted)).payload
const event = async (triggerReason: string) =>
  (await stand.csms.calls.next(({ payload }) => payload.triggerReason === triggerReason)).payload
const set = (period: object = {}, more: object = {}) =>
  stand.csms.call('SetChargingProfile', {
    evseId: 1,
    chargingProfile: {
      ...{ id: 4, stackLevel: 0, chargingProfilePurpose: 'TxDefaultProfile', chargingProfileKind: 'Dynamic' },
      chargingSchedule: [
        {
          ...{ id: 1, chargingRateUnit: 'A' },
          chargingSchedulePeriod: [{ startPeriod: 0, operationMode: 'ExternalLimits', ...period }],
        },
      ],
      ...more,
    },
  })

test('K29.FR.03 K11.FR.02 K11.FR.04 it charges by their value where the CSMS lets them set one, and tells both', async () => {
  expect(imposeLimit(stand.station, ems(10))).toBe(false)
  await stand.charge()
  expect(await set()).toEqual(accepted)
  expect(await event('OperationModeChanged')).toMatchObject({ transactionInfo: { operationMode: 'ExternalLimits' } })
  expect(powerW()).toBe(wattsOf(16))
  expect(imposeLimit(stand.station, ems(10))).toBe(true)
  expect(powerW()).toBe(wattsOf(10))
  expect(await heard('NotifyChargingLimit')).toMatchObject({
    ...{ evseId: 1, chargingLimit: { chargingLimitSource: 'EMS' } },
    chargingSchedule: [{ chargingSchedulePeriod: [{ startPeriod: 0, operationMode: 'ExternalLimits', limit: 10 }] }],
  })
  expect(await event('ChargingRateChanged')).toMatchObject({ eventType: 'Updated' })
})

test('K29.FR.05 K29.FR.06 it is updated and dated, in the unit of the profile, which stays that of the CSMS', async () => {
  await set()
  imposeLimit(stand.station, ems(10))
  stand.clock.advance(60_000)
  expect(imposeLimit(stand.station, ems(5_520, { unit: 'W' }))).toBe(true)
  await stand.csms.call('GetChargingProfiles', { requestId: 1, chargingProfile: { chargingProfileId: [4] } })
  expect(await heard('ReportChargingProfiles')).toMatchObject({
    chargingLimitSource: 'CSO',
    chargingProfile: [
      {
        ...{ id: 4, dynUpdateTime: new Date(stand.clock.nowMs()).toISOString() },
        chargingSchedule: [{ chargingRateUnit: 'A', chargingSchedulePeriod: [{ limit: 8 }] }],
      },
    ],
  })
  await stand.charge()
  expect(powerW()).toBe(wattsOf(8))
})

test('K13.FR.02 lifted, it has no value any more; that of another was never there', async () => {
  await set()
  await stand.charge()
  imposeLimit(stand.station, ems(10))
  expect(liftLimit(stand.station, { source: 'SO', evseId: 1 })).toBe(false)
  expect(liftLimit(stand.station, { source: 'EMS', evseId: 1 })).toBe(true)
  expect(powerW()).toBe(wattsOf(16))
  expect(await heard('ClearedChargingLimit')).toEqual({ chargingLimitSource: 'EMS', evseId: 1 })
  expect(stand.station.profiles.all.map(({ id }) => id)).toEqual([4])
  expect(imposeLimit(stand.station, ems(7))).toBe(true)
  expect(powerW()).toBe(wattsOf(7))
})

test('K29.FR.04 a limit of their own from before gives way to the profile', async () => {
  stand.station.settings.externalProfileDisallowed = false
  imposeLimit(stand.station, ems(7))
  await set()
  imposeLimit(stand.station, ems(10))
  expect(stand.station.profiles.all.map(({ id }) => id)).toEqual([4])
  await stand.charge()
  expect(powerW()).toBe(wattsOf(10))
})

test.each<[string, object, object]>([
  ['a setpoint', { setpoint: 5 }, {}],
  ['a schedule that is not dynamic', {}, { chargingProfileKind: 'Relative' }],
  ['all of the station', {}, { chargingProfilePurpose: 'ChargingStationMaxProfile' }],
])('K29.FR.03 nobody else gives %s', async (_, period, more) => {
  expect(await set(period, more)).toMatchObject({ status: 'Rejected', statusInfo: { reasonCode: 'InvalidSchedule' } })
  expect(imposeLimit(stand.station, ems(10))).toBe(false)
})

test('K29 a schedule is no value', async () => {
  await set()
  const periods = [
    { startS: 0, limit: 8 },
    { startS: 60, limit: 9 },
  ]
  expect(imposeLimit(stand.station, ems(0, { periods }))).toBe(false)
})
