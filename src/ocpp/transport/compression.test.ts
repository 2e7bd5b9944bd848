import { deflateRawSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { connectOcpp } from '#ocpp/transport'
import { Mailbox } from '#test/mailbox'
import { askForUpgrade, type ListenerProbe, startListener } from '#test/ocpp-listener'
import { releaseAfterEachMessage } from './compression.ts'

let probe: ListenerProbe

afterEach(() => probe?.listener.close({ deadlineMs: 0 }))

const offer = (extensions: string) => ({
  'Sec-WebSocket-Protocol': 'ocpp2.1',
  'Sec-WebSocket-Extensions': extensions,
})

test('A-08 compression is agreed on when offered, without context takeover on either side', async () => {
  probe = await startListener()
  const { headers } = await askForUpgrade(probe, '/ocpp/CS001', offer('permessage-deflate; client_max_window_bits'))
  const agreed = String(headers['sec-websocket-extensions'])
  expect(agreed).toContain('permessage-deflate')
  expect(agreed).toContain('server_no_context_takeover')
  expect(agreed).toContain('client_no_context_takeover')
  expect(agreed).toContain('server_max_window_bits=11')
})

test('A-08 compression is off when the station does not offer it', async () => {
  probe = await startListener()
  const { headers } = await askForUpgrade(probe, '/ocpp/CS001', { 'Sec-WebSocket-Protocol': 'ocpp2.1' })
  expect(headers).not.toHaveProperty('sec-websocket-extensions')
})

test('A-08 an offer that cannot be met is declined, and the station connects without', async () => {
  probe = await startListener()
  const answer = await askForUpgrade(probe, '/ocpp/CS001', offer('permessage-deflate; server_max_window_bits=8'))
  expect(answer.status).toBe(101)
  expect(answer.headers).not.toHaveProperty('sec-websocket-extensions')
})

test('A-08 what is compressed comes out as it went in, many at a time and both ways', async () => {
  probe = await startListener()
  const frames = new Mailbox<string>()
  const handler = { onFrame: (_: unknown, text: string) => frames.push(text) }
  const station = await connectOcpp({ url: probe.url, identity: 'CS001', compression: true, handler })
  const connection = await probe.opened.next()
  expect(station.isCompressed).toBe(true)
  const messages = Array.from({ length: 50 }, (_, at) => String(at).repeat(1 + at * 500))
  for (const message of messages) {
    station.send(message)
    connection.send(message)
  }
  for (const message of messages) {
    expect(await probe.frames.next()).toBe(message)
    expect(await frames.next()).toBe(message)
  }
})

test('A-08 a compressed message may come in fragments, with pings and answers in between', async () => {
  probe = await startListener()
  const socket = new WebSocket(`${probe.url}/CS001`, ['ocpp2.1'])
  await new Promise((resolve) => socket.once('open', resolve))
  const connection = await probe.opened.next()
  expect(socket.extensions).toContain('permessage-deflate')
  for (const part of ['a', 'b', 'c']) {
    socket.send(part.repeat(5000), { fin: false, compress: true })
    connection.send(part.repeat(5000))
    await new Promise((resolve) => socket.once('message', resolve))
    socket.ping()
    await new Promise((resolve) => socket.once('pong', resolve))
  }
  socket.send('d', { fin: true })
  expect(await probe.frames.next()).toBe(`${'a'.repeat(5000)}${'b'.repeat(5000)}${'c'.repeat(5000)}d`)
})

test('A-08 memory is given back when nothing is under way in either direction, and not before', () => {
  const underWay: (() => void)[] = []
  const released: string[] = []
  const start = (_data: unknown, _fin: boolean, done: (error: null) => void) => underWay.push(() => done(null))
  const deflate = { compress: start, decompress: start, cleanup: () => released.push('released') }
  releaseAfterEachMessage(deflate)
  const finish = () => underWay.shift()?.()
  const data = Buffer.from('x')
  const log = (what: string) => () => released.push(what)

  deflate.decompress(data, true, log('read'))
  deflate.compress(data, true, log('written'))
  finish()
  finish()
  expect(released.splice(0)).toEqual(['read', 'released', 'written'])

  deflate.decompress(data, false, log('first fragment'))
  finish()
  deflate.compress(data, true, log('written'))
  finish()
  deflate.decompress(data, true, log('last fragment'))
  finish()
  expect(released).toEqual(['first fragment', 'written', 'released', 'last fragment'])
})

test('A-08 no more connections than the bound have compression', async () => {
  probe = await startListener({ limits: { maxCompressedConnections: 1 } })
  const handler = { onFrame: () => {} }
  const connect = (identity: string) => connectOcpp({ url: probe.url, identity, compression: true, handler })
  const first = await connect('A')
  const second = await connect('B')
  expect([first.isCompressed, second.isCompressed]).toEqual([true, false])
  first.close()
  while ((await probe.closed.next()).connection.identity !== 'A');
  expect((await connect('C')).isCompressed).toBe(true)
})

test('A-08 a message that inflates beyond the bound costs its connection only', async () => {
  probe = await startListener({ limits: { maxFrameBytes: 100_000 } })
  const closed = new Mailbox<number>()
  const handler = { onFrame: () => {}, onClose: (_: unknown, code: number) => closed.push(code) }
  const bomb = 'x'.repeat(50_000_000)
  expect(deflateRawSync(bomb).length).toBeLessThan(100_000)
  const bystander = await connectOcpp({ url: probe.url, identity: 'GOOD', handler })
  const station = await connectOcpp({ url: probe.url, identity: 'BAD', compression: true, handler })
  station.send(bomb)
  expect(await closed.next()).toBe(1009)
  bystander.send('still here')
  expect(await probe.frames.next()).toBe('still here')
})
