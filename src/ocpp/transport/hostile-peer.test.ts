import { connect, type Socket } from 'node:net'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { type LogFields, type Logger, silentLogger } from '#kernel'
import { connectOcpp } from '#ocpp/transport'
import { askForUpgrade, type ListenerProbe, startListener } from '#test/ocpp-listener'

let probe: ListenerProbe

afterEach(() => probe.listener.close({ deadlineMs: 0 }))

const UPGRADE =
  'GET /ocpp/FUZZ HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: ocpp2.1\r\n' +
  'Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n'

/** Writes all of it, hangs up, and waits until the other side has. */
function talk(parts: readonly Uint8Array[]): Promise<void> {
  const { host, port } = probe.listener.address
  return new Promise((resolve) => {
    const socket: Socket = connect({ host, port })
    socket.on('error', () => {})
    socket.on('close', () => resolve())
    socket.resume()
    for (const part of parts) socket.write(part)
    socket.end()
  })
}

/** A masked frame with the given first byte, well formed but for what is in it. */
function frame(first: number, content: Uint8Array): Uint8Array {
  const head = Buffer.from([first, 0x80 | 126, content.length >> 8, content.length & 0xff, 0, 0, 0, 0])
  return Buffer.concat([head, content])
}

const bytes = fc.uint8Array({ maxLength: 300 })
const frames = fc.array(
  fc.oneof(
    bytes,
    fc.tuple(fc.integer({ min: 0, max: 255 }), bytes).map(([a, b]) => frame(a, b)),
  ),
)

test('whatever a peer sends after the upgrade costs its own connection, nobody else', async () => {
  probe = await startListener({ limits: { handshakesPerHour: 1_000_000, closeTimeoutMs: 50 } })
  const answers: string[] = []
  const bystander = await connectOcpp({
    url: probe.url,
    identity: 'CALM',
    handler: { onFrame: (_, text) => answers.push(text) },
  })
  await probe.opened.next()
  await fc.assert(
    fc.asyncProperty(frames, async (parts) => {
      await talk([Buffer.from(UPGRADE), ...parts])
      return bystander.isOpen
    }),
    { numRuns: 100 },
  )
  bystander.send('still here')
  let text = await probe.frames.next()
  while (text !== 'still here') text = await probe.frames.next()
})

test('whatever a peer sends instead of an upgrade is refused', async () => {
  probe = await startListener()
  await fc.assert(
    fc.asyncProperty(bytes, async (garbage) => {
      await talk([garbage])
      await talk([Buffer.from('GET /ocpp/'), garbage, Buffer.from(' HTTP/1.1\r\n\r\n')])
    }),
    { numRuns: 50 },
  )
  expect((await askForUpgrade(probe, '/ocpp/CS001', { 'Sec-WebSocket-Protocol': 'ocpp1.6' })).status).toBe(101)
})

test('A-15 no password is logged when a station is refused', async () => {
  const lines: string[] = []
  const log = (message: string, fields?: LogFields) => lines.push(JSON.stringify({ message, ...fields }))
  const logger: Logger = { ...silentLogger, debug: log, info: log, warn: log, error: log }
  probe = await startListener({ logger, authenticate: async () => ({ accept: false, status: 401, reason: 'no' }) })
  const secret = Buffer.from('CS001:hunter2').toString('base64')
  await askForUpgrade(probe, '/ocpp/CS001?key=hunter2', { Authorization: `Basic ${secret}` })
  expect(lines.join()).toContain('/ocpp/CS001')
  expect(lines.join()).not.toMatch(new RegExp(`hunter2|${secret}`))
})
