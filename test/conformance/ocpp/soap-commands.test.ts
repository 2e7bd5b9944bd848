import { afterAll, describe, expect, test } from 'vitest'
import { ManualClock } from '#kernel'
import { RawStation } from '#test/raw-station'
import { fault, type HeardCommand, response, SoapEar, SoapStation } from '#test/soap-station'
import type { List, SeenCommand } from '../operator.ts'
import { openScene } from '../scene.ts'

const CALL_TIMEOUT_MS = 30_000
const HEARTBEAT_MS = 300_000
/** The platform's time; nothing times out unless it is turned. */
const clock = new ManualClock(new Date().toISOString())
const { platform, operator } = await openScene({ settings: { ocpp: { soap: true, pingIntervalS: 0 } }, clock })
const ear = await SoapEar.open()
afterAll(() => ear.close())
let count = 0

function newStation(): SoapStation {
  count += 1
  return new SoapStation(platform.ocppUrl.replace('ws:', 'http:'), `CP-${count}`)
}

/** A station that has booted and says it listens there. */
async function booted(from: string): Promise<SoapStation> {
  const station = newStation()
  await station.boot({ from })
  await operator.untilConnected(station.identity)
  return station
}

async function inState(command: SeenCommand, state: string): Promise<SeenCommand> {
  await expect.poll(async () => (await operator.seen(command.id)).state).toBe(state)
  return await operator.seen(command.id)
}

function element({ text }: HeardCommand, name: string): string {
  const found = new RegExp(`<(?:\\w+:)?${name}(?: [^>]*)?>([^<]*)<`).exec(text)?.[1]
  if (found === undefined) throw new Error(`there is no ${name} in ${text}`)
  return found
}

const accept = (heard: HeardCommand, action: string) =>
  heard.answer(200, response(action, '<status>Accepted</status>', element(heard, 'MessageID')))

describe('F-07 G-03 a command', () => {
  test('G-01 G-02 1.6-S §3.3/2 1.6-S §3.4/2 1.6-S §3.9 is posted to where the station listens, with every header', async () => {
    const station = await booted(ear.url)
    const command = await operator.command(station.identity, 'clear-cache', {})
    const heard = await ear.heard.next()
    await inState(command, 'sent')
    expect(heard.text).toContain(`<ocpp:chargeBoxIdentity soap:mustUnderstand="true">${station.identity}<`)
    expect(heard.text).toContain('xmlns:ocpp="urn://Ocpp/Cp/2015/10/"')
    expect(heard.text).toContain('<ocpp:clearCacheRequest/>')
    expect(element(heard, 'Action')).toBe('/ClearCache')
    expect(element(heard, 'To')).toBe(ear.url)
    expect(heard.text).toContain(`<wsa:From><wsa:Address>${station.url}</wsa:Address></wsa:From>`)
    expect(heard.text).toContain('<wsa:Address>http://www.w3.org/2005/08/addressing/anonymous</wsa:Address>')
    expect(heard.headers['content-type']).toBe('application/soap+xml; charset=utf-8; action="/ClearCache"')
    accept(heard, 'ClearCache')
    expect(await inState(command, 'answered')).toMatchObject({ result: { status: 'Accepted' } })
  })

  test('is kept as it went, and what the station answers as it came', async () => {
    const station = await booted(ear.url)
    const command = await operator.command(station.identity, 'clear-cache', {})
    const heard = await ear.heard.next()
    const answer = response('ClearCache', '<status>Accepted</status>', element(heard, 'MessageID'))
    heard.answer(200, answer)
    await inState(command, 'answered')
    await platform.services.messages.flush()
    const { items } = await operator.get<List<object>>(`/stations/${station.identity}/messages?action=ClearCache`)
    expect(items).toMatchObject([
      { direction: 'in', kind: 'result', frame: answer },
      { direction: 'out', kind: 'call', frame: heard.text },
    ])
  })

  test('one is in flight at a time, in the order they were given', async () => {
    const station = await booted(ear.url)
    const first = await operator.command(station.identity, 'clear-cache', {})
    const heard = await ear.heard.next()
    const second = await operator.command(station.identity, 'unlock', { evseId: 1 })
    await inState(first, 'sent')
    expect((await operator.seen(second.id)).state).toBe('queued')
    expect(ear.heard.size).toBe(0)
    accept(heard, 'ClearCache')
    const next = await ear.heard.next()
    expect(element(next, 'Action')).toBe('/UnlockConnector')
    next.answer(200, response('UnlockConnector', '<status>Unlocked</status>', element(next, 'MessageID')))
    await inState(second, 'answered')
  })

  test('1.6-S §3.7 the address changes with any message', async () => {
    const other = await SoapEar.open()
    const station = await booted(ear.url)
    await station.say('Heartbeat', '', { from: other.url })
    const command = await operator.command(station.identity, 'clear-cache', {})
    accept(await other.heard.next(), 'ClearCache')
    await inState(command, 'answered')
    expect(ear.heard.size).toBe(0)
    other.close()
  })

  test('waits for a station that is away, and is sent when it is heard again (1.6-S §5/1)', async () => {
    const station = await booted(ear.url)
    clock.advance(4 * HEARTBEAT_MS)
    await operator.untilConnected(station.identity, false)
    const command = await operator.command(station.identity, 'clear-cache', {})
    expect((await operator.seen(command.id)).state).toBe('queued')
    await station.say('Heartbeat', '', { from: ear.url })
    accept(await ear.heard.next(), 'ClearCache')
    await inState(command, 'answered')
  })
})

