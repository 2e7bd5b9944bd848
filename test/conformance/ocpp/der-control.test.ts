import { beforeEach, describe, expect, test } from 'vitest'
import type { DerAlarm, DerControl, StationDerControl } from '#domain/der-control'
import type { RawStation } from '#test/raw-station'
import { resultOf, yesterdayAt } from '../booted-station.ts'
import type { List, Wire } from '../operator.ts'
import { openScene } from '../scene.ts'
import { simulated, VERSIONS } from '../simulated.ts'

const { platform, operator, raw } = await openScene()

let station: RawStation
let stationId = ''
beforeEach(async () => {
  ;({ id: stationId, station } = await raw('ocpp2.1'))
  return () => station.connection.terminate()
})

const say = async (action: string, payload: object) => resultOf(await station.call(action, payload))
const listed = async () =>
  (await operator.get<List<Wire<StationDerControl>>>(`/stations/${stationId}/der-controls`)).items
/** Answers the next call of the platform. */
async function answer(payload: object) {
  const asked = await station.asked()
  station.send([3, asked.id, payload])
  return [asked.action, asked.payload]
}

/** Not over yet: what is over is kept no longer (R04.FR.10). */
const startAt = new Date(Date.now() + 86_400_000).toISOString()
const common = { startTime: startAt, duration: 600, priority: 2 }
const when = { isDefault: false, priority: 2, startAt, durationS: 600 }
const points = [
  { x: 110, y: 100 },
  { x: 120, y: 0 },
]

/** Controls in our words, the fields of SetDERControl, and those of ReportDERControl. */
const cases: readonly [DerControl, string, object, object][] = [
  [
    {
      ...{ kind: 'volt-watt', ...when },
      curve: {
        ...{ unit: 'max-w', points, responseTimeS: 5, hysteresis: { high: 1, low: 2, delayS: 3, gradient: 4 } },
        reactivePower: { referenceV: 100, autonomous: true, timeConstantS: 9 },
        voltage: { highMean10Min: 110, highMean10MinDelayS: 60, duringCessation: 'reactive' },
      },
    },
    'VoltWatt',
    {
      curve: {
        ...{ ...common, curveData: points, yUnit: 'PctMaxW', responseTime: 5 },
        hysteresis: { hysteresisHigh: 1, hysteresisLow: 2, hysteresisDelay: 3, hysteresisGradient: 4 },
        reactivePowerParams: { vRef: 100, autonomousVRefEnable: true, autonomousVRefTimeConstant: 9 },
        voltageParams: { hv10MinMeanValue: 110, hv10MinMeanTripDelay: 60, powerDuringCessation: 'Reactive' },
      },
    },
    { curveType: 'VoltWatt' },
  ],
  [
    {
      kind: 'frequency-droop',
      ...when,
      droop: { overFrequency: 50.2, underFrequency: 49.8, overDroop: 5, underDroop: 4, responseTimeS: 1.5 },
    },
    'FreqDroop',
    { freqDroop: { ...common, overFreq: 50.2, underFreq: 49.8, overDroop: 5, underDroop: 4, responseTime: 1.5 } },
    {},
  ],
  [
    { kind: 'fixed-power-factor-absorbing', ...when, fixedPowerFactor: { displacement: 0.95, excitation: true } },
    'FixedPFAbsorb',
    { fixedPFAbsorb: { ...common, displacement: 0.95, excitation: true } },
    {},
  ],
  [
    { kind: 'fixed-power-factor-injecting', ...when, fixedPowerFactor: { displacement: 0.9, excitation: false } },
    'FixedPFInject',
    { fixedPFInject: { ...common, displacement: 0.9, excitation: false } },
    {},
  ],
  [
    { kind: 'fixed-var', ...when, fixedVar: { setpoint: -30, unit: 'available-var' } },
    'FixedVar',
    { fixedVar: { ...common, setpoint: -30, unit: 'PctVarAvail' } },
    {},
  ],
  [
    { kind: 'limit-max-discharge', ...when, maxDischargePct: 50 },
    'LimitMaxDischarge',
    { limitMaxDischarge: { ...common, pctMaxDischargePower: 50 } },
    {},
  ],
  [
    { kind: 'gradients', isDefault: true, priority: 0, gradient: { ramp: 10, softRamp: 20 } },
    'Gradients',
    { gradient: { priority: 0, gradient: 10, softGradient: 20 } },
    {},
  ],
  [
    {
      ...{ kind: 'enter-service', isDefault: true, priority: 1 },
      enterService: {
        highVoltage: 105,
        lowVoltage: 95,
        highFrequency: 50.1,
        lowFrequency: 49.9,
        delayS: 300,
        randomDelayS: 5,
        rampS: 60,
      },
    },
    'EnterService',
    {
      enterService: {
        priority: 1,
        highVoltage: 105,
        lowVoltage: 95,
        highFreq: 50.1,
        lowFreq: 49.9,
        delay: 300,
        randomDelay: 5,
        rampRate: 60,
      },
    },
    {},
  ],
]

