import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { ManualClock } from '#kernel'
import { connectOcpp, type OcppClientConnection } from '#ocpp/transport'
import { Mailbox } from '#test/mailbox'
import { type ListenerProbe, startListener } from '#test/ocpp-listener'

let probe: ListenerProbe

afterEach(() => probe.listener.close({ deadlineMs: 0 }))

interface Station {
  readonly connection: OcppClientConnection
  readonly frames: Mailbox<string>
  readonly closed: Mailbox<number>
}

async function connect(identity = 'CS001'): Promise<Station> {
  const frames = new Mailbox<string>()
  const closed = new Mailbox<number>()
  const handler = {
    onFrame: (_: unknown, text: string) => frames.push(text),
    onClose: (_: unknown, code: number) => closed.push(code),
  }
  return { connection: await connectOcpp({ url: probe.url, identity, handler }), frames, closed }
}

/** A WebSocket that does nothing by itself, not even answer a ping. */
async function connectMute(identity = 'MUTE'): Promise<WebSocket> {
  const socket = new WebSocket(`${probe.url}/${identity}`, ['ocpp1.6'], { autoPong: false })
  await new Promise((resolve) => socket.once('open', resolve))
  return socket
}

/** Has it answer pings, and counts them. */
function answering(socket: WebSocket): { pings: number } {
  const heard = { pings: 0 }
  socket.on('ping', () => {
    heard.pings += 1
    socket.pong()
  })
  return heard
}

/** A station that speaks for itself alone: waits until all that went to others before has arrived, and what they answered. */
async function bystander(): Promise<() => Promise<void>> {
  const socket = await connectMute('BYSTANDER')
  return async () => {
    for (const _ of ['there', 'and back']) {
      const answered = new Promise((resolve) => socket.once('pong', resolve))
      socket.ping()
      await answered
    }
  }
}

test('messages go both ways', async () => {
  probe = await startListener({ authenticate: async () => ({ accept: true, tag: 'mine' }) })
  const station = await connect()
  const connection = await probe.opened.next()
  expect(connection).toMatchObject({
    identity: 'CS001',
    version: 'ocpp2.1',
    tag: 'mine',
    isOpen: true,
    bufferedBytes: 0,
  })
  station.connection.send('[2,"1","Heartbeat",{}]')
  expect(await probe.frames.next()).toBe('[2,"1","Heartbeat",{}]')
  expect(connection.send('[3,"1",{}]')).toBe(true)
  expect(await station.frames.next()).toBe('[3,"1",{}]')
})

test('B-18 a message of more than a megabyte is accepted', async () => {
  probe = await startListener()
  const station = await connect()
  station.connection.send('x'.repeat(1_500_000))
  expect((await probe.frames.next()).length).toBe(1_500_000)
})

test('B-18 a message over the bound closes the connection with 1009', async () => {
  probe = await startListener({ limits: { maxFrameBytes: 1000 } })
  const station = await connect()
  station.connection.send('x'.repeat(1001))
  expect(await station.closed.next()).toBe(1009)
  expect((await probe.closed.next()).connection.identity).toBe('CS001')
  expect(probe.frames.size).toBe(0)
})

test('a binary message closes the connection with 1003', async () => {
  probe = await startListener()
  const socket = await connectMute()
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  socket.send(Buffer.from('[2,"1","Heartbeat",{}]'))
  expect(await closed).toBe(1003)
  expect(probe.frames.size).toBe(0)
})

test('1.6-J §4.1.2 2.0.1-J §4.1.2 2.1-J §4.1.2 text that is not UTF-8 closes the connection with 1007', async () => {
  probe = await startListener()
  const socket = await connectMute()
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  socket.send(Buffer.from([0xff, 0xfe]), { binary: false })
  expect(await closed).toBe(1007)
})

test('a peer that never reads costs its connection once more than the bound waits for it', async () => {
  probe = await startListener({ limits: { maxBufferedBytes: 1_000_000 } })
  const station = await connect()
  station.connection.pause()
  const connection = await probe.opened.next()
  const message = 'x'.repeat(100_000)
  let sent = 0
  while (connection.send(message)) {
    sent += 1
    await new Promise(setImmediate)
    if (sent > 1000) expect.unreachable('no bound')
  }
  expect((await probe.closed.next()).code).toBe(1006)
  expect(connection.send('more')).toBe(false)
})

test('C-06 a quiet peer is pinged, and stays as long as it answers', async () => {
  const clock = new ManualClock()
  probe = await startListener({ clock, limits: { pingIntervalMs: 60_000, maxMissedPongs: 1 } })
  const socket = await connectMute()
  const heard = answering(socket)
  const settle = await bystander()
  for (let passed = 10; passed <= 300; passed += 10) {
    clock.advance(10_000)
    await settle()
  }
  expect(heard.pings).toBeGreaterThanOrEqual(4)
  const connection = await probe.opened.next()
  expect(connection.isOpen).toBe(true)
  expect(clock.nowMs() - connection.lastSeenAtMs).toBeLessThanOrEqual(60_000)
})

test('C-06 a peer that answers no ping is hung up on', async () => {
  const clock = new ManualClock()
  probe = await startListener({ clock, limits: { pingIntervalMs: 60_000, maxMissedPongs: 4 } })
  await connectMute()
  await probe.opened.next()
  clock.advance(120_000)
  expect(probe.listener.connectionCount).toBe(1)
  clock.advance(120_000)
  expect((await probe.closed.next()).code).toBe(1006)
})

