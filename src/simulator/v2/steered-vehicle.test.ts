import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Vehicle } from '../physics/vehicle.ts'
import { bidirectionalHatchback, steeredSedan } from '../physics/vehicle-models.ts'
import { car, openStand, type Stand, token } from '../testing/stand.ts'
import { changeNeeds } from './vehicle-needs.ts'

/** 2.1 K19: the station steers the vehicle. */
const steered: Vehicle = { ...car, model: steeredSedan }
const giver: Vehicle = {
  ...{ ...car, socPercent: 60 },
  model: {
    ...bidirectionalHatchback,
    iso15118: { ...bidirectionalHatchback.iso15118, maxPeriods: 12, control: 'dynamic' },
  },
}

let stand: Stand
const open = async (hardware: 'wallbox' | 'bidirectionalCharger' = 'wallbox') => {
  stand = await openStand({ version: 'ocpp2.1', hardware })
  stand.csms.answer('NotifyEVChargingNeeds', () => accepted)
  await stand.boot()
}
beforeEach(() => open())
afterEach(async () => {
  await stand.close()
  expect(stand.csms.violations).toEqual([])
})

const accepted = { status: 'Accepted' }
const evse = () => stand.station.evse(1)
const transactionId = () => evse()?.transaction?.id ?? ''
const needs = async () => (await stand.journal.exchange('NotifyEVChargingNeeds')).request
const plug = async (vehicle = steered) => {
  stand.station.plugIn(vehicle)
  await stand.station.presentToken(token)
}
const ready = async (vehicle = steered) => {
  await plug(vehicle)
  return await needs()
}
const schedule = (periods: readonly object[], more: object = {}) => ({
  ...{ id: 7, chargingRateUnit: 'W', chargingSchedulePeriod: periods },
  ...more,
})
const send = (chargingSchedule: readonly object[], chargingProfileKind = 'Relative') =>
  stand.csms.call('SetChargingProfile', {
    evseId: 1,
    chargingProfile: {
      ...{ id: 4, stackLevel: 0, chargingProfilePurpose: 'TxProfile', chargingProfileKind, chargingSchedule },
      transactionId: transactionId(),
    },
  })
const told = async () => (await stand.csms.calls.next(({ action }) => action === 'NotifyEVChargingSchedule')).payload
const update = (scheduleUpdate: object) =>
  stand.csms.call('UpdateDynamicSchedule', { chargingProfileId: 4, scheduleUpdate })

test('K19.FR.01 K19.FR.06 it tells within what it may be steered, and until when', async () => {
  const departsMs = stand.clock.nowMs() + 3_600_000
  expect(await ready({ ...steered, departsMs })).toEqual({
    evseId: 1,
    maxScheduleTuples: 12,
    chargingNeeds: {
      ...{ requestedEnergyTransfer: 'AC_three_phase', availableEnergyTransfer: ['AC_three_phase'] },
      ...{ controlMode: 'DynamicControl', mobilityNeedsMode: 'EVCC' },
      departureTime: new Date(departsMs).toISOString(),
      v2xChargingParameters: {
        ...{ minChargePower: 4_140, maxChargePower: 11_040, targetSoC: 80 },
        ...{ evTargetEnergyRequest: 46_440, evMinEnergyRequest: -7_740, evMaxEnergyRequest: 61_920 },
      },
    },
  })
})

test('K19.FR.06 one that gives tells how far it may be emptied', async () => {
  await stand.close()
  await open('bidirectionalCharger')
  const allowedEnergyTransfer = ['DC', 'DC_BPT']
  stand.csms.answer('Authorize', () => ({ idTokenInfo: accepted, allowedEnergyTransfer }))
  expect(await ready(giver)).toMatchObject({
    chargingNeeds: {
      ...{ requestedEnergyTransfer: 'DC_BPT', controlMode: 'DynamicControl' },
      v2xChargingParameters: {
        ...{ maxDischargePower: 10_000, evMinEnergyRequest: -26_100, evMaxEnergyRequest: 23_200 },
        ...{ evMinV2XEnergyRequest: -26_100, evMaxV2XEnergyRequest: 11_600 },
      },
    },
  })
})

test('K19.FR.06 at a station of 2.0.1 it speaks as ISO 15118-2 has it', async () => {
  await stand.close()
  stand = await openStand({ version: 'ocpp2.0.1' })
  await stand.boot()
  const request = await ready()
  expect(request).toHaveProperty('chargingNeeds.acChargingParameters')
  expect(request).not.toHaveProperty('chargingNeeds.controlMode')
})

test('K19.FR.10 it is made to follow the schedule of the CSMS, which is what is told, as it came', async () => {
  await ready()
  const own = schedule([
    { startPeriod: 0, limit: 9_000 },
    { startPeriod: 600, limit: 6_000 },
  ])
  expect(await send([own])).toEqual(accepted)
  expect(await told()).toMatchObject({ evseId: 1, chargingSchedule: own, selectedChargingScheduleId: 7 })
  expect(evse()?.powerW).toBeCloseTo(9_000, 6)
  stand.clock.advance(600_000)
  expect(evse()?.powerW).toBeCloseTo(6_000, 6)
})

test('K19.FR.10 K16.FR.04 by a default, there is nothing that it would be told', async () => {
  await ready()
  const chargingSchedule = [schedule([{ startPeriod: 0, limit: 6_900 }])]
  const profile = { id: 5, stackLevel: 0, chargingProfilePurpose: 'TxDefaultProfile', chargingProfileKind: 'Relative' }
  const request = { evseId: 1, chargingProfile: { ...profile, chargingSchedule } }
  expect(await stand.csms.call('SetChargingProfile', request)).toEqual(accepted)
  expect(evse()?.powerW).toBe(6_900)
  await stand.station.presentToken(token)
  await stand.csms.calls.next(({ payload }) => payload.eventType === 'Ended')
  expect(stand.journal.unread.map(({ action }) => action)).not.toContain('NotifyEVChargingSchedule')
})