describe('R04 the controls of feeding the grid', () => {
  test.each(cases)(
    '%j goes out as %s, and is read as it was when the station reports it',
    async (control, type, sent, more) => {
      const command = await operator.command(stationId, 'set-der-control', { controlId: 'c1', control })
      const { isDefault } = control
      expect(await answer({ status: 'Accepted' })).toEqual([
        'SetDERControl',
        { controlId: 'c1', isDefault, controlType: type, ...sent },
      ])
      expect(await operator.settled(command)).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
      expect(await listed()).toMatchObject([{ controlId: 'c1', control, superseded: false }])
      const [field = '', settings] = Object.entries(sent)[0] ?? []
      const inner = field.startsWith('fixedPF') ? 'fixedPF' : field
      const standing = isDefault ? {} : { isDefault, isSuperseded: true }
      const reported = { id: 'c2', [inner]: settings, ...standing, ...more }
      expect(await say('ReportDERControl', { requestId: 1, [field]: [reported] })).toEqual({})
      expect((await listed()).find(({ controlId }) => controlId === 'c2')).toMatchObject({
        ...{ control, superseded: !isDefault },
      })
    },
  )

  test('R04.FR.03 what a station puts out of force is seen to be; what it refuses is not kept', async () => {
    const control: DerControl = { kind: 'limit-max-discharge', isDefault: true, priority: 5, maxDischargePct: 50 }
    const set = async (controlId: string, reply: object) => {
      const command = await operator.command(stationId, 'set-der-control', { controlId, control })
      await answer(reply)
      return await operator.settled(command)
    }
    await set('old', { status: 'Accepted' })
    expect(await set('new', { status: 'Accepted', supersededIds: ['old'] })).toMatchObject({ state: 'answered' })
    expect(await set('no', { status: 'NotSupported' })).toMatchObject({ state: 'refused' })
    expect((await listed()).map(({ controlId, superseded }) => [controlId, superseded])).toEqual([
      ['new', false],
      ['old', true],
    ])
    const clearing = await operator.command(stationId, 'clear-der-controls', { isDefault: true, controlId: 'old' })
    expect(await answer({ status: 'Accepted' })).toEqual(['ClearDERControl', { isDefault: true, controlId: 'old' }])
    await operator.settled(clearing)
    const asking = await operator.command(stationId, 'get-der-controls', { kind: 'limit-max-discharge' })
    expect(await answer({ status: 'NotFound' })).toEqual([
      'GetDERControl',
      { requestId: expect.any(Number), controlType: 'LimitMaxDischarge' },
    ])
    expect(await operator.settled(asking)).toMatchObject({ state: 'answered' })
    expect(await listed()).toEqual([])
  })

  test('R04.FR.20 R04.FR.22 R05.FR.01 R05.FR.02 starts, ends and alarms are answered and kept', async () => {
    const timestamp = yesterdayAt('12:00:00')
    const controlId = 'c1'
    await operator.command(stationId, 'set-der-control', {
      ...{ controlId, control: { kind: 'limit-max-discharge', ...when, maxDischargePct: 50 } },
    })
    await answer({ status: 'Accepted' })
    await expect.poll(async () => (await listed()).length).toBe(1)
    expect(await say('NotifyDERStartStop', { controlId, started: true, timestamp })).toEqual({})
    expect(await listed()).toMatchObject([{ controlId, active: true }])
    const alarms = async () => (await operator.get<List<Wire<DerAlarm>>>(`/stations/${stationId}/der-alarms`)).items
    const alarm = { controlType: 'LimitMaxDischarge', gridEventFault: 'OverFrequency', timestamp }
    expect(await say('NotifyDERAlarm', alarm)).toEqual({})
    expect(await alarms()).toMatchObject([{ kind: 'limit-max-discharge', fault: 'OverFrequency', ended: false }])
    expect(await say('NotifyDERAlarm', { ...alarm, alarmEnded: true })).toEqual({})
    expect(await alarms()).toMatchObject([{ kind: 'limit-max-discharge', ended: true }])
    expect(await say('NotifyDERStartStop', { controlId, started: false, timestamp })).toEqual({})
    expect(await listed()).toEqual([])
  })
})

test('a control that no station may get is not sent', async () => {
  const control: DerControl = { kind: 'volt-var', isDefault: true, priority: 0, maxDischargePct: 5 }
  const command = await operator.carryOut(stationId, 'set-der-control', { controlId: 'c1', control })
  expect(command).toMatchObject({ state: 'refused', result: { error: { code: 'unsupported' } } })
  expect(command.sentAt).toBeUndefined()
})

test.each(VERSIONS)(
  '%s: a station without an inverter refuses, one of an older version is not asked',
  async (version) => {
    const other = simulated({ id: `CS-${version}`, version, url: platform.ocppUrl })
    await other.boot()
    await operator.untilConnected(`CS-${version}`)
    const commands = [
      [
        'set-der-control',
        {
          controlId: 'c',
          control: { kind: 'gradients', isDefault: true, priority: 0, gradient: { ramp: 1, softRamp: 1 } },
        },
      ],
      ['get-der-controls', {}],
      ['clear-der-controls', { isDefault: true }],
    ] as const
    for (const [kind, request] of commands) {
      const command = await operator.carryOut(`CS-${version}`, kind, request)
      expect(command.state).toBe('refused')
      expect(command.sentAt !== undefined).toBe(version === 'ocpp2.1')
    }
    other.station.stop()
  },
)
