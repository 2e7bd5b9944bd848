import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Command, CommandKind, CommandRequests } from '#domain/commands'
import { everyParty } from '#kernel'
import type { OcppVersion } from '#ocpp/rpc'
import { type GatewayStand, startGateway } from '#test/gateway-stand'
import { RawStation } from '#test/raw-station'

let stand: GatewayStand
let count = 0
beforeAll(async () => {
  stand = await startGateway()
})
afterAll(() => stand.close())

const boots = {
  'ocpp1.6': { chargePointVendor: 'Acme', chargePointModel: 'One' },
  'ocpp2.0.1': { reason: 'PowerUp', chargingStation: { model: 'Two', vendorName: 'Acme' } },
  'ocpp2.1': { reason: 'PowerUp', chargingStation: { model: 'Two', vendorName: 'Acme' } },
}

async function booted(version: OcppVersion): Promise<{ id: string; station: RawStation }> {
  count += 1
  const id = `CS-${count}`
  await stand.addStation({ id })
  const station = await stand.connect(id, version)
  await station.call('BootNotification', boots[version])
  return { id, station }
}

async function command<K extends CommandKind>(
  stationId: string,
  kind: K,
  request: CommandRequests[K],
  expiresInS?: number,
): Promise<string> {
  const asked = { stationId, kind, request, requestedBy: 'a test', ...(expiresInS === undefined ? {} : { expiresInS }) }
  const { id } = await stand.services.commands.submit(everyParty, asked)
  return id
}

/** A command once it has come to its end. */
async function settled(id: string): Promise<Command> {
  const command = () => stand.services.commands.get(everyParty, id)
  await expect.poll(async () => (await command()).state).not.toMatch(/queued|sent/)
  return await command()
}

test('a command is sent, answered, and its result kept', async () => {
  const { id, station } = await booted('ocpp1.6')
  const reset = await command(id, 'reset', { when: 'when-idle' })
  const asked = await station.asked()
  expect(asked).toMatchObject({ action: 'Reset', payload: { type: 'Soft' } })
  await expect.poll(async () => (await stand.services.commands.get(everyParty, reset)).state).toBe('sent')
  station.send([3, asked.id, { status: 'Accepted' }])
  expect(await settled(reset)).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
})

test('what a station refuses is refused, by status or by error', async () => {
  const { id, station } = await booted('ocpp2.0.1')
  const first = await command(id, 'clear-cache', {})
  station.send([3, (await station.asked()).id, { status: 'Rejected', statusInfo: { reasonCode: 'NotNow' } }])
  expect(await settled(first)).toMatchObject({
    state: 'refused',
    result: { status: 'Rejected', details: { reasonCode: 'NotNow' } },
  })
  const second = await command(id, 'clear-cache', {})
  station.send([4, (await station.asked()).id, 'NotSupported', 'no cache here', {}])
  const error = { code: 'NotSupported', message: 'no cache here' }
  expect(await settled(second)).toMatchObject({ state: 'refused', result: { error } })
})

test('E-11: a transaction is stopped at its own station, and no other is by the number it has there', async () => {
  const [here, there] = [await booted('ocpp1.6'), await booted('ocpp1.6')]
  const start = { connectorId: 1, idTag: 'A', meterStart: 0, timestamp: new Date(stand.clock.nowMs()).toISOString() }
  await here.station.call('StartTransaction', start)
  const { items } = await stand.services.transactions.list(everyParty, { stationId: here.id }, { limit: 1 })
  const transactionId = items[0]?.id ?? ''
  expect(await settled(await command(there.id, 'stop-transaction', { transactionId }))).toMatchObject({
    ...{ state: 'refused', result: { error: { code: 'not-found' } } },
  })
  const stopping = await command(here.id, 'stop-transaction', { transactionId })
  const asked = await here.station.asked()
  expect(asked).toMatchObject({
    action: 'RemoteStopTransaction',
    payload: { transactionId: Number(items[0]?.reference) },
  })
  here.station.send([3, asked.id, { status: 'Accepted' }])
  expect(await settled(stopping)).toMatchObject({ state: 'answered' })
})

test('F-07: a command that expires behind another one is not carried out', async () => {
  const { id, station } = await booted('ocpp1.6')
  const clearing = await command(id, 'clear-cache', {})
  await station.asked()
  const late = await command(id, 'reset', { when: 'when-idle' }, 31)
  const patient = await command(id, 'unlock', { evseId: 1 }, 600)
  stand.clock.advance(30_000)
  const next = await station.asked()
  expect(next.action).toBe('UnlockConnector')
  expect(await settled(clearing)).toMatchObject({ state: 'timed-out' })
  stand.clock.advance(1_000)
  await stand.services.commands.sweep()
  expect(await settled(late)).toMatchObject({ state: 'expired', result: { error: { code: 'expired' } } })
  station.send([3, next.id, { status: 'Unlocked' }])
  expect(await settled(patient)).toMatchObject({ state: 'answered' })
})

test('B-01: the second command waits for the answer to the first; a late answer is not taken for its', async () => {
  const { id, station } = await booted('ocpp1.6')
  const clearing = await command(id, 'clear-cache', {})
  const first = await station.asked()
  const resetting = await command(id, 'reset', { when: 'when-idle' })
  // Whatever was to come after the first call would have come before this answer.
  await station.call('Heartbeat')
  stand.clock.advance(30_000)
  const second = await station.asked()
  expect(await settled(clearing)).toMatchObject({ state: 'timed-out' })
  station.send([3, first.id, { status: 'Rejected' }])
  station.send([3, second.id, { status: 'Accepted' }])
  expect(await settled(resetting)).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
})

