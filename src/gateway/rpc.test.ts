import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CommandKind, CommandRequests } from '#domain/commands'
import { everyParty } from '#kernel'
import type { OcppVersion } from '#ocpp/rpc'
import { type GatewayStand, startGateway } from '#test/gateway-stand'
import type { RawStation } from '#test/raw-station'

let stand: GatewayStand
let stations = 0
beforeAll(async () => {
  stand = await startGateway()
})
afterAll(() => stand.close())

const boots = {
  'ocpp1.6': { chargePointVendor: 'Acme', chargePointModel: 'One' },
  'ocpp2.0.1': { reason: 'PowerUp', chargingStation: { model: 'Two', vendorName: 'Acme' } },
  'ocpp2.1': { reason: 'PowerUp', chargingStation: { model: 'Two', vendorName: 'Acme' } },
}

/** A station of its own, connected and booted. */
async function booted(version: OcppVersion): Promise<RawStation> {
  stations += 1
  const id = `CS-${stations}`
  await stand.addStation({ id })
  const station = await stand.connect(id, version)
  await station.call('BootNotification', boots[version])
  return station
}

async function command<K extends CommandKind>(
  stationId: string,
  kind: K,
  request: CommandRequests[K],
): Promise<string> {
  const { id } = await stand.services.commands.submit(everyParty, { stationId, kind, request, requestedBy: 'a test' })
  return id
}

/** How many transfers of this data the platform knows of. */
async function told(data: string): Promise<number> {
  const { items } = await stand.services.events.list(everyParty, { kind: 'data-transfer' }, { limit: 100 })
  return items.filter(({ facts }) => facts.data === data).length
}

test.each([
  ['ocpp1.6', 'TransactionEvent', 'NotImplemented'],
  ['ocpp1.6', 'CertificateSigned', 'NotSupported'],
  ['ocpp1.6', 'RemoteStartTransaction', 'NotSupported'],
  ['ocpp2.0.1', 'StartTransaction', 'NotImplemented'],
  ['ocpp2.0.1', 'ClearChargingProfile', 'NotSupported'],
  ['ocpp2.0.1', 'BatterySwap', 'NotImplemented'],
  ['ocpp2.1', 'RequestBatterySwap', 'NotSupported'],
  ['ocpp2.1', 'constructor', 'NotImplemented'],
] as const)(
  'B-06 1.6-J §4.2.3/2 2.0.1-J §4.2.3/4 2.1-J §4.2.3/4: %s answers %s with %s',
  async (version, action, code) => {
    const station = await booted(version)
    expect(await station.call(action)).toMatchObject([4, expect.any(String), code, expect.any(String), {}])
  },
)

test.each([
  ['ocpp1.6', 'OccurenceConstraintViolation'],
  ['ocpp2.0.1', 'OccurenceConstraintViolation'],
  ['ocpp2.1', 'OccurrenceConstraintViolation'],
] as const)('B-07: %s names a missing property %s', async (version, code) => {
  const station = await booted(version)
  expect((await station.call('Authorize')).slice(0, 3)).toEqual([4, 'm-2', code])
})

test('B-08: an unreadable frame is answered with the id -1 in 2.x, and not at all in 1.6', async () => {
  const newer = await booted('ocpp2.0.1')
  newer.send('[2, {"no": "id"}')
  expect((await newer.frames.next()).slice(0, 3)).toEqual([4, '-1', 'RpcFrameworkError'])
  const older = await booted('ocpp1.6')
  older.send('[2, {"no": "id"}')
  expect(await older.call('Heartbeat')).toMatchObject([3, 'm-2', {}])
})

test('B-09: a message type nobody knows is ignored, and the socket stays open', async () => {
  const station = await booted('ocpp2.0.1')
  station.send([9, 'x', 'Whatever', {}])
  expect(await station.call('Heartbeat')).toMatchObject([3, 'm-2', {}])
})

test('B-03: a SEND is never answered, not even when it is not supported', async () => {
  const station = await booted('ocpp2.1')
  station.send([6, 's-1', 'NotifyPeriodicEventStream', { id: 1, pending: 0, basetime: 'x', data: [] }])
  expect(await station.call('Heartbeat')).toMatchObject([3, 'm-2', {}])
})

test('B-10: the same message again gets the same answer and has no second effect', async () => {
  const station = await booted('ocpp1.6')
  const transfer = [2, 'same', 'DataTransfer', { vendorId: 'acme', data: 'once' }]
  station.send(transfer)
  const first = await station.frames.next()
  station.send(transfer)
  expect(await station.frames.next()).toEqual(first)
  expect(await told('once')).toBe(1)
  station.send([2, 'same', 'DataTransfer', { vendorId: 'acme', data: 'twice' }])
  await station.frames.next()
  expect(await told('twice')).toBe(1)
})

