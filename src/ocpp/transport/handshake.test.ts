import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import { connectOcpp, HandshakeRefused, type HandshakeVerdict, peerThrough } from '#ocpp/transport'
import { askForUpgrade, type ListenerProbe, startListener } from '#test/ocpp-listener'

let probe: ListenerProbe

afterEach(() => probe.listener.close({ deadlineMs: 0 }))

const all = { 'Sec-WebSocket-Protocol': 'ocpp2.1, ocpp2.0.1, ocpp1.6' }
const silent = { onFrame: () => {} }

test.each([
  ['/ocpp/CS001', 'CS001'],
  ['/ocpp/RDAM%7C123', 'RDAM|123'],
  ['/CS001', 'CS001'],
  ['/any/prefix/there/is/CS001?key=1', 'CS001'],
  [`/ocpp/${'x'.repeat(48)}`, 'x'.repeat(48)],
])('A-01 the identity of %s is %s', async (path, identity) => {
  probe = await startListener()
  expect((await askForUpgrade(probe, path, { 'Sec-WebSocket-Protocol': 'ocpp2.0.1' })).status).toBe(101)
  expect(probe.handshakes[0]?.identity).toBe(identity)
})

test.each([
  ['longer than 48 characters', `/ocpp/${'x'.repeat(49)}`],
  ['with a colon', '/ocpp/CS%3A001'],
  ['with a blank', '/ocpp/CS%20001'],
  ['empty', '/ocpp/'],
  ['with broken encoding', '/ocpp/CS%ZZ'],
  ['with an encoded slash', '/ocpp/a%2Fb'],
])('A-01 an identity %s is unknown in 2.x', async (_what, path) => {
  probe = await startListener()
  expect((await askForUpgrade(probe, path, { 'Sec-WebSocket-Protocol': 'ocpp2.0.1' })).status).toBe(404)
  expect(probe.handshakes).toEqual([])
})

test('A-01 1.6 allows any printable identity', async () => {
  probe = await startListener()
  await connectOcpp({ url: probe.url, identity: 'Säule: 1', versions: ['ocpp1.6'], handler: silent })
  expect((await probe.opened.next()).identity).toBe('Säule: 1')
})

test.each([
  [404, 'nobody knows it'],
  [401, 'wrong password'],
  [403, 'not from here'],
] as const)('A-02 a station is refused with HTTP %d before the upgrade', async (status, reason) => {
  probe = await startListener({ authenticate: async () => ({ accept: false, status, reason }) })
  const answer = await askForUpgrade(probe, '/ocpp/CS001', all)
  expect(answer.status).toBe(status)
  expect(answer.body.toString()).toBe(reason)
  expect(answer.headers['www-authenticate']).toEqual(status === 401 ? expect.stringMatching(/^Basic /) : undefined)
  expect(probe.opened.size).toBe(0)
})

test('A-02 the upgrade is answered only after the verdict', async () => {
  const verdict = Promise.withResolvers<HandshakeVerdict>()
  const asked = Promise.withResolvers<void>()
  probe = await startListener({
    authenticate() {
      asked.resolve()
      return verdict.promise
    },
  })
  const order: string[] = []
  const connected = connectOcpp({ url: probe.url, identity: 'CS001', handler: silent }).then(() => order.push('answer'))
  await asked.promise
  order.push('verdict')
  verdict.resolve({ accept: true })
  await connected
  expect(order).toEqual(['verdict', 'answer'])
})

test('A-02 the client learns the status and when to come back', async () => {
  probe = await startListener({
    authenticate: async () => ({ accept: false, status: 429, reason: 'slow down', retryAfterS: 90 }),
  })
  const refused = connectOcpp({ url: probe.url, identity: 'CS001', handler: silent })
  await expect(refused).rejects.toSatisfy(
    (error) => error instanceof HandshakeRefused && error.status === 429 && error.retryAfterS === 90,
  )
})

test('A-04 a password may be any bytes', async () => {
  probe = await startListener()
  const password = Buffer.from('00ff3afe80c1a5b6', 'hex')
  await connectOcpp({ url: probe.url, identity: 'CS001', basicAuth: { password }, handler: silent })
  expect(probe.handshakes[0]?.basicAuth).toEqual({ user: 'CS001', password })
})

test.each([
  ['ocpp2.1, ocpp2.0.1, ocpp1.6', 'ocpp2.1'],
  ['ocpp1.6, ocpp2.0.1, ocpp2.1', 'ocpp1.6'],
  ['ocpp1.5, ocpp2.0.1, ocpp1.6', 'ocpp2.0.1'],
])('A-05 of %s the station prefers %s', async (offered, chosen) => {
  probe = await startListener()
  const answer = await askForUpgrade(probe, '/ocpp/CS001', { 'Sec-WebSocket-Protocol': offered })
  expect(answer.headers['sec-websocket-protocol']).toBe(chosen)
  expect((await probe.opened.next()).version).toBe(chosen)
})

test.each([
  ['none of ours', { 'Sec-WebSocket-Protocol': 'ocpp1.5, mqtt' }],
  ['none at all', {}],
])('A-06 with %s the handshake is finished without the header, then closed', async (_what, headers) => {
  probe = await startListener()
  const answer = await askForUpgrade(probe, '/ocpp/CS001', headers)
  expect(answer.status).toBe(101)
  expect(answer.headers).not.toHaveProperty('sec-websocket-protocol')
  expect([answer.body[0], answer.body.readUInt16BE(2)]).toEqual([0x88, 1002])
  expect(probe.opened.size).toBe(0)
})

test('A-07 a version in the URL does not select the version', async () => {
  probe = await startListener()
  const url = probe.url.replace('/ocpp', '/ocpp1.6')
  const connection = await connectOcpp({ url, identity: 'CS001', versions: ['ocpp2.0.1'], handler: silent })
  expect(connection.version).toBe('ocpp2.0.1')
})

test('a station that comes by a proxy that is believed has its own address, and found us where the proxy is', async () => {
  probe = await startListener({ readPeer: peerThrough(['loopback']) })
  const told = { Host: 'cs.example.org', 'X-Forwarded-For': '192.0.2.1', 'X-Forwarded-Proto': 'https' }
  expect((await askForUpgrade(probe, '/ocpp/CS001', { ...all, ...told })).status).toBe(101)
  const [handshake] = probe.handshakes
  expect(handshake).toMatchObject({ remoteAddress: '192.0.2.1', overTls: true, origin: 'https://cs.example.org' })
  expect(handshake?.tls).toBeUndefined()
  expect((await probe.opened.next()).remoteAddress).toBe('192.0.2.1')
})

test('what is not an upgrade is told so', async () => {
  probe = await startListener()
  const response = await fetch(probe.url.replace('ws:', 'http:'))
  expect(response.status).toBe(426)
})

test('a request that offers another protocol than WebSocket is taken as it is', async () => {
  probe = await startListener({
    requests: [
      (request, response) => {
        request.pipe(response)
        return request.method === 'POST'
      },
    ],
  })
  const { host, port } = probe.listener.address
  const headers = { Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c', 'HTTP2-Settings': 'AAMAAABkAAQAAP__' }
  const asked = request({ host, port, method: 'POST', headers })
  asked.end('a message')
  const response = await new Promise<IncomingMessage>((resolve) => asked.once('response', resolve))
  expect([response.statusCode, await text(response)]).toEqual([200, 'a message'])
  expect(probe.handshakes).toEqual([])
})
