import { afterEach, beforeEach, expect, test } from 'vitest'
import { car, openStand, type Stand, token } from '../testing/stand.ts'

let stand: Stand

beforeEach(async () => {
  stand = await openStand({ version: 'ocpp1.6', hardware: 'doublePost' })
  await stand.boot()
})

afterEach(async () => {
  await stand.close()
  expect(stand.csms.violations).toEqual([])
})

test('D-16 RemoteStartTransaction: Accepted first, the transaction when the car is there', async () => {
  const { csms, station, heard } = stand
  expect(await csms.call('RemoteStartTransaction', { idTag: 'BOB', connectorId: 2 })).toEqual({ status: 'Accepted' })
  expect(await heard('StatusNotification')).toMatchObject({ connectorId: 2, status: 'Preparing' })
  station.plugIn(car, 2)
  expect(await heard('StartTransaction')).toMatchObject({ connectorId: 2, idTag: 'BOB' })
})

test('AuthorizeRemoteTxRequests makes the station ask before it starts', async () => {
  const { csms, heard } = stand
  await csms.call('ChangeConfiguration', { key: 'AuthorizeRemoteTxRequests', value: 'true' })
  await csms.call('RemoteStartTransaction', { idTag: 'BOB' })
  expect(await heard('Authorize')).toEqual({ idTag: 'BOB' })
})

test('nobody plugs in after a remote start: the connector is free again after ConnectionTimeOut', async () => {
  const { csms, clock, heard, station } = stand
  await csms.call('RemoteStartTransaction', { idTag: 'BOB', connectorId: 1 })
  expect(await heard('StatusNotification')).toMatchObject({ status: 'Preparing' })
  clock.advance(station.settings.connectionTimeoutS * 1000)
  expect(await heard('StatusNotification')).toMatchObject({ status: 'Available' })
})

test('RemoteStopTransaction ends its transaction and no other', async () => {
  const { csms, heard, charge } = stand
  await charge()
  expect(await csms.call('RemoteStopTransaction', { transactionId: 999 })).toEqual({ status: 'Rejected' })
  expect(await csms.call('RemoteStopTransaction', { transactionId: 17 })).toEqual({ status: 'Accepted' })
  expect(await heard('StopTransaction')).toMatchObject({ transactionId: 17, reason: 'Remote' })
})

test('ChangeAvailability during a transaction is Scheduled and happens after it', async () => {
  const { csms, station, heard, charge } = stand
  await charge()
  const command = { connectorId: 1, type: 'Inoperative' }
  expect(await csms.call('ChangeAvailability', command)).toEqual({ status: 'Scheduled' })
  await station.presentToken(token)
  station.unplug()
  await heard('StatusNotification')
  expect(await heard('StatusNotification')).toMatchObject({ connectorId: 1, status: 'Unavailable' })
})

test('D-18 ChangeAvailability of connector 0 takes the whole station out of service', async () => {
  const { csms, heard } = stand
  expect(await csms.call('ChangeAvailability', { connectorId: 0, type: 'Inoperative' })).toEqual({ status: 'Accepted' })
  const told = [await heard('StatusNotification'), await heard('StatusNotification'), await heard('StatusNotification')]
  expect(told).toMatchObject([1, 2, 0].map((connectorId) => ({ connectorId, status: 'Unavailable' })))
})

test('UnlockConnector ends the transaction with reason UnlockCommand', async () => {
  const { csms, heard, charge } = stand
  await charge()
  expect(await csms.call('UnlockConnector', { connectorId: 1 })).toEqual({ status: 'Unlocked' })
  expect(await heard('StopTransaction')).toMatchObject({ reason: 'UnlockCommand' })
})

