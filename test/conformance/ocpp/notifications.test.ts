import { describe, expect, test } from 'vitest'
import type { StationEvent } from '#domain/events'
import type { OcppVersion } from '#ocpp/rpc'
import { bootedStation, resultOf, yesterdayAt } from '../booted-station.ts'
import type { List, Wire } from '../operator.ts'
import { openScene } from '../scene.ts'
import { VERSIONS } from '../simulated.ts'

const { platform, operator } = await openScene()

type Told = readonly [proves: string, version: OcppVersion, action: string, payload: object]

const timestamp = yesterdayAt('10:00:00')
const component = { name: 'ChargingStation' }
const event = (trigger: string, more: object = {}) => ({
  ...{ generatedAt: timestamp, seqNo: 0, tbc: false },
  eventData: [
    {
      ...{ eventId: 1, timestamp, trigger, actualValue: '61', component, variable: { name: 'Temperature' } },
      ...{ eventNotificationType: 'CustomMonitor', ...more },
    },
  ],
})

const older: readonly Told[] = [
  ['1.6 §4.4', 'ocpp1.6', 'DiagnosticsStatusNotification', { status: 'Uploading' }],
  ['1.6 §4.5', 'ocpp1.6', 'FirmwareStatusNotification', { status: 'Downloading' }],
  ['1.6 §4.9', 'ocpp1.6', 'StatusNotification', { connectorId: 1, errorCode: 'NoError', status: 'Preparing' }],
  [
    'TC_024_CSMS',
    ...(['ocpp1.6', 'StatusNotification'] as const),
    { connectorId: 1, errorCode: 'ConnectorLockFailure', status: 'Faulted' },
  ],
  [
    'A04.FR.03 TC_077_CSMS',
    ...(['ocpp1.6', 'SecurityEventNotification'] as const),
    { type: 'InvalidChargePointCertificate', timestamp },
  ],
  [
    'A04.FR.03 TC_078_CSMS',
    ...(['ocpp1.6', 'SecurityEventNotification'] as const),
    { type: 'InvalidCentralSystemCertificate', timestamp },
  ],
]

const newer: readonly Told[] = (['ocpp2.0.1', 'ocpp2.1'] as const).flatMap((version): Told[] => [
  ['A04.FR.03', version, 'SecurityEventNotification', { type: 'InvalidCsmsCertificate', timestamp }],
  ['N07.FR.03 TC_N_49_CSMS', version, 'NotifyEvent', event('Alerting', { cleared: true })],
  ['N07.FR.03 TC_N_48_CSMS', version, 'NotifyEvent', event('Alerting', { actualValue: '' })],
  ['N08.FR.02 TC_N_24_CSMS TC_N_50_CSMS', version, 'NotifyEvent', event('Periodic', { variableMonitoringId: 3 })],
  [
    'G05.FR.03 TC_G_20_CSMS',
    ...([version, 'NotifyEvent'] as const),
    event('Alerting', {
      ...{ actualValue: 'true', component: { name: 'ConnectorPlugRetentionLock', evse: { id: 1, connectorId: 1 } } },
      variable: { name: 'Problem' },
    }),
  ],
  ['', version, 'FirmwareStatusNotification', { status: 'Downloading', requestId: 1 }],
  ['', version, 'LogStatusNotification', { status: 'Uploading', requestId: 1 }],
])

test.each([...older, ...newer])('%s %s %s is answered, emptily', async (_, version, action, payload) => {
  const station = await bootedStation(platform, `CS-${version}`, version)
  expect(resultOf(await station.call(action, payload))).toEqual({})
  expect(resultOf(await station.call(action, payload))).toEqual({})
})

test.each(VERSIONS)('1.6 §4.6/1 1.6 §3.14 %s Heartbeat is answered with the time, of UTC', async (version) => {
  const station = await bootedStation(platform, `heart-${version}`, version)
  const before = Date.now()
  const { currentTime } = resultOf(await station.call('Heartbeat')) as { currentTime: string }
  expect(currentTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
  expect(Date.parse(currentTime)).toBeGreaterThanOrEqual(before - 1_000)
})

describe.each(VERSIONS)('1.6 §4.3/1 TC_P_02_CSMS TC_064_CSMS %s data of a vendor nobody knows', (version) => {
  test('are UnknownVendorId, without data, and kept', async () => {
    const id = `vendor-${version}`
    const station = await bootedStation(platform, id, version)
    const transfer = { vendorId: 'com.example', messageId: 'Hello', data: 'a text' }
    expect(resultOf(await station.call('DataTransfer', transfer))).toEqual({ status: 'UnknownVendorId' })
    const { items } = await operator.get<List<Wire<StationEvent>>>(`/stations/${id}/events?kind=data-transfer`)
    expect(items).toMatchObject([{ type: 'com.example', facts: { messageId: 'Hello', data: 'a text' } }])
  })
})

test.each(['ocpp2.0.1', 'ocpp2.1'] as const)("TC_P_03_CSMS %s a vendor's own data are passed over", async (version) => {
  const station = await bootedStation(platform, `own-${version}`, version)
  const customData = { vendorId: 'com.example', anything: { at: ['all'] } }
  expect(resultOf(await station.call('Heartbeat', { customData }))).toEqual({ currentTime: expect.any(String) })
  expect((await operator.station(`own-${version}`)).presence.deviationCount).toBe(0)
})

test.each([
  ['1.6-J §4.1.4/1', 'ocpp1.6'],
  ['2.0.1-J §4.1.4/1', 'ocpp2.0.1'],
  ['2.1-J §4.1.4/1', 'ocpp2.1'],
] as const)('%s %s calls have ids of their own, over reconnects, of at most 36 characters', async (_, version) => {
  const id = `ids-${version}`
  const ids: string[] = []
  for (let connections = 0; connections < 2; connections += 1) {
    const station = await bootedStation(platform, id, version)
    await operator.untilConnected(id)
    for (let calls = 0; calls < 3; calls += 1) {
      const command = await operator.command(id, 'clear-cache', {})
      const asked = await station.asked()
      ids.push(asked.id)
      station.send([3, asked.id, { status: 'Accepted' }])
      await operator.settled(command)
    }
    station.connection.close()
    await operator.untilConnected(id, false)
  }
  expect(new Set(ids).size).toBe(6)
  for (const one of ids) expect(one).toMatch(/^[\w-]{1,36}$/)
})
