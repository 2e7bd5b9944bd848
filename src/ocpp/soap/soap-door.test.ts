import { once } from 'node:events'
import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { ManualClock, noMetrics, silentLogger } from '#kernel'
import { createOcppListener, type HandshakeVerdict, type OcppConnection } from '#ocpp/transport'
import { Mailbox } from '#test/mailbox'
import { faultOf, SoapStation, textOf } from '#test/soap-station'
import { callbackRule } from './callback-rule.ts'
import { SoapDoor, type SoapDoorOptions } from './soap-door.ts'

interface Heard {
  readonly connection: OcppConnection
  readonly text: string
}

const SILENCE_MS = 900_000
const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

/** A door on a real socket, and in the hands of the test what happens behind it. */
async function openDoor(options: Partial<SoapDoorOptions> = {}) {
  const clock = new ManualClock()
  const heard = new Mailbox<Heard>()
  const closed = new Mailbox<{ readonly connection: OcppConnection; readonly code: number }>()
  const connections: OcppConnection[] = []
  const door = new SoapDoor({
    ...{ clock, logger: silentLogger, metrics: noMetrics, silenceMs: SILENCE_MS, callTimeoutMs: 30_000 },
    authenticate: async () => ({ accept: true }),
    mayCall: callbackRule([]),
    handler: {
      onOpen: (connection) => connections.push(connection),
      onFrame: (connection, text) => heard.push({ connection, text }),
      onClose: (connection, code) => closed.push({ connection, code }),
    },
    ...options,
  })
  const listener = await createOcppListener({
    authenticate: async () => ({ accept: false, status: 404, reason: 'not here' }),
    handler: { onOpen: () => {}, onFrame: () => {}, onClose: () => {} },
    requests: [door.requests],
  })
  opened.push(listener)
  const url = `http://127.0.0.1:${listener.address.port}/any/path`
  const station = (id = 'CP-1') => new SoapStation(url, id)
  return { door, clock, heard, closed, connections, station, url }
}

function answer({ connection, text }: Heard, payload: object = { currentTime: '2026-01-01T00:00:00Z' }): void {
  connection.send(JSON.stringify([3, JSON.parse(text)[1], payload]))
}