describe('G-03 where commands are not sent', () => {
  test.each([
    ['an address that is not the station’s own', 'http://127.0.0.2:1/'],
    ['a name of another machine', 'http://example.invalid:1/'],
    ['an address in the network of the cloud', 'http://169.254.169.254/latest/meta-data'],
    ['what is not HTTP', 'ftp://127.0.0.1/'],
    ['what is no address', 'here'],
  ])('%s', async (_, from) => {
    const station = await booted(from)
    const { state, result } = await operator.carryOut(station.identity, 'clear-cache', {})
    expect(state).toMatch(/refused|lost/)
    expect(result?.status).toBeUndefined()
  })

  test('one that another machine claims: nothing arrives there', async () => {
    const ours = await SoapEar.open('127.0.0.2')
    const station = await booted(ours.url)
    expect(await operator.carryOut(station.identity, 'clear-cache', {})).toMatchObject({
      state: 'refused',
      result: { error: { code: 'SecurityError' } },
    })
    expect(ours.heard.size).toBe(0)
    await station.say('Heartbeat', '', { from: ours.url, localAddress: '127.0.0.2' })
    const command = await operator.command(station.identity, 'clear-cache', {})
    accept(await ours.heard.next(), 'ClearCache')
    await inState(command, 'answered')
    ours.close()
  })

  test('nowhere, when the station has not said where it listens', async () => {
    const station = await booted('')
    expect(await operator.carryOut(station.identity, 'clear-cache', {})).toMatchObject({ state: 'lost' })
  })

  test('where nobody listens any more', async () => {
    const closed = await SoapEar.open()
    const { url } = closed
    closed.close()
    const station = await booted(url)
    expect(await operator.carryOut(station.identity, 'clear-cache', {})).toMatchObject({
      state: 'lost',
      result: { error: { code: 'lost' } },
    })
  })
})