test.each([
  ['Soft', 'SoftReset', ['Finishing', 'Available']],
  ['Hard', 'HardReset', ['Available']],
])('Reset %s stops transactions with %s, boots, and tells all statuses', async (type, reason, statuses) => {
  const { csms, clock, journal, heard, charge } = stand
  await charge()
  expect(await csms.call('Reset', { type })).toEqual({ status: 'Accepted' })
  await journal.state('offline')
  clock.advance(3_000)
  await heard('BootNotification')
  expect(await heard('StopTransaction')).toMatchObject({ transactionId: 17, reason })
  for (const status of statuses) expect(await heard('StatusNotification')).toMatchObject({ status })
})

test('GetConfiguration lists all keys, or those asked for and those unknown', async () => {
  const { csms } = stand
  const { configurationKey } = await csms.call('GetConfiguration', {})
  expect(configurationKey).toContainEqual({ key: 'NumberOfConnectors', readonly: true, value: '2' })
  expect(await csms.call('GetConfiguration', { key: ['heartbeatinterval', 'Nonsense'] })).toEqual({
    configurationKey: [{ key: 'HeartbeatInterval', readonly: false, value: '600' }],
    unknownKey: ['Nonsense'],
  })
})

test.each([
  ['MeterValueSampleInterval', '15', 'Accepted'],
  ['MeterValueSampleInterval', 'often', 'Rejected'],
  ['NumberOfConnectors', '3', 'Rejected'],
  ['Nonsense', '1', 'NotSupported'],
])('ChangeConfiguration %s=%s is %s', async (key, value, status) => {
  expect(await stand.csms.call('ChangeConfiguration', { key, value })).toEqual({ status })
})

test('ChangeConfiguration of HeartbeatInterval takes effect at once', async () => {
  const { csms, clock, heard } = stand
  await csms.call('ChangeConfiguration', { key: 'HeartbeatInterval', value: '5' })
  clock.advance(5_000)
  expect(await heard('Heartbeat')).toEqual({})
})

test.each([
  ['BootNotification', 'BootNotification'],
  ['Heartbeat', 'Heartbeat'],
  ['StatusNotification', 'StatusNotification'],
  ['MeterValues', 'MeterValues'],
  ['FirmwareStatusNotification', 'FirmwareStatusNotification'],
  ['DiagnosticsStatusNotification', 'DiagnosticsStatusNotification'],
])('TriggerMessage %s is Accepted and then sent', async (requestedMessage, action) => {
  const { csms, heard } = stand
  expect(await csms.call('TriggerMessage', { requestedMessage, connectorId: 1 })).toEqual({ status: 'Accepted' })
  expect(await heard(action)).toBeDefined()
})

test('ClearCache makes the station ask again about a token it knew', async () => {
  const { csms, station, heard, charge } = stand
  await charge()
  await heard('Authorize')
  await csms.call('ChangeConfiguration', { key: 'LocalPreAuthorize', value: 'true' })
  expect(await csms.call('ClearCache', {})).toEqual({ status: 'Accepted' })
  await station.presentToken(token, 2)
  expect(await heard('Authorize')).toEqual({ idTag: 'ALICE' })
})

test('DataTransfer of an unknown vendor', async () => {
  expect(await stand.csms.call('DataTransfer', { vendorId: 'org.example' })).toEqual({ status: 'UnknownVendorId' })
})

test('B-06 what 1.6 does not know is NotImplemented, what is not for stations is NotSupported', async () => {
  const { csms } = stand
  expect(await csms.call('MakeCoffee', {})).toEqual({ error: 'NotImplemented' })
  expect(await csms.call('Authorize', {})).toEqual({ error: 'NotSupported' })
})

test('clock-aligned readings come at whole multiples of their interval', async () => {
  const { csms, clock, heard } = stand
  clock.advance(7_000)
  await csms.call('ChangeConfiguration', { key: 'ClockAlignedDataInterval', value: '900' })
  clock.advance(893_000)
  expect(await heard('MeterValues')).toMatchObject({
    connectorId: 1,
    meterValue: [{ timestamp: '2026-01-01T00:15:00.000Z', sampledValue: [{ context: 'Sample.Clock' }] }],
  })
})
