import { afterAll, beforeAll, expect, test } from 'vitest'
import { createOcppListener, type OcppListener } from '#ocpp/transport'
import { type GatewayStand, startGateway } from '#test/gateway-stand'
import { RawStation } from '#test/raw-station'
import { EVENT_BURST, EVENT_SPACING_MS } from './session/pace.ts'
import { INBOX_LIMIT } from './session/session-state.ts'

let stand: GatewayStand
let narrow: OcppListener
beforeAll(async () => {
  stand = await startGateway()
  narrow = await createOcppListener({
    authenticate: (handshake) => stand.gateway.authenticate(handshake),
    handler: stand.gateway.handler,
    clock: stand.clock,
    limits: { maxBufferedBytes: 64 * 1024 },
  })
})
afterAll(async () => {
  await narrow.close()
  await stand.close()
})

const boot = { chargePointVendor: 'Acme', chargePointModel: 'One' }

async function bystander(id: string): Promise<RawStation> {
  await stand.addStation({ id })
  const station = await stand.connect(id)
  await station.call('BootNotification', boot)
  return station
}

test('a station that sends a thousand messages at once is read as fast as it is served, and all are answered in order', async () => {
  const other = await bystander('calm-1')
  await stand.addStation({ id: 'hasty' })
  const station = await stand.connect('hasty')
  await station.call('BootNotification', boot)
  const status = { connectorId: 1, errorCode: 'NoError', status: 'Available' }
  const amount = 1000
  for (let n = 0; n < amount; n += 1) station.send([2, `s-${n}`, 'StatusNotification', { ...status, info: `${n}` }])
  expect((await other.call('Heartbeat'))[0]).toBe(3)
  for (let n = 0; n < amount; n += 1) expect((await station.frames.next())[1]).toBe(`s-${n}`)
})

test('a station that floods in one chunk is disconnected, and nobody else notices', async () => {
  const other = await bystander('calm-2')
  await stand.addStation({ id: 'flood' })
  const station = await stand.connect('flood')
  await station.call('BootNotification', boot)
  const [connection] = [...stand.listener.connections()].filter(({ identity }) => identity === 'flood')
  if (connection === undefined) throw new Error('the station is not connected')
  const status = { connectorId: 1, errorCode: 'NoError', status: 'Available' }
  for (let n = 0; n < INBOX_LIMIT + 2; n += 1) {
    stand.gateway.handler.onFrame(connection, JSON.stringify([2, `f-${n}`, 'StatusNotification', status]))
  }
  expect(await station.closed).toMatchObject({ code: 1008 })
  expect((await other.call('Heartbeat'))[0]).toBe(3)
})

test('a station that never reads its answers is disconnected once they fill its bound', async () => {
  const other = await bystander('calm-3')
  await stand.addStation({ id: 'deaf' })
  const url = `ws://127.0.0.1:${narrow.address.port}/ocpp`
  const station = await RawStation.connect({ url, identity: 'deaf', versions: ['ocpp1.6'] })
  await station.call('BootNotification', boot)
  station.connection.pause()
  // Wrong in every field, so that the answer is long.
  const wrong = {
    connectorId: {},
    errorCode: {},
    status: {},
    timestamp: {},
    info: {},
    vendorId: {},
    vendorErrorCode: {},
  }
  for (let n = 0; narrow.connectionCount > 0; n += 1) {
    station.send([2, `d-${n}`, 'StatusNotification', wrong])
    if (n % 100 === 0) {
      await new Promise((resolve) => setImmediate(resolve))
      stand.clock.advance(100)
    }
  }
  expect((await other.call('Heartbeat'))[0]).toBe(3)
})

test('a station that floods with security events is slowed down after a burst, alone, and every one is kept', async () => {
  const other = await bystander('calm-5')
  const station = await bystander('alarmed')
  const kept = async () => {
    const { rows } = await stand.database.pool.query(
      "SELECT count(*) AS count FROM station_event WHERE station_id = 'alarmed'",
    )
    return rows[0].count
  }
  const timestamp = '2026-03-01T12:00:00Z'
  const tell = (n: number) => station.send([2, `e-${n}`, 'SecurityEventNotification', { type: `T-${n}`, timestamp }])
  for (let n = 0; n < EVENT_BURST + 2; n += 1) tell(n)
  for (let n = 0; n < EVENT_BURST; n += 1) expect(await station.frames.next()).toEqual([3, `e-${n}`, {}])
  expect((await other.call('Heartbeat'))[0]).toBe(3)
  expect(await kept()).toBe(EVENT_BURST)
  for (let n = EVENT_BURST; n < EVENT_BURST + 2; n += 1) {
    stand.clock.advance(EVENT_SPACING_MS)
    expect(await station.frames.next()).toEqual([3, `e-${n}`, {}])
  }
  expect(await kept()).toBe(EVENT_BURST + 2)
})

test('garbage of every kind costs its sender at most its own connection', async () => {
  const other = await bystander('calm-4')
  await stand.addStation({ id: 'garbage' })
  const station = await stand.connect('garbage', 'ocpp2.0.1')
  const deep = `${'['.repeat(2000)}${']'.repeat(2000)}`
  const pieces = ['', '{}', 'null', '[]', '[2]', '[2,null]', '[2,"a"]', '[3]', '[4,"x"]', '["2","a","b",{}]', deep]
  for (const piece of pieces) station.send(piece)
  station.send([2, 'x', '__proto__', {}])
  station.send([3, 'nobody asked', {}])
  station.send([2, 'last', 'Heartbeat', {}])
  for (;;) {
    const frame = await station.frames.next()
    if (frame[1] === 'last') break
    expect(frame[0]).toBe(4)
  }
  expect((await other.call('Heartbeat'))[0]).toBe(3)
})
