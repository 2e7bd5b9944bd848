import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStand, type Stand } from '../testing/stand.ts'
import { disturbGrid, setFrequency } from './grid.ts'

let stand: Stand
beforeEach(async () => {
  stand = await openStand({ version: 'ocpp2.1', hardware: 'bidirectionalCharger' })
  await stand.boot()
})
afterEach(async () => {
  await stand.close()
  expect(stand.csms.violations).toEqual([])
})

const ask = (action: string, payload: object) => stand.csms.call(action, payload)
const told = async (action: string) => (await stand.csms.calls.next((one) => one.action === action)).payload
const moment = (afterS: number) => new Date(stand.clock.nowMs() + afterS * 1000).toISOString()
const limit = (controlId: string, priority: number, pctMaxDischargePower = 50) =>
  ask('SetDERControl', {
    ...{ isDefault: true, controlId, controlType: 'LimitMaxDischarge' },
    limitMaxDischarge: { priority, pctMaxDischargePower },
  })
const scheduled = (controlId: string, priority: number, startS: number, duration = 600) =>
  ask('SetDERControl', {
    ...{ isDefault: false, controlId, controlType: 'LimitMaxDischarge' },
    limitMaxDischarge: { priority, pctMaxDischargePower: 10, startTime: moment(startS), duration },
  })
const ruling = () => stand.station.inverter?.ruling('LimitMaxDischarge')?.controlId
const tripCurve = { priority: 0, yUnit: 'Not_Applicable', curveData: [{ x: 51, y: 5 }] }
const enterService = (delay = 0) =>
  ask('SetDERControl', {
    ...{ isDefault: true, controlId: 'service', controlType: 'EnterService' },
    enterService: { priority: 0, highVoltage: 105, lowVoltage: 92, highFreq: 50.1, lowFreq: 49.9, delay },
  })

