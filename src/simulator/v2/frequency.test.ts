import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bidirectionalHatchback } from '../physics/vehicle-models.ts'
import { car, openStand, type Stand, token } from '../testing/stand.ts'
import { setFrequency } from './grid.ts'

const giver = { ...car, model: bidirectionalHatchback, socPercent: 60 }

let stand: Stand
beforeEach(async () => {
  stand = await openStand({ version: 'ocpp2.1', hardware: 'bidirectionalCharger' })
  stand.csms.answer('NotifyEVChargingNeeds', () => ({ status: 'Accepted' }))
  stand.csms.answer('Authorize', () => ({
    ...{ idTokenInfo: { status: 'Accepted' }, allowedEnergyTransfer: ['DC', 'DC_BPT'] },
  }))
  await stand.boot()
})
afterEach(async () => {
  await stand.close()
  expect(stand.csms.violations).toEqual([])
})

const accepted = { status: 'Accepted' }
const rejected = (reasonCode: string) => ({ status: 'Rejected', statusInfo: { reasonCode } })
const powerW = () => stand.station.evse(1)?.powerW
const begin = async (vehicle = giver) => {
  stand.station.plugIn(vehicle)
  await stand.station.presentToken(token)
  await stand.journal.exchange('NotifyEVChargingNeeds')
}
const send = (period: object, schedule: object = {}, profile: object = {}) =>
  stand.csms.call('SetChargingProfile', {
    evseId: 1,
    chargingProfile: {
      ...{ id: 4, stackLevel: 0, chargingProfilePurpose: 'TxDefaultProfile', chargingProfileKind: 'Dynamic' },
      chargingSchedule: [
        { id: 1, chargingRateUnit: 'W', chargingSchedulePeriod: [{ startPeriod: 0, ...period }], ...schedule },
      ],
      ...profile,
    },
  })
const v2xFreqWattCurve = [
  { frequency: 50.1, power: 5_000 },
  { frequency: 49.9, power: -5_000 },
]
const local = { operationMode: 'LocalFrequency', v2xBaseline: 0, v2xFreqWattCurve }
const v2xSignalWattCurve = [
  { signal: 1, power: 1_000 },
  { signal: -1, power: -1_000 },
]
const moment = (afterS: number) => new Date(stand.clock.nowMs() + afterS * 1000).toISOString()
const signal = (value: number, afterS = 0) =>
  stand.csms.call('AFRRSignal', { signal: value, timestamp: moment(afterS) })

describe('a profile of mode LocalFrequency', () => {
  test.each([
    ['Q08.FR.03 without a baseline', { operationMode: 'LocalFrequency', v2xFreqWattCurve }, 'NoFreqWattCurve'],
    ['Q08.FR.03 without a curve', { operationMode: 'LocalFrequency', v2xBaseline: 0 }, 'NoFreqWattCurve'],
    [
      'Q08.FR.03 with a curve of one point',
      { ...local, v2xFreqWattCurve: v2xFreqWattCurve.slice(0, 1) },
      'NoFreqWattCurve',
    ],
    ['Q08.FR.04 with a limit', { ...local, limit: 5_000 }, 'InvalidSchedule'],
    ['Q08.FR.04 with a limit for discharging', { ...local, dischargeLimit: -5_000 }, 'InvalidSchedule'],
    ['Q08.FR.04 with a setpoint', { ...local, setpoint: 5_000 }, 'InvalidSchedule'],
    ['Q08.FR.04 with a reactive setpoint', { ...local, setpointReactive: 5 }, 'InvalidSchedule'],
    ['Q08.FR.02 with one signal', { ...local, v2xSignalWattCurve: v2xSignalWattCurve.slice(1) }, 'InvalidSchedule'],
  ])('%s is rejected', async (_, period, reasonCode) => {
    expect(await send(period)).toMatchObject(rejected(reasonCode))
    expect(stand.station.profiles.all).toEqual([])
  })

  test('Q08.FR.05 in amperes is rejected, before the unit is', async () => {
    expect(await send(local, { chargingRateUnit: 'A' })).toMatchObject(rejected('InvalidSchedule'))
  })

  test('Q08.FR.06 Q08.FR.07 is followed whatever the order of its points', async () => {
    await begin()
    expect(await send(local)).toEqual(accepted)
    expect(powerW()).toBeCloseTo(0, 6)
    setFrequency(stand.station, 50.06)
    expect(powerW()).toBeCloseTo(3_000, 6)
    setFrequency(stand.station, 49.96)
    expect(powerW()).toBeCloseTo(-2_000, 6)
  })

  test('Q08.FR.06 of a later period is followed from when that begins', async () => {
    await begin()
    const periods = [
      { startPeriod: 0, limit: 4_000 },
      { startPeriod: 60, ...local },
    ]
    const schedule = { chargingSchedulePeriod: periods, startSchedule: moment(0) }
    expect(await send({}, schedule, { chargingProfileKind: 'Absolute' })).toEqual(accepted)
    setFrequency(stand.station, 50.1)
    expect(powerW()).toBe(4_000)
    stand.clock.advance(60_000)
    expect(powerW()).toBe(5_000)
  })

  test('Q08 is none for an EVSE that takes nothing back', async () => {
    const plain = await openStand({ version: 'ocpp2.1', hardware: 'fastCharger' })
    await plain.boot()
    const chargingProfile = {
      ...{ id: 4, stackLevel: 0, chargingProfilePurpose: 'TxDefaultProfile', chargingProfileKind: 'Dynamic' },
      chargingSchedule: [{ id: 1, chargingRateUnit: 'W', chargingSchedulePeriod: [{ startPeriod: 0, ...local }] }],
    }
    expect(await plain.csms.call('SetChargingProfile', { evseId: 1, chargingProfile })).toMatchObject(
      rejected('InvalidSchedule'),
    )
    expect(await plain.csms.call('AFRRSignal', { signal: 1, timestamp: moment(0) })).toEqual({ error: 'NotSupported' })
    expect(setFrequency(plain.station, 49)).toBe(false)
    await plain.close()
  })
})

