import { afterAll, beforeAll, expect, test } from 'vitest'
import { AppError, everyParty } from '#kernel'
import { type GatewayStand, startGateway } from '#test/gateway-stand'
import { RawStation } from '#test/raw-station'

let stand: GatewayStand
let databaseAway = false
beforeAll(async () => {
  stand = await startGateway(({ stations }) => ({
    stations: {
      ...stations,
      judgeHandshake: (handshake) =>
        databaseAway ? Promise.reject(new AppError('unavailable', 'away')) : stations.judgeHandshake(handshake),
    },
  }))
})
afterAll(() => stand.close())

test('A-02: an unknown station gets 404 before any upgrade', async () => {
  await expect(stand.connect('nobody')).rejects.toMatchObject({ status: 404 })
})

test('A-02 A-03: wrong credentials and the user of another station get 401', async () => {
  await stand.addStation({ id: 'CS-1', secret: 'a-long-enough-secret', securityProfile: 1 })
  const attempt = (password: string, user = 'CS-1') =>
    RawStation.connect({ url: stand.url, identity: 'CS-1', basicAuth: { user, password } })
  await expect(stand.connect('CS-1')).rejects.toMatchObject({ status: 401 })
  await expect(attempt('another-long-secret')).rejects.toMatchObject({ status: 401 })
  await expect(attempt('a-long-enough-secret', 'CS-2')).rejects.toMatchObject({ status: 401 })
  const station = await attempt('a-long-enough-secret')
  expect(station.connection.isOpen).toBe(true)
})

test('A-14: a station that needs TLS gets 403 without it', async () => {
  await stand.addStation({ id: 'CS-2', secret: 'a-long-enough-secret', securityProfile: 2 })
  const connecting = RawStation.connect({
    url: stand.url,
    identity: 'CS-2',
    basicAuth: { password: 'a-long-enough-secret' },
  })
  await expect(connecting).rejects.toMatchObject({ status: 403 })
})

test('a station that an operator has refused gets 403', async () => {
  await stand.addStation({ id: 'CS-3', admission: 'refused' })
  await expect(stand.connect('CS-3')).rejects.toMatchObject({ status: 403 })
})

test('a station that comes while the database is away is told to come back', async () => {
  await stand.addStation({ id: 'CS-4' })
  databaseAway = true
  const refused = await stand.connect('CS-4').catch((error: unknown) => error)
  databaseAway = false
  expect(refused).toMatchObject({ status: 503, retryAfterS: expect.any(Number) })
})

test('A-06: a station without a common version takes no epoch', async () => {
  await stand.addStation({ id: 'CS-5' })
  const handshake = { path: '/ocpp/CS-5', offeredProtocols: ['ocpp9'], remoteAddress: '127.0.0.1', receivedAtMs: 0 }
  const rest = {
    identity: 'CS-5',
    version: undefined,
    protocol: undefined,
    basicAuth: undefined,
    tls: undefined,
    overTls: false,
  }
  expect(await stand.gateway.authenticate({ ...handshake, ...rest })).toEqual({ accept: true })
  const { presence } = await stand.services.stations.get(everyParty, 'CS-5')
  expect(presence).toMatchObject({ connected: false, epoch: 0 })
})
