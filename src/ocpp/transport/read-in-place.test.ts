import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { connect as connectTls, createServer as createTlsServer } from 'node:tls'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type IssuedCertificate, TestAuthority } from '#test/certificates'
import { type ListenerProbe, startListener } from '#test/ocpp-listener'
import { readBuffer, readInPlace } from './read-in-place.ts'

let authority: TestAuthority
let certificate: IssuedCertificate

beforeAll(async () => {
  authority = await TestAuthority.create()
  certificate = await authority.issue({ commonName: 'csms' })
})

function open(kind: 'ws' | 'wss', port: number): Socket {
  const where = { host: '127.0.0.1', port, noDelay: true }
  return kind === 'ws'
    ? connect(where)
    : connectTls({ ...where, ca: authority.cert, checkServerIdentity: () => undefined })
}

describe.each(['ws', 'wss'] as const)('the sockets of %s', (kind) => {
  let server: Server
  let client: Socket
  afterEach(async () => {
    client.destroy()
    await new Promise((resolve) => server.close(resolve))
  })

  test('this Node reads them in place; what is not taken goes into the stream, until there is enough of it', async () => {
    const accepted = new Promise<Socket>((resolve) => {
      server = kind === 'ws' ? createServer(resolve) : createTlsServer(certificate, resolve)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    client = open(kind, (server.address() as AddressInfo).port)
    const socket = await accepted
    const taken: string[] = []
    const isInPlace = readInPlace(socket, (bytes) => {
      const text = readBuffer.toString('latin1', 0, bytes)
      taken.push(text)
      return text !== 'stream' || socket.push(text)
    })
    expect(isInPlace).toBe(process.platform !== 'win32')
    client.write('taken')
    await expect.poll(() => taken).toEqual(['taken'])
    client.write('stream')
    const [said] = await once(socket, 'data')
    expect(String(said)).toBe('stream')
    client.end()
    await once(socket, 'end')
  })
})

test('what is no socket is read as ever', () => {
  expect(readInPlace(new Duplex({ read() {}, write() {} }), () => true)).toBe(false)
  expect(readInPlace(new Socket(), () => true)).toBe(false)
})

/** What a peer sends, and the texts that are in it. */
interface Said {
  readonly bytes: Buffer
  readonly texts: readonly string[]
}

function frame(first: number, payload: Buffer): Buffer {
  const mask = Buffer.from([payload.length & 0xff, 0x5a, 0xc3, 0x0f])
  const { length } = payload
  const size = Buffer.alloc(length < 126 ? 1 : length < 65_536 ? 3 : 9)
  if (length < 126) size[0] = 0x80 | length
  else if (length < 65_536) {
    size[0] = 0x80 | 126
    size.writeUInt16BE(length, 1)
  } else {
    size[0] = 0x80 | 127
    size.writeBigUInt64BE(BigInt(length), 1)
  }
  const masked = Buffer.from(payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0)))
  return Buffer.concat([Buffer.from([first]), size, mask, masked])
}

const text = fc.oneof(
  { weight: 8, arbitrary: fc.string({ maxLength: 300 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 300 }) },
  { weight: 1, arbitrary: fc.constant('what is \ufffd to others') },
  // The handler stops reading for a while when it is told this.
  { weight: 2, arbitrary: fc.constant('pause') },
  { weight: 1, arbitrary: fc.integer({ min: 60_000, max: 70_000 }).map((length) => 'long'.repeat(length >> 2)) },
)
const whole = text.map((said): Said => ({ bytes: frame(0x81, Buffer.from(said)), texts: [said] }))
const fragmented = fc.array(text, { minLength: 2, maxLength: 3 }).map((parts): Said => {
  const frames = parts.map((part, index) =>
    frame((index === 0 ? 0x01 : 0x00) | (index === parts.length - 1 ? 0x80 : 0), Buffer.from(part)),
  )
  return { bytes: Buffer.concat(frames), texts: [parts.join('')] }
})
const control = fc.constantFrom<Said>(
  { bytes: frame(0x89, Buffer.from('ping')), texts: [] },
  { bytes: frame(0x8a, Buffer.from('pong')), texts: [] },
)
const conversation = fc.array(fc.oneof({ weight: 6, arbitrary: whole }, fragmented, control), { maxLength: 12 })
/** Where the bytes are cut; most often within a frame. */
const cuts = fc.array(fc.nat(), { maxLength: 8 })

/** So long that both ends have written and read. */
async function turn(): Promise<void> {
  for (let count = 0; count < 5; count++) await new Promise(setImmediate)
}

/** The code of the close frame among what a server has sent, all of which is short and not masked. */
function goodbyeIn(sent: Buffer): number {
  let at = 0
  while (at < sent.length && sent[at] !== 0x88) at += 2 + (sent[at + 1] ?? 0)
  return sent.readUInt16BE(at + 2)
}

const GOODBYE = frame(0x88, Buffer.from([0x03, 0xe8]))

