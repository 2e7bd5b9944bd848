import { describe, expect, test } from 'vitest'
import type { StationEvent } from '#domain/events'
import type { StationMonitoring } from '#domain/monitoring'
import type { RawStation } from '#test/raw-station'
import { resultOf, yesterdayAt } from '../booted-station.ts'
import type { List, Wire } from '../operator.ts'
import { openScene } from '../scene.ts'
import { car } from '../simulated.ts'

const VERSIONS_2 = ['ocpp2.0.1', 'ocpp2.1'] as const
const { operator, raw, real } = await openScene()

const watched = (id: string): Promise<Wire<StationMonitoring>> => operator.get(`/stations/${id}/monitoring`)
const events = async (id: string) =>
  (await operator.get<List<Wire<StationEvent>>>(`/stations/${id}/events?kind=monitoring`)).items
/** Tells the platform a limit of a station as a station does. */
const tellLimit = (station: RawStation, component: string, name: string, instance: string, value: string) =>
  station.call('NotifyReport', {
    requestId: 1,
    generatedAt: yesterdayAt('10:00:00'),
    seqNo: 0,
    reportData: [
      {
        component: { name: component },
        variable: { name, instance },
        variableAttribute: [{ value, mutability: 'ReadOnly' }],
        variableCharacteristics: { dataType: 'integer', supportsMonitoring: false },
      },
    ],
  })

const power = { component: 'EVSE', evseId: 1, name: 'Power' } as const
const wire = { component: { name: 'EVSE', evse: { id: 1 } }, variable: { name: 'Power' } }
const severities = [1, 2, 3, 4, 5] as const
const monitors = severities.map((severity) => ({ ...power, type: 'delta', value: 1_000, severity }) as const)

