import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bidirectionalHatchback } from '../physics/vehicle-models.ts'
import { car, openStand, type Stand, token } from '../testing/stand.ts'
import { disturbGrid, setVoltage } from './grid.ts'

const giver = { ...car, model: bidirectionalHatchback, socPercent: 60 }

let stand: Stand
beforeEach(async () => {
  stand = await openStand({ version: 'ocpp2.1', hardware: 'bidirectionalCharger' })
  stand.csms.answer('NotifyEVChargingNeeds', () => ({ status: 'Accepted' }))
  allow('DC', 'DC_BPT')
  await stand.boot()
})
afterEach(async () => {
  await stand.close()
  expect(stand.csms.violations).toEqual([])
})

const accepted = { status: 'Accepted' }
function allow(...allowedEnergyTransfer: string[]) {
  const list = allowedEnergyTransfer.length === 0 ? {} : { allowedEnergyTransfer }
  stand.csms.answer('Authorize', () => ({ idTokenInfo: accepted, ...list }))
}
const evse = () => stand.station.evse(1)
const transactionId = () => evse()?.transaction?.id ?? ''
const needs = async () => (await stand.journal.exchange('NotifyEVChargingNeeds')).request
const event = (wanted: object) =>
  stand.csms.calls.next(
    ({ action, payload }) =>
      action === 'TransactionEvent' && Object.entries(wanted).every(([key, value]) => payload[key] === value),
  )
const plug = async (vehicle = giver) => {
  stand.station.plugIn(vehicle)
  await stand.station.presentToken(token)
}
const send = (period: object, chargingProfileKind = 'Relative') =>
  stand.csms.call('SetChargingProfile', {
    evseId: 1,
    chargingProfile: {
      ...{ id: 4, stackLevel: 0, chargingProfilePurpose: 'TxProfile', chargingProfileKind },
      transactionId: transactionId(),
      chargingSchedule: [{ id: 1, chargingRateUnit: 'W', chargingSchedulePeriod: [{ startPeriod: 0, ...period }] }],
    },
  })
const setpoint = (watts: number) => send({ operationMode: 'CentralSetpoint', setpoint: watts })
const ready = async () => {
  await plug()
  await needs()
}

describe('what a vehicle of ISO 15118-20 asks for', () => {
  test('Q01.FR.03 K18.FR.01 K18.FR.06 is both directions where the CSMS allows them', async () => {
    await plug()
    expect(await needs()).toEqual({
      evseId: 1,
      maxScheduleTuples: 12,
      chargingNeeds: {
        requestedEnergyTransfer: 'DC_BPT',
        availableEnergyTransfer: ['DC', 'DC_BPT'],
        controlMode: 'ScheduledControl',
        v2xChargingParameters: {
          ...{ maxChargePower: 76_000, maxDischargePower: 10_000, targetSoC: 80 },
          evTargetEnergyRequest: 11_600,
        },
      },
    })
  })

  test.each([
    ['Q01.FR.09 Q02.FR.04 the CSMS has not said', []],
    ['Q01 the CSMS has said no', ['DC']],
  ])('%s: is to be charged alone, and nothing is ever taken back', async (_, transfers) => {
    allow(...transfers)
    await plug()
    expect(await needs()).toMatchObject({ chargingNeeds: { requestedEnergyTransfer: 'DC' } })
    expect(await setpoint(-5_000)).toEqual(accepted)
    expect(evse()?.powerW).toBe(0)
  })

  test('Q02.FR.06 Q02.FR.07 changes when the CSMS changes its mind', async () => {
    allow()
    await ready()
    const allowedEnergyTransfer = ['DC', 'DC_BPT']
    expect(
      await stand.csms.call('NotifyAllowedEnergyTransfer', { transactionId: transactionId(), allowedEnergyTransfer }),
    ).toEqual(accepted)
    expect(await needs()).toMatchObject({ chargingNeeds: { requestedEnergyTransfer: 'DC_BPT' } })
    await setpoint(-5_000)
    expect(evse()?.powerW).toBe(-5_000)
    await stand.csms.call('NotifyAllowedEnergyTransfer', {
      ...{ transactionId: transactionId(), allowedEnergyTransfer: ['DC'] },
    })
    expect(await needs()).toMatchObject({ chargingNeeds: { requestedEnergyTransfer: 'DC' } })
    stand.clock.advance(1_000)
    expect(evse()?.powerW).toBe(0)
  })

  test('Q02.FR.06 nobody changes what a transaction that is not there may have', async () => {
    expect(
      await stand.csms.call('NotifyAllowedEnergyTransfer', { transactionId: 'T', allowedEnergyTransfer: ['DC'] }),
    ).toEqual({ status: 'Rejected' })
  })

  test('K18.FR.23 Q01.FR.06 refused, the transaction ends, and says why', async () => {
    stand.csms.answer('NotifyEVChargingNeeds', () => ({ status: 'Rejected' }))
    await ready()
    expect((await event({ eventType: 'Ended' })).payload).toMatchObject({
      ...{ triggerReason: 'AbnormalCondition', transactionInfo: { stoppedReason: 'ReqEnergyTransferRejected' } },
    })
    expect(evse()?.transaction).toBeUndefined()
  })

  test('K18.FR.04 K18.FR.15 without a profile it charges by what holds', async () => {
    stand.csms.answer('NotifyEVChargingNeeds', () => ({ status: 'NoChargingProfile' }))
    await ready()
    expect(evse()?.powerW).toBeGreaterThan(20_000)
  })
})

