import { beforeEach, describe, expect, test } from 'vitest'
import type { FrequencyControl, SchedulesOfEvse } from '#domain/smart-charging'
import { bidirectionalHatchback, setFrequency } from '#simulator'
import { type Feeder, openFeedingScene } from '../feeding.ts'
import type { Wire } from '../operator.ts'
import { car, field } from '../simulated.ts'

const { operator, feeder } = await openFeedingScene()
await operator.post('/tokens', {
  ...{ partyId: 'default', value: 'GIVER', concurrentLimit: 0, transfers: ['dc', 'dc-bidirectional'] },
})

const giver = { ...car, model: bidirectionalHatchback, socPercent: 60 }
const answered = { state: 'answered', result: { status: 'Accepted' } }
const unsent = { state: 'refused', result: { error: { code: 'invalid' } } }
/** Nothing between 49.99 and 50.01 Hz; then 500 W for each hundredth of a hertz, up to 10 kW. */
const frequencyControl: FrequencyControl = {
  baselineW: '1000',
  frequencies: [
    { frequencyHz: '49.79', powerW: '-10000' },
    { frequencyHz: '49.99', powerW: '0' },
    { frequencyHz: '50.01', powerW: '0' },
    { frequencyHz: '50.21', powerW: '10000' },
  ],
}
const signals = [
  { signal: -100, powerW: '-4000' },
  { signal: 0, powerW: '0' },
  { signal: 100, powerW: '4000' },
]
const local = { operationMode: 'local-frequency', frequencyControl } as const
const withSignals = { ...local, frequencyControl: { ...frequencyControl, signals } }
const central = (watts: number) => ({ operationMode: 'central-frequency' as const, setpoint: String(watts) })

let charger: Feeder
let reference = ''
beforeEach(async () => {
  charger = await feeder('bidirectionalCharger')
  ;({ reference } = await charger.begin(giver, 'GIVER'))
  return () => charger.station.stop()
})

const update = (profileId: number, values: { readonly setpoint?: string; readonly limit?: string }) =>
  operator.carryOut(charger.id, 'update-dynamic-schedule', { profileId, values })
const idOf = (command: { readonly result?: { readonly details?: unknown } }) =>
  Number(field(command.result, 'details', 'profileId'))
const event = async (triggerReason: string) => {
  for (;;) {
    const { request, refused } = await charger.journal.exchange('TransactionEvent')
    expect(refused).toBe(false)
    if (field(request, 'triggerReason') === triggerReason) return request
  }
}
/** What the next periodic reading tells of these measurands. */
const sampled = async (...measurands: readonly string[]) => {
  charger.clock.advance(60_000)
  const samples = field(await event('MeterValuePeriodic'), 'meterValue', 0, 'sampledValue')
  const all: readonly unknown[] = Array.isArray(samples) ? samples : []
  return measurands.map((name) =>
    field(
      all.find((one) => field(one, 'measurand') === name),
      'value',
    ),
  )
}

test('Q01.FR.31 Q07.FR.01 Q08.FR.20 a station says that it supports the frequency, by setpoints and by itself', () => {
  const modes = charger.reported('V2XChargingCtrlr', 'SupportedOperationModes')?.split(',')
  expect(modes).toEqual(
    expect.arrayContaining(['ChargingOnly', 'CentralSetpoint', 'CentralFrequency', 'LocalFrequency']),
  )
  expect(charger.reported('V2XChargingCtrlr', 'LocalFrequencyUpdateThreshold')).toBe('10')
})