describe.each(VERSIONS_2)('%s: the operator', (version) => {
  test('N04.FR.08 N04.FR.11 sets monitors, and knows them by the numbers the station gave them', async () => {
    const { id, station } = await real(version)
    const upper = { ...power, type: 'upper-threshold', value: 5_000, severity: 4 } as const
    const set = await operator.carryOut(id, 'set-variable-monitoring', { monitors: [upper] })
    expect(set).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    const { monitors: known } = await watched(id)
    expect(known).toEqual([
      { ...upper, id: expect.any(Number), duringTransaction: false, origin: 'custom', setAt: expect.any(String) },
    ])
    station.stop()
  })

  test.each([
    ['N04.FR.03', { component: 'Nothing' }, 'UnknownComponent'],
    ['N04.FR.04', { name: 'Nothing' }, 'UnknownVariable'],
    ['N04.FR.05', { name: 'AvailabilityState', type: 'upper-threshold' }, 'UnsupportedMonitorType'],
    ['N04.FR.06', { type: 'upper-threshold', value: 1e9 }, 'Rejected'],
    ['N04.FR.13', { id: 4_711 }, 'Rejected'],
    ['N04.FR.14', { value: -1 }, 'Rejected'],
  ] as const)('%s learns that %j is refused, and keeps nothing of it', async (_, change, status) => {
    const { id, station } = await real(version)
    const monitor = { ...power, type: 'delta', value: 1, severity: 5, ...change } as const
    const set = await operator.carryOut(id, 'set-variable-monitoring', { monitors: [monitor] })
    expect(set).toMatchObject({ state: 'refused', result: { status, details: { monitors: [{ status }] } } })
    expect((await watched(id)).monitors).toEqual([])
    station.stop()
  })

  test('N04.FR.10 N04.FR.12 replaces a monitor by its number, and is told of a second one like it', async () => {
    const { id, station } = await real(version)
    const monitor = { ...power, type: 'delta', value: 1_000, severity: 1 } as const
    await operator.carryOut(id, 'set-variable-monitoring', { monitors: [monitor] })
    const [known] = (await watched(id)).monitors
    const twin = await operator.carryOut(id, 'set-variable-monitoring', { monitors: [{ ...monitor, value: 7 }] })
    expect(twin).toMatchObject({ state: 'refused', result: { status: 'Duplicate' } })
    const again = { ...monitor, value: 7, id: known?.id ?? 0 }
    expect(await operator.carryOut(id, 'set-variable-monitoring', { monitors: [again] })).toMatchObject({
      state: 'answered',
    })
    expect((await watched(id)).monitors).toMatchObject([{ id: known?.id, value: 7 }])
    station.stop()
  })

  test('F-05 N04.FR.09 N06.FR.04 puts no more into one message than the station says it takes', async () => {
    const { id, station } = await raw(version)
    await tellLimit(station, 'MonitoringCtrlr', 'ItemsPerMessage', 'SetVariableMonitoring', '2')
    await tellLimit(station, 'MonitoringCtrlr', 'ItemsPerMessage', 'ClearVariableMonitoring', '3')
    const setting = await operator.command(id, 'set-variable-monitoring', { monitors })
    for (const some of [severities.slice(0, 2), severities.slice(2, 4), severities.slice(4)]) {
      const asked = await station.asked()
      const results = some.map((severity) => ({ ...wire, type: 'Delta', severity, status: 'Accepted', id: severity }))
      expect(asked).toMatchObject({
        action: 'SetVariableMonitoring',
        payload: { setMonitoringData: some.map((severity) => ({ severity })) },
      })
      station.send([3, asked.id, { setMonitoringResult: results }])
    }
    expect(await operator.settled(setting)).toMatchObject({ state: 'answered' })
    expect((await watched(id)).monitors).toHaveLength(5)
    const clearing = await operator.command(id, 'clear-variable-monitoring', { ids: severities })
    for (const some of [severities.slice(0, 3), severities.slice(3)]) {
      const asked = await station.asked()
      expect(asked).toMatchObject({ action: 'ClearVariableMonitoring', payload: { id: some } })
      const clearMonitoringResult = some.map((each) => ({ id: each, status: 'Accepted' }))
      station.send([3, asked.id, { clearMonitoringResult }])
    }
    expect(await operator.settled(clearing)).toMatchObject({ state: 'answered' })
    expect((await watched(id)).monitors).toEqual([])
  })

  test('F-05 makes no message longer than the station says it takes', async () => {
    const { id, station } = await raw(version)
    await tellLimit(station, 'MonitoringCtrlr', 'BytesPerMessage', 'SetVariableMonitoring', '400')
    const setting = await operator.command(id, 'set-variable-monitoring', { monitors: monitors.slice(0, 4) })
    for (const some of [
      [1, 2],
      [3, 4],
    ]) {
      const asked = await station.asked()
      expect(JSON.stringify([2, asked.id, asked.action, asked.payload]).length).toBeLessThanOrEqual(400)
      const results = some.map((severity) => ({ ...wire, type: 'Delta', severity, status: 'Accepted', id: severity }))
      station.send([3, asked.id, { setMonitoringResult: results }])
    }
    expect(await operator.settled(setting)).toMatchObject({ state: 'answered' })
    await tellLimit(station, 'MonitoringCtrlr', 'BytesPerMessage', 'SetVariableMonitoring', '100')
    expect(await operator.carryOut(id, 'set-variable-monitoring', { monitors })).toMatchObject({
      state: 'refused',
      result: { error: { code: 'unsupported' } },
    })
  })

  test('F-05 B05.FR.11 B06.FR.05 the same holds of getting and setting variables', async () => {
    const { id, station } = await raw(version)
    await tellLimit(station, 'DeviceDataCtrlr', 'BytesPerMessage', 'GetVariables', '260')
    const variables = ['A', 'B', 'C'].map((name) => ({ component: 'SomeComponent', name }))
    const getting = await operator.command(id, 'get-variables', { variables })
    for (const names of [['A', 'B'], ['C']]) {
      const asked = await station.asked()
      expect(JSON.stringify([2, asked.id, asked.action, asked.payload]).length).toBeLessThanOrEqual(260)
      const about = names.map((name) => ({ component: { name: 'SomeComponent' }, variable: { name } }))
      expect(asked.payload).toEqual({ getVariableData: about })
      const getVariableResult = about.map((each) => ({ ...each, attributeStatus: 'Accepted', attributeValue: '1' }))
      station.send([3, asked.id, { getVariableResult }])
    }
    expect(await operator.settled(getting)).toMatchObject({ state: 'answered' })
  })

  test('N02.FR.03 N02.FR.09 gets a report of all monitors, which then are the monitors there are', async () => {
    const { id, station, journal } = await real(version)
    await operator.carryOut(id, 'set-variable-monitoring', { monitors: monitors.slice(0, 2) })
    const asked = await operator.carryOut(id, 'get-monitoring-report', {})
    expect(asked).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    await journal.exchange('NotifyMonitoringReport')
    await expect
      .poll(async () => (await watched(id)).reports)
      .toMatchObject([{ whole: true, complete: true, missing: [] }])
    const { monitors: known } = await watched(id)
    expect(known.map(({ severity, setAt }) => [severity, setAt !== undefined])).toEqual([
      [1, false],
      [8, false],
      [1, true],
      [2, true],
    ])
    if (version === 'ocpp2.1') {
      // N02.FR.22
      expect(known.map(({ origin }) => origin)).toEqual(['hard-wired', 'preconfigured', 'custom', 'custom'])
    }
    station.stop()
  })

  test('N02.FR.10 N02.FR.12 asks by criteria, and is told when nothing meets them', async () => {
    const { id, station, journal } = await real(version)
    const periodic = await operator.carryOut(id, 'get-monitoring-report', { criteria: ['periodic'] })
    expect(periodic).toMatchObject({ state: 'answered', result: { status: 'EmptyResultSet' } })
    const places = [{ component: 'EVSE', evseId: 1, name: 'Power' }]
    await operator.carryOut(id, 'get-monitoring-report', { criteria: ['threshold'], places })
    expect((await journal.served('GetMonitoringReport')).request).toMatchObject({
      monitoringCriteria: ['PeriodicMonitoring'],
    })
    expect((await journal.served('GetMonitoringReport')).request).toMatchObject({
      monitoringCriteria: ['ThresholdMonitoring'],
      componentVariable: [wire],
    })
    await expect
      .poll(async () => (await watched(id)).monitors)
      .toMatchObject([{ type: 'upper-threshold', severity: 1 }])
    station.stop()
  })

  test('F-06 N02.FR.09 puts the parts of a report together in whatever order they come, and misses what is missing', async () => {
    const { id, station } = await raw(version)
    const asking = await operator.command(id, 'get-monitoring-report', {})
    const asked = await station.asked()
    station.send([3, asked.id, { status: 'Accepted' }])
    const result = (await operator.settled(asking)).result?.details
    const [requestId] = (result?.requestIds ?? []) as number[]
    const part = (seqNo: number, tbc: boolean) => {
      const told = { id: seqNo, transaction: false, value: 5, type: 'Delta', severity: 5 }
      const origin = version === 'ocpp2.1' ? { eventNotificationType: 'CustomMonitor' } : {}
      const monitor = [{ ...wire, variableMonitoring: [{ ...told, ...origin }] }]
      return station.call('NotifyMonitoringReport', {
        ...{ requestId, seqNo, tbc, generatedAt: yesterdayAt('11:00:00'), monitor },
      })
    }
    expect(resultOf(await part(2, false))).toEqual({})
    await part(0, true)
    expect((await watched(id)).reports).toMatchObject([{ requestId, complete: false, missing: [1] }])
    await part(1, true)
    expect((await watched(id)).reports).toMatchObject([{ requestId, complete: true, missing: [] }])
    expect((await watched(id)).monitors.map((monitor) => monitor.id)).toEqual([0, 1, 2])
  })

  test('N03 N05 sets base and level', async () => {
    const { id, station } = await real(version)
    await operator.carryOut(id, 'set-variable-monitoring', { monitors: monitors.slice(0, 1) })
    await operator.carryOut(id, 'set-monitoring-level', { severity: 4 })
    expect(await watched(id)).toMatchObject({ level: 4, monitors: [{ severity: 1 }] })
    expect(await operator.carryOut(id, 'set-monitoring-base', { base: 'factory-default' })).toMatchObject({
      state: 'answered',
    })
    expect(await watched(id)).toMatchObject({ base: 'factory-default', level: 4, monitors: [] })
    station.stop()
  })

  test('N06.FR.02 N06.FR.03 clears what may be cleared', async () => {
    const { id, station } = await real(version)
    await operator.carryOut(id, 'set-variable-monitoring', { monitors: monitors.slice(0, 1) })
    const [known] = (await watched(id)).monitors
    const clearing = await operator.carryOut(id, 'clear-variable-monitoring', { ids: [1, known?.id ?? 0, 4_711] })
    expect(clearing).toMatchObject({
      state: 'refused',
      result: { details: { monitors: [{ status: 'Rejected' }, { status: 'Accepted' }, { status: 'NotFound' }] } },
    })
    expect((await watched(id)).monitors).toEqual([])
    station.stop()
  })

  test('N07.FR.03 sees what trips, and the station has an empty answer', async () => {
    const { id, station, journal, clock } = await real(version)
    const upper = { ...power, type: 'upper-threshold', value: 5_000, severity: 4 } as const
    await operator.carryOut(id, 'set-variable-monitoring', { monitors: [upper] })
    const [monitor] = (await watched(id)).monitors
    station.plugIn(car)
    await station.presentToken({ value: 'ALICE', type: 'ISO14443' })
    for (let second = 0; second < 60; second += 1) clock.advance(1_000)
    expect((await journal.exchange('NotifyEvent')).response).toEqual({})
    expect(await events(id)).toMatchObject([
      { type: 'EVSE.Power', facts: { trigger: 'Alerting', variableMonitoringId: monitor?.id, ...wire } },
    ])
    if (version === 'ocpp2.1') expect(await events(id)).toMatchObject([{ severity: 4 }])
    station.stop()
  })

  test('N08.FR.02 sees what is told periodically, and the station has an empty answer', async () => {
    const { id, station, journal, clock } = await real(version)
    const periodic = { ...power, type: 'periodic', value: 30, severity: 8 } as const
    await operator.carryOut(id, 'set-variable-monitoring', { monitors: [periodic] })
    for (let second = 0; second < 30; second += 1) clock.advance(1_000)
    expect((await journal.exchange('NotifyEvent')).response).toEqual({})
    expect(await events(id)).toMatchObject([{ facts: { trigger: 'Periodic', actualValue: '0' } }])
    station.stop()
  })
})

test.each([
  ['set-monitoring-base', { base: 'all' }],
  ['set-monitoring-level', { severity: 5 }],
  ['set-variable-monitoring', { monitors: monitors.slice(0, 1) }],
  ['clear-variable-monitoring', { ids: [1] }],
  ['get-monitoring-report', {}],
] as const)('1.6 has no %s: it is refused before anything is sent', async (kind, request) => {
  const { id, station } = await raw('ocpp1.6')
  expect(await operator.carryOut(id, kind, request)).toMatchObject({
    state: 'refused',
    result: { error: { code: 'unsupported' } },
  })
  resultOf(await station.call('Heartbeat'))
  expect(station.frames.size).toBe(0)
})