test('B-02: calls cross: a call of the station is served while ours is outstanding', async () => {
  const { id, station } = await booted('ocpp2.0.1')
  const report = await command(id, 'get-report', { base: 'summary' })
  const asked = await station.asked()
  expect((await station.call('Heartbeat'))[0]).toBe(3)
  station.send([3, asked.id, { status: 'Accepted' }])
  const { requestId } = asked.payload as { requestId: number }
  expect(await settled(report)).toMatchObject({ state: 'answered', result: { details: { requestId } } })
})

test('B-05: a bad answer gets a CALLRESULTERROR in 2.1, and silence in 1.6', async () => {
  const newer = await booted('ocpp2.1')
  const told = await command(newer.id, 'clear-cache', {})
  const asked = await newer.station.asked()
  newer.station.send([3, asked.id, { statusInfo: 'wrong' }])
  const answer = await newer.station.frames.next()
  expect(answer.slice(0, 2)).toEqual([5, asked.id])
  expect(await settled(told)).toMatchObject({ state: 'refused', result: { error: { code: 'invalid-answer' } } })

  const older = await booted('ocpp1.6')
  const untold = await command(older.id, 'clear-cache', {})
  older.station.send([3, (await older.station.asked()).id, {}])
  expect(await settled(untold)).toMatchObject({ state: 'refused', result: { error: { code: 'invalid-answer' } } })
  expect((await older.station.call('Heartbeat'))[0]).toBe(3)
})

test('several keys of 1.6 are one command of several calls', async () => {
  const { id, station } = await booted('ocpp1.6')
  const variables = [
    { name: 'HeartbeatInterval', value: '60' },
    { name: 'Nonsense', value: 'x' },
  ]
  const setting = await command(id, 'set-variables', { variables })
  const first = await station.asked()
  expect(first.payload).toEqual({ key: 'HeartbeatInterval', value: '60' })
  station.send([3, first.id, { status: 'Accepted' }])
  station.send([3, (await station.asked()).id, { status: 'NotSupported' }])
  expect(await settled(setting)).toMatchObject({
    state: 'refused',
    result: { status: 'NotSupported', details: { variables: [{ status: 'Accepted' }, { status: 'NotSupported' }] } },
  })
})

test('what a version cannot say is refused before anything is sent', async () => {
  const { id, station } = await booted('ocpp1.6')
  const report = await command(id, 'get-report', { base: 'full' })
  expect(await settled(report)).toMatchObject({ state: 'refused', result: { error: { code: 'unsupported' } } })
  expect((await station.call('Heartbeat'))[0]).toBe(3)
  expect(station.frames.size).toBe(0)
})

test('a sent command is lost with its connection; one that was not sent waits for the next', async () => {
  const { id, station } = await booted('ocpp1.6')
  const lost = await command(id, 'clear-cache', {})
  await station.asked()
  const waiting = await command(id, 'reset', { when: 'immediately' })
  await station.call('Heartbeat')
  station.connection.terminate()
  expect(await settled(lost)).toMatchObject({ state: 'lost' })
  expect(await stand.services.commands.get(everyParty, waiting)).toMatchObject({ state: 'queued' })
  const again = await stand.connect(id)
  const asked = await again.asked()
  expect(asked.action).toBe('Reset')
  again.send([3, asked.id, { status: 'Accepted' }])
  expect(await settled(waiting)).toMatchObject({ state: 'answered' })
})

test('what waited for a station is sent in order once it is accepted', async () => {
  count += 1
  const id = `CS-${count}`
  await stand.addStation({ id })
  const waiting: string[] = []
  for (const n of [1, 2, 3]) {
    waiting.push(await command(id, 'data-transfer', { vendorId: 'acme', data: `${n}` }))
    stand.clock.advance(1)
  }
  const station = await stand.connect(id)
  await station.call('BootNotification', boots['ocpp1.6'])
  for (const n of [1, 2, 3]) {
    const asked = await station.asked()
    expect(asked).toMatchObject({ action: 'DataTransfer', payload: { data: `${n}` } })
    station.send([3, asked.id, { status: 'Accepted' }])
  }
  for (const one of waiting) expect(await settled(one)).toMatchObject({ state: 'answered' })
})

test('a command for a station whose connection has gone is not taken', async () => {
  const { id, station } = await booted('ocpp1.6')
  station.connection.terminate()
  await expect.poll(() => stand.services.stations.get(everyParty, id)).toMatchObject({ presence: { connected: false } })
  const { state } = await stand.services.commands.submit(everyParty, {
    ...{ stationId: id, kind: 'clear-cache', request: {}, requestedBy: 'a test', expiresInS: 0 },
  })
  expect(state).toBe('expired')
})

test('A-13: a password the station took makes the former one void', async () => {
  const id = 'CS-password'
  await stand.addStation({ id, secret: 'former-secret-of-it' })
  await stand.services.stations.changeSecret({ all: true }, id, 'new-secret-of-the-station')
  const connect = (password: string) =>
    RawStation.connect({ url: stand.url, identity: id, versions: ['ocpp1.6'], basicAuth: { password } })
  const station = await connect('former-secret-of-it')
  await station.call('BootNotification', boots['ocpp1.6'])
  const variables = [{ name: 'AuthorizationKey', value: 'new-secret-of-the-station' }]
  const setting = await command(id, 'set-variables', { variables })
  const asked = await station.asked()
  expect(asked.payload).toEqual({ key: 'AuthorizationKey', value: 'new-secret-of-the-station' })
  station.send([3, asked.id, { status: 'Accepted' }])
  expect(await settled(setting)).toMatchObject({ state: 'answered' })
  await expect(connect('former-secret-of-it')).rejects.toMatchObject({ status: 401 })
  expect((await connect('new-secret-of-the-station')).connection.isOpen).toBe(true)
})