describe('setpoints for the frequency', () => {
  test('Q07.FR.02 K28.FR.06 are followed in both directions as they change, which is told as a change of mode', async () => {
    const command = await charger.profile(central(3_000), { reference })
    expect(command).toMatchObject(answered)
    expect(charger.powerW()).toBe(3_000)
    expect(field(await event('OperationModeChanged'), 'transactionInfo', 'operationMode')).toBe('CentralFrequency')
    const { request } = await charger.journal.exchange('NotifyEVChargingSchedule')
    expect(field(request, 'chargingSchedule', 'chargingSchedulePeriod')).toMatchObject([
      { operationMode: 'CentralFrequency', setpoint: 3_000 },
    ])
    expect(await update(idOf(command), { setpoint: '-4500.5' })).toMatchObject(answered)
    expect(charger.powerW()).toBe(-4_500.5)
  })

  test('Q07.FR.02 K09 are reported as what they are: the last setpoint, and no limit', async () => {
    const command = await charger.profile(central(3_000), { reference })
    await update(idOf(command), { setpoint: '-2000' })
    await operator.carryOut(charger.id, 'get-charging-profiles', {})
    const { request } = await charger.journal.exchange('ReportChargingProfiles')
    const [period] = [field(request, 'chargingProfile', 0, 'chargingSchedule', 0, 'chargingSchedulePeriod', 0)]
    expect(period).toEqual({ startPeriod: 0, operationMode: 'CentralFrequency', setpoint: -2_000 })
    expect(field(request, 'chargingProfile', 0, 'dynUpdateTime')).toEqual(expect.any(String))
  })

  test('K08.FR.04 are what the composite schedule of the station has, and the operator sees them', async () => {
    await charger.profile(central(-2_500), { reference })
    const asked = { evseId: 1, durationS: 600, rateUnit: 'W' as const }
    expect(await operator.carryOut(charger.id, 'get-composite-schedule', asked)).toMatchObject(answered)
    const path = `/stations/${charger.id}/charging-schedule?evseId=1&rateUnit=W`
    const { told, calculated } = await operator.get<Wire<SchedulesOfEvse>>(path)
    expect(told?.periods).toEqual([{ startS: 0, operationMode: 'central-frequency', setpoint: '-2500' }])
    expect(calculated.periods).toEqual([{ startS: 0, limit: '0' }])
  })

  test('Q01.FR.35 are measured: what was set, and how far from it the vehicle is', async () => {
    const command = await charger.profile(central(-4_000), { reference })
    const names = ['Power.Active.Export', 'Power.Active.Setpoint', 'Power.Active.Residual']
    expect(await sampled(...names)).toEqual([4_000, -4_000, 0])
    // More than the inverter of the station feeds, and than the vehicle gives.
    await update(idOf(command), { setpoint: '-15000' })
    expect(await sampled(...names)).toEqual([10_000, -15_000, -5_000])
    const kept = (await operator.readings(charger.id)).flatMap(({ samples = [] }) => samples)
    expect(JSON.stringify(kept)).toContain('Power.Active.Residual')
  })

  test('Q07 K28.FR.13 K28.FR.14 that come no more leave it to the frequency at the station, until one comes again', async () => {
    expect(await charger.profile(local)).toMatchObject(answered)
    const command = await charger.profile(central(-3_000), { reference, stackLevel: 1, durationS: 30 })
    expect(command).toMatchObject(answered)
    charger.clock.advance(29_000)
    expect(charger.powerW()).toBe(-3_000)
    charger.clock.advance(1_000)
    expect(charger.powerW()).toBe(1_000)
    setFrequency(charger.station, 50.03)
    expect(charger.powerW()).toBe(2_000)
    await update(idOf(command), { setpoint: '5000' })
    expect(charger.powerW()).toBe(5_000)
    charger.clock.advance(30_000)
    expect(charger.powerW()).toBe(2_000)
  })

  test.each([
    ['Q07.FR.02 in a profile that is not dynamic', central(1_000), { kind: 'relative' }],
    ['Q07.FR.03 with a limit', { ...central(1_000), limit: '5000' }, {}],
    ['Q07.FR.03 with a limit for discharging', { ...central(1_000), dischargeLimit: '-5000' }, {}],
    ['Q07.FR.02 without one', { operationMode: 'central-frequency' }, {}],
  ] as const)('%s are not sent', async (_, period, change) => {
    expect(await charger.profile(period, { reference, ...change })).toMatchObject(unsent)
  })

  test('Q07.FR.03 a limit is not put beside them later', async () => {
    const command = await charger.profile(central(1_000), { reference })
    const refused = await update(idOf(command), { limit: '500' })
    expect(refused).toMatchObject(unsent)
    expect(refused.sentAt).toBeUndefined()
    expect(charger.powerW()).toBe(1_000)
  })
})