describe('a setpoint of the CSMS', () => {
  test('Q03 K01.FR.110 is kept to in both directions; the change of mode is told, and the schedule', async () => {
    await ready()
    expect(await setpoint(-5_000)).toEqual(accepted)
    expect((await event({ triggerReason: 'OperationModeChanged' })).payload).toMatchObject({
      ...{ eventType: 'Updated', transactionInfo: { operationMode: 'CentralSetpoint' } },
    })
    expect(evse()?.powerW).toBe(-5_000)
    expect(evse()?.chargingState).toBe('Charging')
    const { payload } = await stand.csms.calls.next(({ action }) => action === 'NotifyEVChargingSchedule')
    expect(payload).toMatchObject({
      chargingSchedule: { chargingSchedulePeriod: [{ operationMode: 'CentralSetpoint', setpoint: -5_000 }] },
    })
    await setpoint(7_000)
    expect(evse()?.powerW).toBe(7_000)
  })

  test('Q03 is counted in the register of export, and the battery runs down', async () => {
    await ready()
    await setpoint(-6_000)
    const before = evse()?.read('Trigger')
    stand.clock.advance(3_600_000)
    const after = evse()?.read('Trigger')
    expect(after?.registerWh).toBe(before?.registerWh)
    expect((after?.exportWh ?? 0) - (before?.exportWh ?? 0)).toBe(6_000)
    // 6 kWh metered are 6.3 kWh of a battery of 58 kWh.
    expect(after?.socPercent).toBe(49)
    expect(after?.powerW).toBe(-6_000)
  })

  test('J02 what is exported is in the meter values that are sent', async () => {
    await ready()
    await setpoint(-6_000)
    await event({ triggerReason: 'OperationModeChanged' })
    stand.clock.advance(60_000)
    const { payload } = await event({ triggerReason: 'MeterValuePeriodic' })
    const sampled = (measurand: string, value: unknown) =>
      expect(payload).toHaveProperty(
        'meterValue.0.sampledValue',
        expect.arrayContaining([expect.objectContaining({ measurand, value })]),
      )
    sampled('Energy.Active.Export.Register', 100)
    sampled('Power.Active.Export', 6_000)
    sampled('Power.Active.Import', 0)
    sampled('Power.Factor', 1)
  })

  test('Q03 never asks more of the vehicle than it gives, nor below what it keeps for itself', async () => {
    await plug({ ...giver, socPercent: 16 })
    await needs()
    await setpoint(-20_000)
    expect(evse()?.powerW).toBe(-10_000)
    stand.clock.advance(600_000)
    expect(evse()?.powerW).toBe(0)
    expect(evse()?.read('Trigger').socPercent).toBe(15)
    expect(evse()?.chargingState).toBe('SuspendedEV')
  })

  test.each([
    ['Q03.FR.02 a limit beside the setpoint', { operationMode: 'CentralSetpoint', setpoint: -1, limit: 5 }],
    ['Q03.FR.01 no setpoint', { operationMode: 'CentralSetpoint' }],
    ['a setpoint without its mode', { setpoint: -1_000 }],
    ['a mode it does not know', { operationMode: 'ExternalSetpoint' }],
  ])('%s is rejected', async (_, period) => {
    await ready()
    expect(await send(period)).toMatchObject({ status: 'Rejected', statusInfo: { reasonCode: 'InvalidSchedule' } })
  })

  test('Q Idle: nothing flows', async () => {
    await ready()
    expect(await send({ operationMode: 'Idle' })).toEqual(accepted)
    expect(evse()?.powerW).toBe(0)
  })

  test('a vehicle that gives nothing back gives nothing back', async () => {
    await plug(car)
    await event({ eventType: 'Started' })
    await setpoint(-5_000)
    expect(evse()?.powerW).toBe(0)
  })
})

