import { afterAll, beforeAll, expect, test } from 'vitest'
import { everyParty } from '#kernel'
import { createOcppListener } from '#ocpp/transport'
import { type GatewayStand, startGateway } from '#test/gateway-stand'
import { RawStation } from '#test/raw-station'
import { createGateway } from './gateway.ts'

let stand: GatewayStand
beforeAll(async () => {
  stand = await startGateway()
})
afterAll(() => stand.close())

const boot = { chargePointVendor: 'Acme', chargePointModel: 'One' }

async function presence(id: string) {
  return (await stand.services.stations.get(everyParty, id)).presence
}

test('A-16: the newest connection wins at once, and the end of the old one changes nothing', async () => {
  await stand.addStation({ id: 'CS-1' })
  const old = await stand.connect('CS-1')
  await old.call('BootNotification', boot)
  const newer = await stand.connect('CS-1')
  expect(await old.closed).toMatchObject({ code: 1008 })
  expect(await newer.call('Heartbeat')).toMatchObject([3, 'm-1', {}])
  expect(stand.gateway.connectedCount()).toBe(1)
  await expect.poll(() => presence('CS-1')).toMatchObject({ connected: true, epoch: 2 })
})

test('A-16: connections opened in one breath leave the last one standing, with the highest epoch', async () => {
  await stand.addStation({ id: 'CS-2' })
  const stations: RawStation[] = []
  for (let n = 0; n < 5; n += 1) stations.push(await stand.connect('CS-2'))
  const last = stations.at(-1)
  for (const old of stations.slice(0, -1)) expect(await old.closed).toMatchObject({ code: 1008 })
  await last?.call('BootNotification', boot)
  await expect.poll(() => presence('CS-2')).toMatchObject({ connected: true, epoch: 5 })
})

test('A-16: the newest wins though an older one takes its epoch late, and one between them is gone already', async () => {
  const entering = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  let isFirst = true
  const slow = await startGateway(({ stations }) => ({
    stations: {
      ...stations,
      async connect(request) {
        if (isFirst) {
          isFirst = false
          entering.resolve()
          await held.promise
        }
        return await stations.connect(request)
      },
    },
  }))
  await slow.addStation({ id: 'CS-1' })
  const oldest = await slow.connect('CS-1')
  await entering.promise
  const between = await slow.connect('CS-1')
  await oldest.closed
  between.connection.terminate()
  await between.closed
  await expect.poll(() => slow.gateway.connectedCount()).toBe(0)
  const newest = await slow.connect('CS-1')
  await newest.call('BootNotification', boot)
  held.resolve()
  const epoch = async () => (await slow.services.stations.get(everyParty, 'CS-1')).presence
  await expect.poll(epoch).toMatchObject({ connected: true, epoch: 3 })
  expect(await newest.call('Heartbeat')).toMatchObject([3, 'm-2', {}])
  await slow.close()
})

test('what a connection that is gone is told of its boot lets no command go out on the one after it', async () => {
  const booting = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  const stored = Promise.withResolvers<void>()
  let isFirst = true
  let fetched = 0
  const slow = await startGateway(({ stations, commands }) => ({
    stations: {
      ...stations,
      async boot(stationId, facts) {
        if (!isFirst) return await stations.boot(stationId, facts)
        isFirst = false
        booting.resolve()
        await held.promise
        const verdict = await stations.boot(stationId, facts)
        // Whoever asked has heard of it by the next turn.
        setImmediate(stored.resolve)
        return verdict
      },
    },
    commands: {
      ...commands,
      waiting(stationId) {
        fetched += 1
        return commands.waiting(stationId)
      },
    },
  }))
  await slow.addStation({ id: 'CS-1' })
  const request = { token: 'CARD-1', evseId: 1 }
  const start = { stationId: 'CS-1', kind: 'start-transaction' as const, request, requestedBy: 'a test' }
  const { id } = await slow.services.commands.submit(everyParty, start)
  const older = await slow.connect('CS-1')
  older.send([2, 'boot', 'BootNotification', boot])
  await booting.promise
  const newer = await slow.connect('CS-1')
  await older.closed
  held.resolve()
  await stored.promise
  expect(fetched).toBe(0)
  await newer.call('BootNotification', boot)
  const asked = await newer.asked()
  expect(asked.action).toBe('RemoteStartTransaction')
  newer.send([3, asked.id, { status: 'Accepted' }])
  await expect.poll(async () => (await slow.services.commands.get(everyParty, id)).state).toBe('answered')
  await slow.close()
})

test('A-16: a connection on another node ends the one here', async () => {
  await stand.addStation({ id: 'CS-3' })
  const gateway = createGateway({ ...stand.services, node: 'node-2' })
  const authenticate = gateway.authenticate.bind(gateway)
  const listener = await createOcppListener({ authenticate, handler: gateway.handler, clock: stand.clock })
  const old = await stand.connect('CS-3')
  await old.call('BootNotification', boot)
  const url = `ws://127.0.0.1:${listener.address.port}/ocpp`
  const newer = await RawStation.connect({ url, identity: 'CS-3', versions: ['ocpp1.6'] })
  expect(await old.closed).toMatchObject({ code: 1008 })
  expect(await newer.call('Heartbeat')).toMatchObject([3, 'm-1', {}])
  await expect.poll(() => presence('CS-3')).toMatchObject({ connected: true, node: 'node-2', epoch: 2 })
  newer.connection.close()
  await expect.poll(() => presence('CS-3')).toMatchObject({ connected: false })
  await listener.close()
  await gateway.close()
})

test('C-06: any message is contact, written by the sweep for all stations at once', async () => {
  await stand.addStation({ id: 'CS-4' })
  const station = await stand.connect('CS-4')
  await station.call('BootNotification', boot)
  stand.clock.advance(60_000)
  await station.call('StatusNotification', { connectorId: 1, errorCode: 'NoError', status: 'Available' })
  const at = new Date(stand.clock.nowMs())
  stand.clock.advance(5_000)
  await expect.poll(async () => (await presence('CS-4')).lastSeenAt).toEqual(at)
})

test('the end of a connection is stored with its last contact', async () => {
  await stand.addStation({ id: 'CS-5' })
  const station = await stand.connect('CS-5')
  await station.call('BootNotification', boot)
  const lastSeenAt = new Date(stand.clock.nowMs())
  station.connection.terminate()
  await expect.poll(() => presence('CS-5')).toMatchObject({ connected: false, lastSeenAt })
})