describe('power by the frequency at the station', () => {
  test('Q08.FR.01 Q08.FR.02 Q08.FR.05 Q08.FR.06 is the baseline and what the curve adds, from when the period begins', async () => {
    setFrequency(charger.station, 49.89)
    expect(await charger.profile(local, { reference })).toMatchObject(answered)
    expect(charger.powerW()).toBeCloseTo(1_000 - 5_000, 6)
    expect(field(await event('OperationModeChanged'), 'transactionInfo', 'operationMode')).toBe('LocalFrequency')
    const { request } = await charger.journal.exchange('NotifyEVChargingSchedule')
    const [period] = [field(request, 'chargingSchedule', 'chargingSchedulePeriod', 0)]
    expect(period).toMatchObject({ operationMode: 'LocalFrequency', v2xBaseline: 1_000 })
    expect(period).not.toHaveProperty('setpoint')
    expect(period).not.toHaveProperty('limit')
  })

  test('Q08.FR.07 follows the frequency, between points and beyond the last', async () => {
    await charger.profile(local, { reference })
    expect(charger.powerW()).toBe(1_000)
    for (const [hertz, watts] of [
      [50.11, 6_000],
      [51, 11_000],
      [49.94, -1_500],
      [47, -9_000],
      [50, 1_000],
    ] as const) {
      setFrequency(charger.station, hertz)
      expect(charger.powerW(), `${hertz} Hz`).toBeCloseTo(watts, 6)
    }
  })

  test('Q08.FR.07 lets changes pass that are less than the threshold', async () => {
    await charger.profile(local, { reference })
    const variable = { component: 'V2XChargingCtrlr', name: 'LocalFrequencyUpdateThreshold' }
    await operator.carryOut(charger.id, 'set-variables', { variables: [{ ...variable, value: '50' }] })
    setFrequency(charger.station, 50.049)
    charger.clock.advance(5_000)
    expect(charger.powerW()).toBe(1_000)
    setFrequency(charger.station, 50.05)
    expect(charger.powerW()).toBeCloseTo(3_000, 6)
    setFrequency(charger.station, 50.01)
    expect(charger.powerW()).toBeCloseTo(3_000, 6)
  })

  test('Q08.FR.07 follows the frequency that the operator lets the station simulate, in its time', async () => {
    await charger.profile(local, { reference })
    const component = { component: 'FrequencySimulator', evseId: 1 }
    const moment = (afterS: number) => new Date(charger.clock.nowMs() + afterS * 1000).toISOString()
    const schedule = JSON.stringify([
      { time: 0, freq: 50.11 },
      { time: 30, freq: 49.89 },
    ])
    const command = await operator.carryOut(charger.id, 'set-variables', {
      variables: [
        { ...component, name: 'DateTime', instance: 'Start', value: moment(60) },
        { ...component, name: 'DateTime', instance: 'End', value: moment(120) },
        { ...component, name: 'FrequencySchedule', value: schedule },
        { ...component, name: 'Enabled', value: 'true' },
      ],
    })
    expect(command).toMatchObject({ state: 'answered' })
    const over = [59, 1, 29, 1, 29, 1].map((seconds) => {
      charger.clock.advance(seconds * 1000)
      return Math.round(charger.powerW() ?? 0)
    })
    expect(over).toEqual([1_000, 6_000, 6_000, -4_000, -4_000, 1_000])
  })

  test('Q01.FR.35 is measured with the frequency', async () => {
    await charger.profile(local, { reference })
    setFrequency(charger.station, 49.95)
    const names = ['Frequency', 'Power.Active.Setpoint', 'Power.Active.Export', 'Power.Active.Residual']
    expect(await sampled(...names)).toEqual([49.95, -1_000, 1_000, 0])
  })

  test.each([
    ['Q08.FR.01 with a limit', { ...local, limit: '5000' }],
    ['Q08.FR.01 with a setpoint', { ...local, setpoint: '5000' }],
    ['Q08.FR.02 without a curve', { operationMode: 'local-frequency' }],
    [
      'Q08.FR.02 with a curve of signals of one point',
      { ...local, frequencyControl: { ...frequencyControl, signals: signals.slice(1, 2) } },
    ],
  ] as const)('%s is not asked for', async (_, period) => {
    expect(await charger.profile(period, { reference })).toMatchObject(unsent)
    expect(charger.powerW()).toBeGreaterThan(20_000)
  })

  test('Q02.FR.01 is not asked of a vehicle that is to be charged alone', async () => {
    const other = await feeder('bidirectionalCharger')
    const { reference: charging } = await other.begin(giver)
    expect(await other.profile(local, { reference: charging })).toMatchObject(unsent)
    expect(await other.profile(central(-1_000), { reference: charging })).toMatchObject(unsent)
    other.station.stop()
  })
})

describe('a signal of the grid operator', () => {
  const signal = (value: number, afterS = 0) =>
    operator.carryOut(charger.id, 'signal-frequency-restoration', {
      ...{ signal: value, at: new Date(charger.clock.nowMs() + afterS * 1000).toISOString() },
    })

  test('Q08.FR.10 Q08.FR.12 adds what its curve says to what the frequency says, and takes the place of the one before', async () => {
    await charger.profile(withSignals, { reference })
    expect(await signal(50)).toMatchObject(answered)
    expect(charger.powerW()).toBe(3_000)
    setFrequency(charger.station, 49.97)
    expect(charger.powerW()).toBeCloseTo(2_000, 6)
    await signal(-100)
    expect(charger.powerW()).toBeCloseTo(-4_000, 6)
    await signal(0)
    expect(charger.powerW()).toBeCloseTo(0, 6)
  })

  test('Q08.FR.10 counts from its time on', async () => {
    await charger.profile(withSignals, { reference })
    expect(await signal(100, 120)).toMatchObject(answered)
    charger.clock.advance(119_000)
    expect(charger.powerW()).toBe(1_000)
    charger.clock.advance(1_000)
    expect(charger.powerW()).toBe(5_000)
  })

  test('Q08.FR.11 is refused where no curve of signals rules', async () => {
    const refused = { state: 'refused', result: { status: 'Rejected', details: { reasonCode: 'NoSignalWattCurve' } } }
    expect(await signal(50)).toMatchObject(refused)
    await charger.profile(local, { reference })
    expect(await signal(50)).toMatchObject(refused)
    expect(charger.powerW()).toBe(1_000)
  })

  test('Q08.FR.11 is refused once its curve is no more, and is forgotten with it', async () => {
    const command = await charger.profile(withSignals, { reference })
    await signal(100)
    expect(charger.powerW()).toBe(5_000)
    await operator.carryOut(charger.id, 'clear-charging-profile', { profileId: idOf(command) })
    expect(await signal(100)).toMatchObject({ state: 'refused' })
    await charger.profile(withSignals, { reference })
    expect(charger.powerW()).toBe(1_000)
  })
})