test('C-06 no connection is silent for longer than the interval, whatever moment its last message came at', async () => {
  const clock = new ManualClock()
  probe = await startListener({ clock, limits: { pingIntervalMs: 60_000 } })
  const socket = await connectMute()
  const settle = await bystander()
  let heardAtMs = clock.nowMs()
  let longestMs = 0
  const hear = () => {
    longestMs = Math.max(longestMs, clock.nowMs() - heardAtMs)
    heardAtMs = clock.nowMs()
  }
  socket.on('ping', () => {
    hear()
    socket.pong()
  })
  for (let second = 1; second <= 900; second += 1) {
    clock.advance(1_000)
    await settle()
    if (second % 97 !== 0) continue
    socket.send('[2,"1","Heartbeat",{}]')
    await probe.frames.next()
    hear()
  }
  expect(longestMs).toBeGreaterThan(30_000)
  expect(longestMs).toBeLessThanOrEqual(63_000)
})

test('C-06 a peer that answers is asked once in an interval, also after the clock was set back', async () => {
  const clock = new ManualClock()
  probe = await startListener({ clock, limits: { pingIntervalMs: 60_000 } })
  const socket = await connectMute()
  const heard = answering(socket)
  const settle = await bystander()
  const minutes = async (count: number) => {
    heard.pings = 0
    for (let second = 0; second < count * 60; second += 1) {
      clock.advance(1_000)
      await settle()
    }
    return heard.pings
  }
  expect(Math.abs((await minutes(10)) - 10)).toBeLessThanOrEqual(1)
  clock.setBack(3_600_000)
  expect(Math.abs((await minutes(10)) - 10)).toBeLessThanOrEqual(1)
})

test('C-06 a peer that speaks is not pinged', async () => {
  const clock = new ManualClock()
  probe = await startListener({ clock, limits: { pingIntervalMs: 60_000 } })
  const socket = await connectMute()
  const settle = await bystander()
  socket.on('ping', () => expect.unreachable())
  for (let count = 0; count < 10; count += 1) {
    socket.send('[2,"1","Heartbeat",{}]')
    await probe.frames.next()
    clock.advance(20_000)
    await settle()
  }
})

test('connections that came together are pinged apart', async () => {
  const clock = new ManualClock()
  probe = await startListener({ clock, limits: { pingIntervalMs: 60_000 } })
  const sockets = await Promise.all(['A', 'B', 'C', 'D'].map((identity) => connectMute(identity)))
  const settle = await bystander()
  const pingedAtMs = new Set<number>()
  for (const socket of sockets) socket.on('ping', () => pingedAtMs.add(clock.nowMs()))
  for (let quarter = 0; quarter < 360; quarter += 1) {
    clock.advance(250)
    await settle()
  }
  expect(pingedAtMs.size).toBe(4)
})

test('a paused connection is not read until it is resumed', async () => {
  probe = await startListener()
  const station = await connect()
  const connection = await probe.opened.next()
  connection.pause()
  for (let at = 0; at < 100; at += 1) station.connection.send(String(at))
  const other = await connect('CS002')
  other.connection.send('from another')
  expect(await probe.frames.next()).toBe('from another')
  connection.resume()
  for (let at = 0; at < 100; at += 1) expect(await probe.frames.next()).toBe(String(at))
})

test('a handler that throws costs that connection and nobody else', async () => {
  const closed = new Mailbox<string>()
  probe = await startListener({
    handler: {
      onOpen: () => {},
      onFrame(connection, text) {
        if (text === 'bad') throw new Error('a bug')
        connection.send(text)
      },
      onClose: (connection, code) => closed.push(`${connection.identity} ${code}`),
    },
  })
  const good = await connect('GOOD')
  const bad = await connect('BAD')
  bad.connection.send('bad')
  expect(await bad.closed.next()).toBe(1011)
  expect(await closed.next()).toBe('BAD 1011')
  good.connection.send('still here')
  expect(await good.frames.next()).toBe('still here')
})

test('a close says its code and reason to both sides', async () => {
  probe = await startListener()
  const station = await connect()
  const connection = await probe.opened.next()
  connection.close(4001, 'replaced')
  expect(await station.closed.next()).toBe(4001)
  expect((await probe.closed.next()).code).toBe(4001)
  expect(probe.listener.connectionCount).toBe(0)
})

test('the listener closes in batches, and nobody is left', async () => {
  const clock = new ManualClock()
  probe = await startListener({ clock })
  await Promise.all(['A', 'B', 'C', 'D', 'E'].map((identity) => connect(identity)))
  const closing = probe.listener.close({ batchSize: 2, pauseMs: 1000, deadlineMs: 60_000 })
  for (const left of [3, 1]) {
    expect([(await probe.closed.next()).code, (await probe.closed.next()).code]).toEqual([1012, 1012])
    expect(probe.listener.connectionCount).toBe(left)
    clock.advance(1500)
  }
  expect((await probe.closed.next()).code).toBe(1012)
  await closing
  await expect(connect('LATE')).rejects.toMatchObject({ code: 'unavailable' })
})

test('the listener hangs up on who does not answer the goodbye before the deadline', async () => {
  const clock = new ManualClock()
  probe = await startListener({ clock })
  const station = await connect()
  station.connection.pause()
  const closing = probe.listener.close({ deadlineMs: 5000 })
  clock.advance(5000)
  await closing
  expect((await probe.closed.next()).connection.identity).toBe('CS001')
})