describe('SetDERControl', () => {
  test('R04.FR.01 R04.FR.36 R04.FR.43 a kind that it cannot do is not supported', async () => {
    const gradient = { priority: 0, gradient: 1, softGradient: 1 }
    const unsupported = { status: 'NotSupported' }
    expect(await ask('SetDERControl', { isDefault: true, controlId: 'g', controlType: 'Gradients', gradient })).toEqual(
      unsupported,
    )
    expect(await ask('GetDERControl', { requestId: 1, controlType: 'Gradients' })).toEqual(unsupported)
    expect(await ask('ClearDERControl', { isDefault: true, controlType: 'Gradients' })).toEqual(unsupported)
  })

  test.each([{ duration: 60 }, { startTime: '2026-11-25T00:00:00Z' }])(
    'R04.FR.13 a default control that holds for a time is rejected: %j',
    async (time) => {
      const limitMaxDischarge = { priority: 0, pctMaxDischargePower: 50, ...time }
      expect(
        await ask('SetDERControl', {
          ...{ isDefault: true, controlId: 'x', controlType: 'LimitMaxDischarge', limitMaxDischarge },
        }),
      ).toMatchObject({ status: 'Rejected' })
    },
  )

  test('R04.FR.15 R04.FR.17 settings of another kind, none at all, and scheduled service are rejected', async () => {
    const control = { isDefault: true, controlId: 'x', controlType: 'FixedPFInject' }
    const rejected = { status: 'Rejected', statusInfo: { reasonCode: 'InvalidValue' } }
    expect(await ask('SetDERControl', control)).toEqual(rejected)
    expect(await ask('SetDERControl', { ...control, limitMaxDischarge: { priority: 0 } })).toEqual(rejected)
    const service = { priority: 0, highVoltage: 105, lowVoltage: 92, highFreq: 50.1, lowFreq: 49.9 }
    expect(
      await ask('SetDERControl', {
        ...{ isDefault: false, controlId: 'x', controlType: 'EnterService', enterService: service },
      }),
    ).toEqual(rejected)
    expect(stand.station.inverter?.controls).toEqual([])
  })

  test.each([
    ['a trip curve that is no time', 'HFMustTrip', { curve: { ...tripCurve, yUnit: 'PctMaxW' } }],
    ['a curve of voltage that is no power', 'VoltWatt', { curve: { ...tripCurve, curveData: [{ x: 110, y: 0 }] } }],
    ['a curve for what has none', 'LimitMaxDischarge', { curve: tripCurve }],
    ['a second setting', 'LFMustTrip', { curve: tripCurve, limitMaxDischarge: { priority: 0 } }],
  ])('R04.FR.17 %s is rejected', async (_, controlType, settings) => {
    expect(await ask('SetDERControl', { isDefault: true, controlId: 'x', controlType, ...settings })).toMatchObject({
      status: 'Rejected',
    })
    expect(stand.station.inverter?.controls).toEqual([])
  })

  test('R04.FR.02 R04.FR.03 R04.FR.09 R04.FR.11 the default that counts more rules, and supersedes', async () => {
    expect(await limit('a', 5)).toEqual({ status: 'Accepted' })
    expect(ruling()).toBe('a')
    expect(await limit('b', 2)).toEqual({ status: 'Accepted', supersededIds: ['a'] })
    expect(ruling()).toBe('b')
    expect(await limit('c', 9)).toEqual({ status: 'Accepted', supersededIds: ['c'] })
    expect(ruling()).toBe('b')
  })

  test('a control set again takes the place of its own', async () => {
    await limit('a', 5)
    expect(await limit('a', 5, 20)).toEqual({ status: 'Accepted' })
    expect(stand.station.inverter?.controls).toHaveLength(1)
    expect(stand.station.inverter?.ruling('LimitMaxDischarge')?.limitMaxDischarge?.pctMaxDischargePower).toBe(20)
  })

  test('it keeps fifty, and no more', async () => {
    for (let count = 0; count < 50; count += 1)
      expect(await limit(`c${count}`, 60 - count)).toHaveProperty('status', 'Accepted')
    expect(await limit('more', 0)).toEqual({ status: 'Rejected', statusInfo: { reasonCode: 'OutOfMemory' } })
  })

  test('R04.FR.04 R04.FR.05 R04.FR.10 R04.FR.20 R04.FR.22 a scheduled one begins and ends in its time, told', async () => {
    await limit('default', 0)
    expect(await scheduled('s', 3, 60, 120)).toEqual({ status: 'Accepted' })
    expect(ruling()).toBe('default')
    stand.clock.advance(60_000)
    expect(await told('NotifyDERStartStop')).toEqual({ controlId: 's', started: true, timestamp: moment(0) })
    expect(ruling()).toBe('s')
    expect(await limit('default', 0, 30)).toEqual({ status: 'Accepted' })
    expect(ruling()).toBe('s')
    stand.clock.advance(120_000)
    expect(await told('NotifyDERStartStop')).toEqual({ controlId: 's', started: false, timestamp: moment(0) })
    expect(ruling()).toBe('default')
    expect(stand.station.inverter?.controls.map(({ id }) => id)).toEqual(['default'])
  })

  test('R04.FR.06 one that waits is superseded at once by one that counts more, and never begins', async () => {
    await scheduled('late', 5, 60)
    expect(await scheduled('first', 1, 600, 60)).toEqual({ status: 'Accepted', supersededIds: ['late'] })
    stand.clock.advance(600_000)
    expect(await told('NotifyDERStartStop')).toMatchObject({ controlId: 'first', started: true })
  })

  test('R04.FR.07 R04.FR.21 one that runs goes on until one that counts more begins', async () => {
    await scheduled('running', 5, 0)
    expect(await told('NotifyDERStartStop')).toMatchObject({ controlId: 'running', started: true })
    expect(await scheduled('next', 1, 300)).toEqual({ status: 'Accepted' })
    expect(ruling()).toBe('running')
    stand.clock.advance(300_000)
    expect(await told('NotifyDERStartStop')).toMatchObject({
      ...{ controlId: 'next', started: true, supersededIds: ['running'] },
    })
    expect(ruling()).toBe('next')
  })

  test('R04.FR.08 one that counts less than what runs is superseded itself', async () => {
    await scheduled('running', 1, 0)
    expect(await scheduled('less', 5, 60)).toEqual({ status: 'Accepted', supersededIds: ['less'] })
    stand.clock.advance(60_000)
    expect(ruling()).toBe('running')
    // R04.FR.10: also what never ran is deleted when its time is over.
    stand.clock.advance(600_000)
    expect(stand.station.inverter?.controls).toEqual([])
  })

  test('R01.FR.03 controls outlast a power cycle, and what ran out meanwhile is gone', async () => {
    await limit('default', 4)
    await scheduled('short', 3, 60, 60)
    await scheduled('long', 2, 60, 86_400)
    stand.station.stop()
    stand.clock.advance(600_000)
    stand.station.start()
    expect(ruling()).toBe('long')
    expect(stand.station.inverter?.controls.map(({ id }) => id)).toEqual(['default', 'long'])
  })
})