describe('G-04 what a station answers', () => {
  test.each<[string, (heard: HeardCommand) => void, object]>([
    [
      'NotSupported',
      (heard) => heard.answer(500, fault('Receiver', 'NotSupported', element(heard, 'MessageID'))),
      { state: 'refused', result: { error: { code: 'NotSupported', message: 'not today' } } },
    ],
    [
      'IdentityMismatch',
      (heard) => heard.answer(400, fault('Sender', 'IdentityMismatch', element(heard, 'MessageID'))),
      { state: 'refused', result: { error: { code: 'GenericError', message: 'IdentityMismatch: not today' } } },
    ],
    ['a page', (heard) => heard.answer(200, '<html/>'), { state: 'refused' }],
    ['nothing', (heard) => heard.answer(204, ''), { state: 'refused' }],
    ['another place to ask', (heard) => heard.answer(302, ''), { state: 'refused' }],
    [
      'the answer to something else',
      (heard) => heard.answer(200, response('ClearCache', '<status>Accepted</status>', 'urn:uuid:other')),
      { state: 'refused' },
    ],
    [
      'another answer',
      (heard) => heard.answer(200, response('Reset', '<status>Accepted</status>', element(heard, 'MessageID'))),
      { state: 'refused' },
    ],
    [
      'an answer without a status',
      (heard) => heard.answer(200, response('ClearCache', '', element(heard, 'MessageID'))),
      { state: 'refused', result: { error: { code: 'invalid-answer' } } },
    ],
    [
      'an endless answer',
      (heard) => heard.answer(200, response('ClearCache', `<status>${'x'.repeat(1_100_000)}</status>`, 'x')),
      { state: 'refused' },
    ],
  ])('%s', async (_, answer, expected) => {
    const station = await booted(ear.url)
    const command = await operator.command(station.identity, 'clear-cache', {})
    answer(await ear.heard.next())
    expect(await operator.settled(command)).toMatchObject(expected)
    expect((await station.say('Heartbeat')).status).toBe(200)
  })

  test('in its time: after that the command has timed out, and the next is sent', async () => {
    const station = await booted(ear.url)
    const command = await operator.command(station.identity, 'clear-cache', {})
    const heard = await ear.heard.next()
    await inState(command, 'sent')
    clock.advance(CALL_TIMEOUT_MS)
    await inState(command, 'timed-out')
    accept(heard, 'ClearCache')
    const next = await operator.command(station.identity, 'clear-cache', {})
    accept(await ear.heard.next(), 'ClearCache')
    await inState(next, 'answered')
    expect((await operator.seen(command.id)).state).toBe('timed-out')
  })
})

describe('a station over SOAP', () => {
  test('counts as connected until it has been silent for three heartbeats; any message keeps it', async () => {
    const station = await booted('')
    clock.advance(2 * HEARTBEAT_MS)
    await station.say('Authorize', '<idTag>NOBODY</idTag>')
    clock.advance(2 * HEARTBEAT_MS)
    expect((await operator.station(station.identity)).presence.connected).toBe(true)
    clock.advance(2 * HEARTBEAT_MS)
    await operator.untilConnected(station.identity, false)
  })

  test('that is heard again goes on without booting (C-05)', async () => {
    const station = await booted('')
    clock.advance(4 * HEARTBEAT_MS)
    await operator.untilConnected(station.identity, false)
    expect((await station.say('Heartbeat')).status).toBe(200)
    await operator.untilConnected(station.identity)
  })

  test('A-16 ends when it comes by WebSocket, and the other way round', async () => {
    const station = await booted('')
    const presence = async () => (await operator.station(station.identity)).presence
    const { epoch } = await presence()
    const options = { url: platform.ocppUrl, identity: station.identity, versions: ['ocpp1.6'] as const }
    const socket = await RawStation.connect(options)
    await socket.call('Heartbeat')
    await expect.poll(presence).toMatchObject({ epoch: epoch + 1, connected: true })
    expect((await station.say('Heartbeat')).status).toBe(200)
    expect((await socket.closed).code).toBe(1008)
    await expect.poll(presence).toMatchObject({ epoch: epoch + 2, connected: true })
  })

  test('is let in no more once an operator has refused it', async () => {
    const station = await booted('')
    await operator.patch(`/stations/${station.identity}`, { admission: 'refused' })
    await operator.untilConnected(station.identity, false)
    expect((await station.say('Heartbeat')).status).toBe(400)
  })
})