/** A socket over which requests are sent without waiting for an answer. */
function pipelined(url: string, messages: readonly string[]): Socket {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  socket.resume()
  for (const message of messages) {
    const length = Buffer.byteLength(message)
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: ${length}\r\n\r\n${message}`)
  }
  return socket
}

describe('a session is a connection', () => {
  test('opened by the first request, used by the next, and told of what was asked as a frame of 1.6-J', async () => {
    const { heard, connections, station, door } = await openDoor()
    const one = station()
    const first = one.say('Heartbeat', '', { messageId: 'urn:uuid:0198-ab' })
    const beat = await heard.next()
    expect(JSON.parse(beat.text)).toEqual([2, '0198-ab', 'Heartbeat', {}])
    answer(beat)
    expect((await first).status).toBe(200)
    const second = one.say('Authorize', '<idTag>A</idTag>')
    const asked = await heard.next()
    answer(asked, { idTagInfo: { status: 'Accepted' } })
    expect(textOf(await second, 'status')).toBe('Accepted')
    expect(connections).toEqual([asked.connection])
    expect(door.sessionCount).toBe(1)
  })

  test('G-04 an error of RPC is a fault', async () => {
    const { heard, station } = await openDoor()
    const said = station().say('Heartbeat')
    const { connection, text } = await heard.next()
    connection.send(JSON.stringify([4, JSON.parse(text)[1], 'InternalError', 'reference 1', {}]))
    const got = await said
    expect([got.status, faultOf(got), textOf(got, 'Text')]).toEqual([500, 'Receiver/InternalError', 'reference 1'])
  })

  test('a long message id goes by a hash behind the door, and by itself before it', async () => {
    const { heard, station } = await openDoor()
    const messageId = `uuid:${'long'.repeat(100)}`
    const said = station().say('Heartbeat', '', { messageId })
    const beat = await heard.next()
    expect(JSON.parse(beat.text)[1]).toMatch(/^[\w-]{36}$/)
    answer(beat)
    expect(textOf(await said, 'RelatesTo')).toBe(messageId)
  })

  test('that is paused sends further requests away, until it goes on', async () => {
    const { heard, station } = await openDoor()
    const one = station()
    const held = one.say('Heartbeat')
    const beat = await heard.next()
    beat.connection.pause()
    const sentAway = await one.say('Heartbeat')
    expect([sentAway.status, sentAway.headers['retry-after']]).toEqual([503, '5'])
    beat.connection.resume()
    answer(beat)
    expect((await held).status).toBe(200)
  })

  test('that is closed has what waits sent again; what must not be is refused', async () => {
    const { heard, station, closed } = await openDoor()
    const beating = station().say('Heartbeat')
    ;(await heard.next()).connection.close(1013, 'try again later')
    expect((await beating).status).toBe(503)
    expect((await closed.next()).code).toBe(1013)
    const denied = station().say('Heartbeat')
    const start = '<connectorId>1</connectorId><idTag>A</idTag><timestamp>x</timestamp><meterStart>1</meterStart>'
    const starting = station().say('StartTransaction', start)
    const [{ connection }] = [await heard.next(), await heard.next()]
    connection.close(1008, 'not admitted')
    expect(faultOf(await denied)).toBe('Sender/SecurityError')
    expect((await starting).status).toBe(503)
  })

  test('ends when the station falls silent, but not while something is in hand', async () => {
    const { heard, station, closed, clock, door } = await openDoor()
    const held = station().say('Heartbeat')
    const beat = await heard.next()
    clock.advance(2 * SILENCE_MS)
    expect(door.sessionCount).toBe(1)
    answer(beat)
    await held
    clock.advance(SILENCE_MS)
    expect((await closed.next()).code).toBe(1001)
    expect(door.sessionCount).toBe(0)
  })

  test('the end of a former session does not end the one that came after', async () => {
    const { heard, station, connections, door } = await openDoor()
    const plain = station().say('Heartbeat')
    answer(await heard.next())
    await plain
    const other = station().say('Heartbeat', '', { http: { Authorization: 'Basic Q1AtMTp4' } })
    const beat = await heard.next()
    connections[0]?.close(1008, 'a newer connection has come')
    expect(door.sessionCount).toBe(1)
    answer(beat)
    expect((await other).status).toBe(200)
  })
})

describe('who is let in', () => {
  const judged = (verdicts: HandshakeVerdict[]) => async () => verdicts.shift() ?? { accept: true as const }

  test.each<[string, HandshakeVerdict, number, string | undefined]>([
    ['unknown', { accept: false, status: 404, reason: 'unknown station' }, 400, 'Sender/IdentityMismatch'],
    ['without credentials', { accept: false, status: 401, reason: 'credentials' }, 401, 'Sender/SecurityError'],
    ['not admitted', { accept: false, status: 403, reason: 'not admitted' }, 400, 'Sender/SecurityError'],
    ['at a bad time', { accept: false, status: 503, reason: 'come back later' }, 503, undefined],
  ])('one %s is not', async (_, verdict, status, fault) => {
    const { station, heard, door } = await openDoor({ authenticate: judged([verdict]) })
    const got = await station().say('Heartbeat')
    expect([got.status, faultOf(got)]).toEqual([status, fault])
    expect(heard.size + door.sessionCount).toBe(0)
  })

  test('a verdict holds for a minute for who shows the same, and not for who shows another thing', async () => {
    let asked = 0
    const authenticate = async (): Promise<HandshakeVerdict> => {
      asked += 1
      return { accept: true }
    }
    const { station, heard, clock } = await openDoor({ authenticate })
    const one = station()
    const beat = async (http = {}) => {
      const said = one.say('Heartbeat', '', { http })
      answer(await heard.next())
      await said
    }
    await beat()
    await beat()
    expect(asked).toBe(1)
    clock.advance(61_000)
    await beat()
    expect(asked).toBe(2)
    await beat({ Authorization: 'Basic Q1AtMTp4' })
    expect(asked).toBe(3)
  })

  test('a verdict that does not come in time sends the station away', async () => {
    const { station, clock } = await openDoor({
      authenticate: () =>
        new Promise(() => {
          queueMicrotask(() => clock.advance(30_000))
        }),
    })
    expect((await station().say('Heartbeat')).status).toBe(503)
  })

  test('who is refused too often has to wait, at its address', async () => {
    const refusal: HandshakeVerdict = { accept: false, status: 401, reason: 'credentials' }
    const { station } = await openDoor({ authenticate: async () => refusal, limits: { sessionsPerHour: 2 } })
    const one = station()
    const statuses = [await one.say('Heartbeat'), await one.say('Heartbeat'), await one.say('Heartbeat')]
    expect(statuses.map(({ status }) => status)).toEqual([401, 401, 429])
    expect(Number(statuses[2]?.headers['retry-after'])).toBeGreaterThan(60)
    expect((await one.say('Heartbeat', '', { localAddress: '127.0.0.2' })).status).toBe(401)
  })

  test('sessions have a bound, and so has how often one station opens them', async () => {
    const { station, heard } = await openDoor({ limits: { maxSessions: 1, sessionsPerHour: 2 } })
    const first = station('CP-1').say('Heartbeat')
    const beat = await heard.next()
    expect((await station('CP-2').say('Heartbeat')).status).toBe(503)
    beat.connection.close(1013, 'again')
    await first
    const second = station('CP-1').say('Heartbeat')
    ;(await heard.next()).connection.close(1013, 'again')
    await second
    expect((await station('CP-1').say('Heartbeat')).status).toBe(429)
  })
})

describe('bounds', () => {
  test('a message has a length, and all together have one', async () => {
    const { station } = await openDoor({ limits: { maxMessageBytes: 2_000 } })
    expect((await station().say('Authorize', `<idTag>${'x'.repeat(2_000)}</idTag>`)).status).toBe(413)
    const { station: other } = await openDoor({ limits: { maxBytesUnderWay: 100 } })
    expect((await other().say('Heartbeat')).status).toBe(503)
  })

  test('a message has to be whole in time', async () => {
    const { clock, url } = await openDoor({ limits: { bodyTimeoutMs: 5_000 } })
    const half = request(url, { method: 'POST', headers: { 'content-length': 100, expect: '100-continue' } })
    const hungUp = once(half, 'error')
    half.write('<half')
    await once(half, 'continue')
    clock.advance(4_999)
    expect(half.destroyed).toBe(false)
    clock.advance(1)
    await hungUp
  })

  test('whoever sends on and on without waiting for answers is hung up on, and nobody else', async () => {
    const { station, url, heard } = await openDoor({ limits: { maxRequestsOfSocket: 4 } })
    const flooding = pipelined(url, Array(50).fill(station('CP-1').write('Heartbeat')))
    const hungUp = once(flooding, 'close')
    await hungUp
    const said = station('CP-2').say('Heartbeat')
    let beat = await heard.next()
    while (beat.connection.identity !== 'CP-2') beat = await heard.next()
    answer(beat)
    expect((await said).status).toBe(200)
  })

  test('verdicts that are waited for have a bound', async () => {
    const asked = Promise.withResolvers<void>()
    const verdict = Promise.withResolvers<HandshakeVerdict>()
    const authenticate = () => {
      asked.resolve()
      return verdict.promise
    }
    const { station, heard } = await openDoor({ authenticate, limits: { maxPendingVerdicts: 1 } })
    const first = station('CP-1').say('Heartbeat')
    await asked.promise
    expect((await station('CP-2').say('Heartbeat')).status).toBe(503)
    verdict.resolve({ accept: true })
    answer(await heard.next())
    expect((await first).status).toBe(200)
  })

  test('a request that is repeated while it waits is answered a few times, and no more', async () => {
    const { station, heard } = await openDoor()
    const repeat = () => station().say('Heartbeat', '', { messageId: 'urn:uuid:0198-ab' })
    const first = repeat()
    const beat = await heard.next()
    const others = Array.from({ length: 8 }, repeat)
    const sentAway = await Promise.race(others)
    expect(sentAway.status).toBe(503)
    answer(beat)
    const statuses = (await Promise.all([first, ...others])).map(({ status }) => status)
    expect(statuses.toSorted()).toEqual([...Array(8).fill(200), 503])
  })

  test('a bug behind the door costs one request', async () => {
    let failing = true
    const heard = new Mailbox<Heard>()
    const { station } = await openDoor({
      handler: {
        onOpen: () => {},
        onFrame(connection, text) {
          if (failing) throw new TypeError('a bug')
          heard.push({ connection, text })
        },
        onClose: () => {},
      },
    })
    expect((await station().say('Heartbeat')).status).toBe(500)
    failing = false
    const said = station().say('Heartbeat')
    answer(await heard.next())
    expect((await said).status).toBe(200)
  })
})

describe('closing', () => {
  test('what is in hand is answered first, new requests are sent away, then all sessions end', async () => {
    const settled = Promise.withResolvers<void>()
    const heard = new Mailbox<Heard>()
    const closed = new Mailbox<number>()
    const { door, station } = await openDoor({
      handler: {
        onOpen: () => {},
        onFrame: (connection, text) => heard.push({ connection, text }),
        onClose: (_, code) => closed.push(code),
        settled: () => settled.promise,
      },
    })
    const said = station().say('Heartbeat')
    const beat = await heard.next()
    const closing = door.close()
    expect((await station().say('Heartbeat')).status).toBe(503)
    answer(beat)
    settled.resolve()
    expect((await said).status).toBe(200)
    await closing
    expect(await closed.next()).toBe(1012)
  })

  test('what was sent without waiting, over a socket that is gone, is not waited for', async () => {
    const { door, station, heard, url } = await openDoor()
    const socket = pipelined(url, [station('CP-1').write('Heartbeat'), station('CP-2').write('Heartbeat')])
    const beats = [await heard.next(), await heard.next()]
    expect(beats.map(({ connection }) => connection.identity).toSorted()).toEqual(['CP-1', 'CP-2'])
    socket.destroy()
    // By the time somebody else has been answered the door has noticed.
    const said = station('CP-3').say('Heartbeat')
    answer(await heard.next())
    await said
    await door.close()
  })

  test('what is not answered by the deadline is not waited for', async () => {
    const { door, station, heard, clock } = await openDoor()
    const said = station().say('Heartbeat')
    await heard.next()
    const closing = door.close({ deadlineMs: 5_000 })
    clock.advance(5_000)
    expect((await said).status).toBe(503)
    await closing
  })
})
