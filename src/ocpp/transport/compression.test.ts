import { deflateRawSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { ManualClock } from '#kernel'
import { connectOcpp } from '#ocpp/transport'
import { Mailbox } from '#test/mailbox'
import { askForUpgrade, type ListenerProbe, startListener } from '#test/ocpp-listener'

let probe: ListenerProbe

afterEach(() => probe.listener.close({ deadlineMs: 0 }))

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

test('A-08 what is compressed comes out as it went in, both ways, also after a rest', async () => {
  const clock = new ManualClock()
  probe = await startListener({ clock })
  const frames = new Mailbox<string>()
  const handler = { onFrame: (_: unknown, text: string) => frames.push(text) }
  const station = await connectOcpp({ url: probe.url, identity: 'CS001', compression: true, handler })
  const connection = await probe.opened.next()
  expect(station.isCompressed).toBe(true)
  for (const letter of ['a', 'b', 'c']) {
    const message = letter.repeat(50_000)
    station.send(message)
    expect(await probe.frames.next()).toBe(message)
    connection.send(message)
    expect(await frames.next()).toBe(message)
    // Long enough for the memory of the compression to be given back.
    clock.advance(120_000)
  }
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