describe('GetDERControl and ClearDERControl', () => {
  test('R04.FR.30 R04.FR.41 R04.FR.42 R04.FR.44 what is not there is not found; clearing all is always done', async () => {
    expect(await ask('GetDERControl', { requestId: 1 })).toEqual({ status: 'NotFound' })
    expect(await ask('ClearDERControl', { isDefault: true, controlId: 'a' })).toEqual({ status: 'NotFound' })
    expect(await ask('ClearDERControl', { isDefault: true, controlType: 'LimitMaxDischarge' })).toEqual({
      status: 'NotFound',
    })
    expect(await ask('ClearDERControl', { isDefault: false })).toEqual({ status: 'Accepted' })
  })

  test('R04.FR.31 R04.FR.32 R04.FR.33 all are reported, under the number asked with, in more than one message', async () => {
    for (const [index, id] of ['a', 'b', 'c', 'd'].entries()) await limit(id, 9 - index)
    await enterService()
    expect(await ask('GetDERControl', { requestId: 17 })).toEqual({ status: 'Accepted' })
    const reports = [await told('ReportDERControl'), await told('ReportDERControl')]
    expect(reports).toMatchObject([
      {
        requestId: 17,
        tbc: true,
        limitMaxDischarge: [{ id: 'a', isSuperseded: true }, {}, {}, { id: 'd', isSuperseded: false }],
      },
      { requestId: 17, tbc: false, enterService: [{ id: 'service', enterService: { highVoltage: 105 } }] },
    ])
  })

  test('R04.FR.34 R04.FR.35 R04.FR.45 by kind or by id', async () => {
    await limit('a', 9)
    await enterService()
    await ask('GetDERControl', { requestId: 1, controlType: 'LimitMaxDischarge' })
    expect(await told('ReportDERControl')).not.toHaveProperty('enterService')
    await ask('GetDERControl', { requestId: 2, controlId: 'service', isDefault: true })
    expect(await told('ReportDERControl')).not.toHaveProperty('limitMaxDischarge')
    expect(await ask('GetDERControl', { requestId: 3, controlId: 'service', isDefault: false })).toEqual({
      status: 'NotFound',
    })
    expect(await ask('ClearDERControl', { isDefault: true, controlType: 'LimitMaxDischarge' })).toEqual({
      status: 'Accepted',
    })
    expect(stand.station.inverter?.controls.map(({ id }) => id)).toEqual(['service'])
  })
})

test('R05 without a control nothing deviates from anything', async () => {
  expect(disturbGrid(stand.station, 'OverFrequency')).toBe(true)
  expect(stand.station.inverter?.tripped).toBe(false)
})

test('R04 the service that was set for it is left while the grid is out of shape, and entered after the delay', async () => {
  await enterService(30)
  disturbGrid(stand.station, 'UnderVoltage')
  expect(stand.station.inverter?.tripped).toBe(true)
  disturbGrid(stand.station, 'none')
  expect(stand.station.inverter?.tripped).toBe(true)
  stand.clock.advance(30_000)
  expect(stand.station.inverter?.tripped).toBe(false)
})

test('R04 service is left when a control comes that the grid does not meet, and entered when it is cleared', async () => {
  disturbGrid(stand.station, 'OverVoltage')
  await enterService(30)
  expect(stand.station.inverter?.tripped).toBe(true)
  await ask('ClearDERControl', { isDefault: true, controlId: 'service' })
  expect(stand.station.inverter?.tripped).toBe(false)
})

describe('R04 a trip curve of the frequency', () => {
  const inverter = () => stand.station.inverter
  beforeEach(async () => {
    await enterService(30)
    await ask('SetDERControl', { isDefault: true, controlId: 'hf', controlType: 'HFMustTrip', curve: tripCurve })
  })

  test('rules while in service; entering it again waits for the range that is set for that, and its delay', async () => {
    setFrequency(stand.station, 50.5)
    expect(inverter()?.trip).toBeUndefined()
    setFrequency(stand.station, 51.5)
    stand.clock.advance(5_000)
    expect(inverter()?.trip).toBe('HFMustTrip')
    setFrequency(stand.station, 50.5)
    stand.clock.advance(600_000)
    expect(inverter()?.trip).toBe('HFMustTrip')
    setFrequency(stand.station, 50)
    stand.clock.advance(29_999)
    expect(inverter()?.tripped).toBe(true)
    stand.clock.advance(1)
    expect(inverter()?.tripped).toBe(false)
  })

  test('leaves what is too low, and the voltage, to the range of service', async () => {
    setFrequency(stand.station, 49.5)
    expect(inverter()?.trip).toBe('EnterService')
  })

  test('trips nothing once it is cleared, though its time has run on', async () => {
    setFrequency(stand.station, 51.5)
    await ask('ClearDERControl', { isDefault: true })
    stand.clock.advance(5_000)
    expect(inverter()?.tripped).toBe(false)
  })
})

test.each(['FixedPFAbsorb', 'FixedPFInject'] as const)(
  '%s is what the meter tells of the power factor',
  async (controlType) => {
    const field = controlType === 'FixedPFAbsorb' ? 'fixedPFAbsorb' : 'fixedPFInject'
    await ask('SetDERControl', {
      ...{
        isDefault: true,
        controlId: 'pf',
        controlType,
        [field]: { priority: 0, displacement: 0.95, excitation: true },
      },
    })
    const { inverter } = stand.station
    expect(inverter?.powerFactor(controlType === 'FixedPFInject' ? -5_000 : 5_000, [])).toBe(0.95)
    expect(inverter?.powerFactor(controlType === 'FixedPFInject' ? 5_000 : -5_000, [])).toBe(1)
  },
)

test.each(['SetDERControl', 'GetDERControl', 'ClearDERControl'])(
  '%s is not supported without an inverter',
  async (action) => {
    const plain = await openStand({ version: 'ocpp2.1' })
    await plain.boot()
    const payload = { requestId: 1, isDefault: true, controlId: 'c', controlType: 'LimitMaxDischarge' }
    expect(await plain.csms.call(action, payload)).toEqual({ error: 'NotSupported' })
    expect(disturbGrid(plain.station, 'OverVoltage')).toBe(false)
    await plain.close()
  },
)