test('K19 K28.FR.05 K28.FR.06 K28.FR.09 the values of a dynamic profile are followed at once, and dated', async () => {
  await ready()
  expect(await send([schedule([{ startPeriod: 0, limit: 9_000 }])], 'Dynamic')).toEqual(accepted)
  const reported = async () => {
    await stand.csms.call('GetChargingProfiles', { requestId: 1, chargingProfile: { chargingProfileId: [4] } })
    const { payload } = await stand.csms.calls.next(({ action }) => action === 'ReportChargingProfiles')
    return payload
  }
  const dated = (limit: number) => ({
    chargingProfile: [
      {
        dynUpdateTime: new Date(stand.clock.nowMs()).toISOString(),
        chargingSchedule: [{ chargingSchedulePeriod: [{ limit }] }],
      },
    ],
  })
  expect(await reported()).toMatchObject(dated(9_000))
  stand.clock.advance(60_000)
  expect(await update({ limit: 5_000 })).toEqual(accepted)
  expect(evse()?.powerW).toBeCloseTo(5_000, 6)
  expect(await reported()).toMatchObject(dated(5_000))
})

test('K28.FR.13 K28.FR.14 values that nobody renews end with the duration of their schedule, until they come again', async () => {
  await ready()
  const period = { startPeriod: 0, limit: 5_000 }
  expect(await send([schedule([period], { duration: 600 })], 'Dynamic')).toEqual(accepted)
  stand.clock.advance(599_000)
  expect(evse()?.powerW).toBeCloseTo(5_000, 6)
  await update({ limit: 6_000 })
  stand.clock.advance(599_000)
  expect(evse()?.powerW).toBeCloseTo(6_000, 6)
  stand.clock.advance(1_000)
  expect(evse()?.powerW).toBe(11_040)
  await update({ limit: 7_000 })
  expect(evse()?.powerW).toBeCloseTo(7_000, 6)
})

test('K19 K28.FR.06 a setpoint may turn the direction', async () => {
  await stand.close()
  await open('bidirectionalCharger')
  const allowedEnergyTransfer = ['DC', 'DC_BPT']
  stand.csms.answer('Authorize', () => ({ idTokenInfo: accepted, allowedEnergyTransfer }))
  await ready(giver)
  const period = { startPeriod: 0, operationMode: 'CentralSetpoint', setpoint: 8_000 }
  expect(await send([schedule([period])], 'Dynamic')).toEqual(accepted)
  expect(evse()?.powerW).toBe(8_000)
  await update({ setpoint: -6_000 })
  expect(evse()?.powerW).toBe(-6_000)
  await stand.csms.call('GetChargingProfiles', { requestId: 1, chargingProfile: { chargingProfileId: [4] } })
  const { payload } = await stand.csms.calls.next(({ action }) => action === 'ReportChargingProfiles')
  expect(payload).toMatchObject({
    chargingProfile: [{ chargingSchedule: [{ chargingSchedulePeriod: [{ ...period, setpoint: -6_000 }] }] }],
  })
})

test('K19.FR.11 without a profile it charges by what holds', async () => {
  stand.csms.answer('NotifyEVChargingNeeds', () => ({ status: 'NoChargingProfile' }))
  await ready()
  expect(evse()?.powerW).toBe(11_040)
})

test('K19.FR.13 a profile that comes before the needs is out of turn', async () => {
  stand.station.settings.txStartPoint = ['EVConnected']
  stand.station.plugIn(steered)
  await stand.heard('TransactionEvent')
  expect(await send([schedule([{ startPeriod: 0, limit: 9_000 }])])).toEqual({
    ...{ status: 'Rejected', statusInfo: { reasonCode: 'InvalidMessageSeq' } },
  })
})

test('K19.FR.14 what it needed while the station was away is told with the time it was said', async () => {
  stand.station.settings.allowOfflineUnknown = true
  stand.station.goOffline()
  await plug()
  const timestamp = new Date(stand.clock.nowMs()).toISOString()
  stand.clock.advance(60_000)
  stand.station.goOnline()
  expect(await needs()).toMatchObject({ timestamp, chargingNeeds: { controlMode: 'DynamicControl' } })
})

test('K19.FR.16 refused, the transaction ends, and says why', async () => {
  stand.csms.answer('NotifyEVChargingNeeds', () => ({ status: 'Rejected' }))
  await ready()
  const { payload } = await stand.csms.calls.next(({ payload }) => payload.eventType === 'Ended')
  expect(payload).toMatchObject({
    ...{ triggerReason: 'AbnormalCondition', transactionInfo: { stoppedReason: 'ReqEnergyTransferRejected' } },
  })
  expect(evse()?.transaction).toBeUndefined()
})

test('K20.FR.01 K20.FR.04 its driver wants less: it tells so, and is steered by what comes of it', async () => {
  await ready()
  expect(changeNeeds(stand.station, 1, 40)).toBe(true)
  expect(await needs()).toMatchObject({
    chargingNeeds: { controlMode: 'DynamicControl', v2xChargingParameters: { evTargetEnergyRequest: 15_480 } },
  })
  await send([schedule([{ startPeriod: 0, limit: 5_000 }])])
  expect(evse()?.powerW).toBeCloseTo(5_000, 6)
})
