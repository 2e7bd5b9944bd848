import { connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { ManualClock } from '#kernel'
import { connectOcpp, HandshakeRefused, type HandshakeVerdict, SocketBudget } from '#ocpp/transport'
import { askForUpgrade, type ListenerProbe, startListener } from '#test/ocpp-listener'
import { HandshakeLimiter } from './handshake-limiter.ts'

let probe: ListenerProbe

afterEach(() => probe?.listener.close({ deadlineMs: 0 }))

const handler = { onFrame: () => {} }
const offer = { 'Sec-WebSocket-Protocol': 'ocpp1.6' }

async function statusOf(identity: string): Promise<number> {
  try {
    const station = await connectOcpp({ url: probe.url, identity, handler })
    station.terminate()
    return 101
  } catch (error) {
    if (error instanceof HandshakeRefused) return error.status
    throw error
  }
}

test('A-17 the 61st connection of a station within an hour is told to wait, others are not', async () => {
  const clock = new ManualClock()
  probe = await startListener({ clock })
  for (let count = 0; count < 60; count += 1) expect(await statusOf('FLAPS')).toBe(101)
  const refused = await askForUpgrade(probe, '/ocpp/FLAPS', offer)
  expect([refused.status, refused.headers['retry-after']]).toEqual([429, '60'])
  expect(await statusOf('CALM')).toBe(101)
  clock.advance(60_000)
  expect(await statusOf('FLAPS')).toBe(101)
  expect(await statusOf('FLAPS')).toBe(429)
})

test('A-17 wrong passwords are limited too', async () => {
  const clock = new ManualClock()
  const authenticate = async (): Promise<HandshakeVerdict> => ({ accept: false, status: 401, reason: 'wrong password' })
  probe = await startListener({ clock, authenticate, limits: { handshakesPerHour: 3 } })
  const statuses = [await statusOf('X'), await statusOf('X'), await statusOf('X'), await statusOf('X')]
  expect(statuses).toEqual([401, 401, 401, 429])
  expect(probe.handshakes).toHaveLength(3)
})

test('A-17 wrong passwords are limited over all addresses that somebody with IPv6 has, and only over those', async () => {
  const authenticate = async (): Promise<HandshakeVerdict> => ({ accept: false, status: 401, reason: 'wrong password' })
  let remoteAddress = ''
  const readPeer = () => ({ remoteAddress, overTls: false })
  probe = await startListener({ clock: new ManualClock(), authenticate, readPeer, limits: { handshakesPerHour: 2 } })
  const statuses: number[] = []
  for (remoteAddress of ['2001:db8::1', '2001:db8::2', '2001:db8::3', '2001:db8:0:1::1']) {
    statuses.push(await statusOf('X'))
  }
  expect(statuses).toEqual([401, 401, 429, 401])
})

test('A-17 what failed on our side is held against no station', async () => {
  const clock = new ManualClock()
  const authenticate = async (): Promise<HandshakeVerdict> => ({ accept: false, status: 503, reason: 'no database' })
  probe = await startListener({ clock, authenticate, limits: { handshakesPerHour: 1 } })
  expect([await statusOf('X'), await statusOf('X'), await statusOf('X')]).toEqual([503, 503, 503])
})

test('A-17 the table of identities forgets the one longest unseen, not those that flood', () => {
  const limiter = new HandshakeLimiter(2, 3)
  for (let count = 0; count < 1000; count += 1) {
    limiter.count('flood', count)
    limiter.count(`stranger ${count}`, count)
  }
  expect(limiter.size).toBe(3)
  expect(limiter.waitS('flood', 1000)).toBeGreaterThan(0)
})

test('handshakes beyond the bound on pending ones are told to come back', async () => {
  const verdict = Promise.withResolvers<HandshakeVerdict>()
  const asked = Promise.withResolvers<void>()
  const authenticate = () => {
    asked.resolve()
    return verdict.promise
  }
  probe = await startListener({ authenticate, limits: { maxPendingHandshakes: 1 } })
  const first = statusOf('FIRST')
  await asked.promise
  const second = await askForUpgrade(probe, '/ocpp/SECOND', offer)
  expect(second.status).toBe(503)
  expect(Number(second.headers['retry-after'])).toBeGreaterThan(0)
  verdict.resolve({ accept: true })
  expect(await first).toBe(101)
})

test('a verdict that does not come in time is a 503', async () => {
  const clock = new ManualClock()
  const asked = Promise.withResolvers<void>()
  const authenticate = () => {
    asked.resolve()
    return new Promise<HandshakeVerdict>(() => {})
  }
  probe = await startListener({ clock, authenticate, limits: { verdictTimeoutMs: 30_000 } })
  const status = statusOf('CS001')
  await asked.promise
  clock.advance(30_000)
  expect(await status).toBe(503)
})

test('a station whose verdict comes while the listener closes is told to come back', async () => {
  const verdict = Promise.withResolvers<HandshakeVerdict>()
  const asked = Promise.withResolvers<void>()
  const authenticate = () => {
    asked.resolve()
    return verdict.promise
  }
  probe = await startListener({ authenticate })
  const status = statusOf('LATE')
  await asked.promise
  const closed = probe.listener.close()
  verdict.resolve({ accept: true })
  expect(await status).toBe(503)
  await closed
})

test('a listener that closes waits for no verdict', async () => {
  const asked = Promise.withResolvers<void>()
  const authenticate = () => {
    asked.resolve()
    return new Promise<HandshakeVerdict>(() => {})
  }
  probe = await startListener({ authenticate, clock: new ManualClock() })
  const status = statusOf('WAITING')
  await asked.promise
  await probe.listener.close()
  expect(await status).toBe(503)
})

test('a verdict that fails is a 503, and the listener lives on', async () => {
  let fails = true
  const authenticate = async (): Promise<HandshakeVerdict> => {
    if (fails) throw new Error('no database')
    return { accept: true }
  }
  probe = await startListener({ authenticate })
  expect(await statusOf('CS001')).toBe(503)
  fails = false
  expect(await statusOf('CS001')).toBe(101)
})

test('a peer that goes away before its verdict leaves nothing behind', async () => {
  const verdict = Promise.withResolvers<HandshakeVerdict>()
  const asked = Promise.withResolvers<void>()
  const authenticate = () => {
    asked.resolve()
    return verdict.promise
  }
  probe = await startListener({ authenticate })
  const { host, port } = probe.listener.address
  const socket = connect(port, host)
  socket.write(
    'GET /ocpp/GONE HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: ocpp1.6\r\n\r\n',
  )
  await asked.promise
  socket.resetAndDestroy()
  verdict.resolve({ accept: true })
  expect(await statusOf('CS001')).toBe(101)
})

test.each([
  ['says nothing', ''],
  ['never ends its headers', 'GET /ocpp/SLOW HTTP/1.1\r\nHost: x\r\n'],
])('a peer that %s is hung up on', async (_what, text) => {
  probe = await startListener({ limits: { headersTimeoutMs: 20 } })
  const { host, port } = probe.listener.address
  const socket = connect(port, host)
  socket.on('error', () => {})
  socket.write(text)
  socket.resume()
  await new Promise((resolve) => socket.once('close', resolve))
  expect(probe.handshakes).toEqual([])
})

test('more sockets than the bound are not let in', async () => {
  probe = await startListener({ limits: { maxSockets: 1 } })
  await connectOcpp({ url: probe.url, identity: 'FIRST', handler })
  await expect(connectOcpp({ url: probe.url, identity: 'SECOND', handler })).rejects.toMatchObject({
    code: 'unavailable',
  })
})

test('two doors may share a bound; whoever leaves makes room', async () => {
  const refused: number[] = []
  const sockets = new SocketBudget(1, (most) => refused.push(most))
  probe = await startListener({ sockets })
  const other = await startListener({ sockets })
  const first = await connectOcpp({ url: probe.url, identity: 'FIRST', handler })
  await expect(connectOcpp({ url: other.url, identity: 'SECOND', handler })).rejects.toMatchObject({
    code: 'unavailable',
  })
  expect(refused).toEqual([1])
  first.close(1000, '')
  await probe.closed.next()
  const second = () => connectOcpp({ url: other.url, identity: 'SECOND', handler }).catch(() => undefined)
  await expect.poll(second).toBeDefined()
  await other.listener.close()
})