describe.each(['ws', 'wss'] as const)('a peer of %s', (kind) => {
  let probe: ListenerProbe
  const heard: string[] = []

  beforeAll(async () => {
    probe = await startListener({
      ...(kind === 'wss' ? { tls: { certificates: [certificate] } } : {}),
      limits: { handshakesPerHour: 1_000_000 },
      handler: {
        onOpen: (connection) => probe.opened.push(connection),
        onFrame(connection, said) {
          heard.push(said)
          if (said === 'wait') connection.pause()
          if (said !== 'pause') return
          connection.pause()
          setTimeout(() => connection.resume(), 1)
        },
        onClose: (connection, code, reason) => probe.closed.push({ connection, code, reason }),
      },
    })
  })
  afterAll(() => probe.listener.close({ deadlineMs: 0 }))

  /** Upgrades, says all of it in these pieces, and waits until the other side has hung up: the code of its goodbye. */
  async function say(pieces: readonly Buffer[]): Promise<number> {
    const socket = open(kind, probe.listener.address.port)
    socket.on('error', () => {})
    socket.write(
      'GET /ocpp/CS001 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: ocpp1.6\r\n\r\n',
    )
    await once(socket, 'data')
    const answers: Buffer[] = []
    socket.on('data', (answer) => answers.push(answer))
    const gone = once(socket, 'close')
    for (const piece of pieces) {
      socket.write(piece)
      await turn()
    }
    await probe.closed.next()
    await gone
    return goodbyeIn(Buffer.concat(answers))
  }

  test('RFC 6455 §5.4 is heard by what its frames are, not by what they look like', async () => {
    // On the wire both of these have a whole text of their own in them, and are cut where it begins.
    const inner = Buffer.concat([
      Buffer.from([0x81, 0x84, 0xc1, 0xc1, 0xc1, 0xc1]),
      Buffer.from('fake').map((byte) => byte ^ 0xc1),
    ])
    const outer = Buffer.concat([Buffer.from([0x81, 0x80 | inner.length, 0x80, 0x80, 0x80, 0x80]), inner])
    const single = Buffer.from([0x81, 0x81, 0x81, 0xc0, 0x00, 0x00, 0xc3])
    const after = frame(0x81, Buffer.from('after'))
    for (const [pieces, texts] of [
      [[outer.subarray(0, 6), outer.subarray(6), GOODBYE], [inner.map((byte) => byte ^ 0x80).toString()]],
      [
        [single.subarray(0, 1), Buffer.concat([single.subarray(1), after]), GOODBYE],
        ['B', 'after'],
      ],
    ] as const) {
      heard.length = 0
      expect(await say(pieces)).toBe(1000)
      expect(heard).toEqual(texts)
    }
    heard.length = 0
    expect(await say([frame(0x01, Buffer.from('first half')), after, GOODBYE])).toBe(1002)
    expect(heard).toEqual([])
  })

  test('is heard in order when it is not read for a while', async () => {
    heard.length = 0
    while (probe.opened.size > 0) await probe.opened.next()
    const halves = [frame(0x01, Buffer.from('two ')), frame(0x80, Buffer.from('halves'))]
    const said = say([
      Buffer.concat([frame(0x81, Buffer.from('wait')), ...halves]),
      frame(0x81, Buffer.from('after')),
      GOODBYE,
    ])
    const connection = await probe.opened.next()
    await expect.poll(() => heard).toEqual(['wait'])
    await turn()
    expect(heard).toEqual(['wait'])
    connection.resume()
    expect(await said).toBe(1000)
    expect(heard).toEqual(['wait', 'two halves', 'after'])
  })

  test('is heard the same in whatever pieces its messages come, and whenever it is not read for a while', async () => {
    await fc.assert(
      fc.asyncProperty(conversation, cuts, async (said, at) => {
        heard.length = 0
        const bytes = Buffer.concat([...said.map((one) => one.bytes), GOODBYE])
        const edges = [0, ...at.map((cut) => cut % bytes.length).sort((a, b) => a - b), bytes.length]
        const pieces = edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge))
        expect(await say(pieces)).toBe(1000)
        expect(heard).toEqual(said.flatMap(({ texts }) => texts))
      }),
      { numRuns: 150 },
    )
  })

  test('is not heard any more once it has said goodbye, or something that is wrong', async () => {
    const hello = frame(0x81, Buffer.from('hello'))
    for (const [bytes, code] of [
      [GOODBYE, 1000],
      [frame(0x82, Buffer.from('binary')), 1003],
      [frame(0x81, Buffer.from([0xff])), 1007],
      [frame(0x83, Buffer.from('no such opcode')), 1002],
    ] as const) {
      heard.length = 0
      expect(await say([Buffer.concat([hello, bytes, hello]), hello, GOODBYE])).toBe(code)
      expect(heard).toEqual(['hello'])
    }
  })
})