describe('the inverter', () => {
  const limit = (pctMaxDischargePower: number) =>
    stand.csms.call('SetDERControl', {
      ...{ isDefault: true, controlId: 'l', controlType: 'LimitMaxDischarge' },
      limitMaxDischarge: { priority: 0, pctMaxDischargePower },
    })
  const alarm = async () => (await stand.csms.calls.next(({ action }) => action === 'NotifyDERAlarm')).payload

  test('R01 R05.FR.01 R05.FR.02 gives no more than its control leaves, and tells that it deviates and when no more', async () => {
    await ready()
    await setpoint(-8_000)
    await limit(50)
    expect(await alarm()).toMatchObject({ controlType: 'LimitMaxDischarge' })
    expect(evse()?.powerW).toBe(-6_000)
    await setpoint(-4_000)
    expect(await alarm()).toMatchObject({ controlType: 'LimitMaxDischarge', alarmEnded: true })
    expect(evse()?.powerW).toBe(-4_000)
  })

  test('R05.FR.03 R05.FR.04 ceases while the grid is out of shape: one alarm takes over from the other', async () => {
    await ready()
    await setpoint(-8_000)
    await limit(50)
    await alarm()
    await stand.csms.call('SetDERControl', {
      ...{ isDefault: true, controlId: 'e', controlType: 'EnterService' },
      enterService: { priority: 0, highVoltage: 105, lowVoltage: 92, highFreq: 50.1, lowFreq: 49.9, delay: 60 },
    })
    disturbGrid(stand.station, 'OverFrequency')
    expect(await alarm()).toEqual({
      ...{ controlType: 'EnterService', gridEventFault: 'OverFrequency', timestamp: expect.any(String) },
    })
    expect(evse()?.powerW).toBe(0)
    disturbGrid(stand.station, 'none')
    expect(evse()?.powerW).toBe(0)
    stand.clock.advance(60_000)
    expect(await alarm()).not.toHaveProperty('alarmEnded')
    expect(evse()?.powerW).toBe(-6_000)
  })

  test('R01 R05.FR.01 R05.FR.02 R05.FR.03 gives less by its curve while the voltage is too high, unless another leaves less', async () => {
    await ready()
    await setpoint(-8_000)
    await stand.csms.call('SetDERControl', {
      ...{ isDefault: true, controlId: 'v', controlType: 'VoltWatt' },
      curve: {
        ...{ priority: 0, yUnit: 'PctMaxW' },
        curveData: [
          { x: 110, y: 0 },
          { x: 105, y: 100 },
        ],
      },
    })
    expect(evse()?.powerW).toBe(-8_000)
    setVoltage(stand.station, 108)
    expect(await alarm()).toMatchObject({ controlType: 'VoltWatt', gridEventFault: 'OverVoltage' })
    expect(evse()?.powerW).toBeCloseTo(-4_800, 6)
    await limit(20)
    expect(await alarm()).toMatchObject({ controlType: 'LimitMaxDischarge' })
    expect(evse()?.powerW).toBe(-2_400)
    setVoltage(stand.station, 112)
    expect(await alarm()).toMatchObject({ controlType: 'VoltWatt', gridEventFault: 'OverVoltage' })
    expect(evse()?.powerW).toBe(0)
  })

  test('R01 charging is none of its concern', async () => {
    await ready()
    await limit(0)
    await setpoint(7_000)
    expect(evse()?.powerW).toBe(7_000)
  })
})