test('B-10: a station that uses one id for all its messages is heard each time', async () => {
  const station = await booted('ocpp1.6')
  for (const status of ['Available', 'Preparing', 'Available']) {
    station.send([2, '1', 'StatusNotification', { connectorId: 1, errorCode: 'NoError', status }])
    expect(await station.frames.next()).toEqual([3, '1', {}])
    stand.clock.advance(1)
  }
  const { connectors } = await stand.services.stations.get(everyParty, `CS-${stations}`)
  expect(connectors).toMatchObject([{ status: 'available' }])
})

test('B-12: a payload that is null or missing is taken as empty', async () => {
  const station = await booted('ocpp1.6')
  station.send('[2,"a","Heartbeat",null]')
  expect(await station.frames.next()).toMatchObject([3, 'a', {}])
  station.send('[2,"b","Heartbeat"]')
  expect(await station.frames.next()).toMatchObject([3, 'b', {}])
})

test('B-20: answers leave in the order of the calls, also when a later one is quicker', async () => {
  const station = await booted('ocpp1.6')
  const status = { connectorId: 1, errorCode: 'NoError', status: 'Available' }
  for (let n = 0; n < 50; n += 1) {
    station.send(n % 2 === 0 ? [2, `q-${n}`, 'StatusNotification', status] : [2, `q-${n}`, 'Heartbeat', {}])
  }
  for (let n = 0; n < 50; n += 1) expect((await station.frames.next())[1]).toBe(`q-${n}`)
})

test('C-01: a station that has not booted gets a SecurityError, but its transactions are taken', async () => {
  await stand.addStation({ id: 'new' })
  const station = await stand.connect('new', 'ocpp2.0.1')
  expect((await station.call('Heartbeat')).slice(0, 3)).toEqual([4, 'm-1', 'SecurityError'])
  const event = {
    ...{ eventType: 'Ended', seqNo: 3, timestamp: '2026-03-01T11:00:00Z', triggerReason: 'RemoteStop' },
    transactionInfo: { transactionId: 'from before' },
  }
  expect(await station.call('TransactionEvent', event)).toEqual([3, 'm-2', {}])
  await station.call('BootNotification', boots['ocpp2.0.1'])
  expect(await station.call('Heartbeat')).toMatchObject([3, 'm-4', {}])
})

test('C-01 C-03: a pending station may boot, be configured and send what it was asked for', async () => {
  await stand.addStation({ id: 'pending', registration: 'pending' })
  const station = await stand.connect('pending', 'ocpp2.0.1')
  expect((await station.call('BootNotification', boots['ocpp2.0.1']))[2]).toMatchObject({ status: 'Pending' })
  const status = { evseId: 1, connectorId: 1, connectorStatus: 'Available', timestamp: '2026-03-01T12:00:00Z' }
  expect((await station.call('StatusNotification', status)).slice(0, 3)).toEqual([4, 'm-2', 'SecurityError'])

  const start = await command('pending', 'start-transaction', { token: 'AB12' })
  const refused = { state: 'refused', result: { error: { code: 'not-accepted' } } }
  await expect.poll(() => stand.services.commands.get(everyParty, start)).toMatchObject(refused)

  await command('pending', 'trigger', { message: 'status', evseId: 1 })
  const { id, action } = await station.asked()
  expect(action).toBe('TriggerMessage')
  station.send([3, id, { status: 'Accepted' }])
  expect(await station.call('StatusNotification', status)).toEqual([3, 'm-3', {}])
})

test('C-02: a rejected station is sent nothing', async () => {
  await stand.addStation({ id: 'rejected', registration: 'rejected' })
  const station = await stand.connect('rejected', 'ocpp2.0.1')
  expect((await station.call('BootNotification', boots['ocpp2.0.1']))[2]).toMatchObject({ status: 'Rejected' })
  const report = await command('rejected', 'get-report', { base: 'full' })
  await expect.poll(() => stand.services.commands.get(everyParty, report)).toMatchObject({ state: 'refused' })
  expect(station.frames.size).toBe(0)
})

test('C-05: a station that comes back without booting is served at once', async () => {
  await booted('ocpp1.6')
  const station = await stand.connect(`CS-${stations}`)
  expect(await station.call('Heartbeat')).toMatchObject([3, 'm-1', {}])
})