describe('a profile of mode CentralFrequency', () => {
  const central = { operationMode: 'CentralFrequency', setpoint: -2_000 }

  test.each([
    ['Q07.FR.03 with a limit', { ...central, limit: 5_000 }],
    ['without a setpoint', { operationMode: 'CentralFrequency' }],
  ])('%s is rejected', async (_, period) => {
    expect(await send(period)).toMatchObject(rejected('InvalidSchedule'))
  })

  test('Q07.FR.03 K28.FR.06 K28.FR.11 takes new setpoints, and no limit', async () => {
    await begin()
    await send(central)
    const update = (scheduleUpdate: object) =>
      stand.csms.call('UpdateDynamicSchedule', { chargingProfileId: 4, scheduleUpdate })
    expect(await update({ setpoint: 1_500 })).toEqual(accepted)
    expect(powerW()).toBe(1_500)
    expect(await update({ limit: 1_000 })).toMatchObject(rejected('InvalidSchedule'))
    expect(powerW()).toBe(1_500)
  })

  test('K28.FR.08 K28.FR.10 asks for its setpoint where it is set to', async () => {
    await begin()
    stand.csms.answer('PullDynamicScheduleUpdate', () => ({ status: 'Accepted', scheduleUpdate: { setpoint: -3_500 } }))
    await send(central, { duration: 40 }, { dynUpdateInterval: 30 })
    expect(powerW()).toBe(-2_000)
    stand.clock.advance(30_000)
    await stand.journal.exchange('PullDynamicScheduleUpdate')
    expect(powerW()).toBe(-3_500)
    // K28.FR.09: its duration counts from then on.
    stand.clock.advance(29_000)
    expect(powerW()).toBe(-3_500)
  })
})

describe('the simulator of the frequency', () => {
  const set = async (name: string, attributeValue: string, instance?: string) => {
    const { setVariableResult } = await stand.csms.call('SetVariables', {
      setVariableData: [
        {
          component: { name: 'FrequencySimulator', evse: { id: 1 } },
          ...{ variable: { name, ...(instance && { instance }) }, attributeValue },
        },
      ],
    })
    return JSON.stringify(setVariableResult)
  }
  const show = async (freq: number) => {
    await set('DateTime', moment(0), 'Start')
    await set('DateTime', moment(600), 'End')
    await set('FrequencySchedule', JSON.stringify([{ time: 0, freq }]))
  }
  const hertz = () => stand.station.evse(1)?.read('Trigger').frequencyHz

  test('is measured while it is enabled and in its time, and outlasts a power cycle', async () => {
    await show(49.2)
    expect(hertz()).toBe(50)
    await set('Enabled', 'true')
    expect(hertz()).toBe(49.2)
    stand.station.stop()
    stand.station.start()
    expect(hertz()).toBe(49.2)
    stand.clock.advance(600_000)
    expect(hertz()).toBe(50)
  })

  test('leaves the grid alone once it is disabled', async () => {
    await show(49.2)
    await set('Enabled', 'true')
    await set('Enabled', 'false')
    expect(hertz()).toBe(50)
  })

  test.each([
    ['Enabled', 'perhaps', undefined],
    ['DateTime', 'tomorrow', 'Start'],
    ['FrequencySchedule', '[{', undefined],
    ['FrequencySchedule', '{"time":0,"freq":50}', undefined],
    ['FrequencySchedule', '[{"time":-1,"freq":50}]', undefined],
    ['FrequencySchedule', '[{"time":0,"freq":500}]', undefined],
    ['FrequencySchedule', '[{"time":5,"freq":50},{"time":0,"freq":50}]', undefined],
    ['FrequencySchedule', JSON.stringify(Array.from({ length: 101 }, (_, time) => [time, 50])), undefined],
  ])('%s is not set to %s', async (name, value, instance) => {
    expect(await set(name, value, instance)).toContain('Rejected')
  })
})

describe('AFRRSignal', () => {
  test('Q08.FR.10 counts for what rules at its time', async () => {
    await begin()
    await send({ ...local, v2xSignalWattCurve })
    expect(await signal(1)).toEqual(accepted)
    expect(powerW()).toBeCloseTo(1_000, 6)
    expect(await signal(-1, 30)).toEqual(accepted)
    stand.clock.advance(30_000)
    expect(powerW()).toBeCloseTo(-1_000, 6)
    // Beyond the curve it is as at its end.
    await signal(50)
    expect(powerW()).toBeCloseTo(1_000, 6)
  })

  test('Q08.FR.11 without a transaction nobody follows it', async () => {
    await send({ ...local, v2xSignalWattCurve })
    expect(await signal(1)).toMatchObject(rejected('NoSignalWattCurve'))
  })

  test('so many wait for their time, and no more', async () => {
    await begin()
    await send({ ...local, v2xSignalWattCurve })
    for (let count = 0; count < 50; count += 1) expect(await signal(1, 60 + count)).toEqual(accepted)
    expect(await signal(1, 600)).toMatchObject(rejected('OutOfMemory'))
    stand.clock.advance(60_000)
    expect(await signal(1, 600)).toEqual(accepted)
    expect(await signal(1, 86_401)).toMatchObject(rejected('OutOfMemory'))
  })
})
