import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { CS_15, CS_16, faultOf, SoapStation, type SoapWish, textOf } from '#test/soap-station'
import { yesterdayAt } from '../booted-station.ts'
import type { List } from '../operator.ts'
import { openScene } from '../scene.ts'

const { platform, operator } = await openScene({ settings: { ocpp: { soap: true, unknownStations: 'refuse' } } })

let count = 0
async function known(options: { readonly namespace?: string } = {}): Promise<SoapStation> {
  count += 1
  const id = `SOAP-${count}`
  await operator.post('/stations', { id, partyId: 'default' })
  return new SoapStation(platform.ocppUrl.replace('ws:', 'http:'), id, options)
}

async function booted(options: { readonly namespace?: string } = {}): Promise<SoapStation> {
  const station = await known(options)
  await station.boot()
  return station
}

const start = (at: string, tag = 'ALICE') =>
  `<connectorId>1</connectorId><idTag>${tag}</idTag><timestamp>${yesterdayAt(at)}</timestamp><meterStart>1000</meterStart>`

describe('G-01 1.6-S §3.3: SOAP 1.2, and who speaks', () => {
  test.each(['ChargeBoxIdentity', 'chargeboxidentity', 'CHARGEBOXIDENTITY'])(
    'the header may be called %s',
    async (name) => {
      const station = await known()
      const text = station.write('Heartbeat').replaceAll('ocpp:chargeBoxIdentity', `ocpp:${name}`)
      await station.boot()
      expect(textOf(await station.post(text), 'currentTime')).toBeDefined()
    },
  )

  test.each<[string, SoapWish, number, string]>([
    ['nobody in particular', { identity: '' }, 400, 'Sender/ProtocolError'],
    ['a station nobody has entered', { identity: 'STRANGER' }, 400, 'Sender/IdentityMismatch'],
    ['what no station can be called', { identity: 'a/b' }, 400, 'Sender/IdentityMismatch'],
    ['an endless name', { identity: 'x'.repeat(60) }, 400, 'Sender/IdentityMismatch'],
  ])('%s is refused', async (_, wish, status, fault) => {
    const answer = await (await known()).boot(wish)
    expect([answer.status, faultOf(answer)]).toEqual([status, fault])
  })

  test('SOAP 1.1 is refused as another version', async () => {
    const station = await known()
    const text = station
      .write('Heartbeat')
      .replace('www.w3.org/2003/05/soap-envelope', 'schemas.xmlsoap.org/soap/envelope/')
    const answer = await station.post(text)
    expect([answer.status, faultOf(answer)]).toEqual([500, 'VersionMismatch'])
  })
})

describe('G-02: headers of WS-Addressing', () => {
  test('1.6-S §3.2 1.6-S §3.4 1.6-S §3.6 the answer comes in the response, names its action, and relates to the question', async () => {
    const station = await booted()
    const answer = await station.say('Heartbeat', '', { messageId: 'urn:uuid:abc&amp;1' })
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toContain('application/soap+xml')
    expect(textOf(answer, 'Action')).toBe('/HeartbeatResponse')
    expect(textOf(answer, 'RelatesTo')).toBe('urn:uuid:abc&amp;1')
    expect(textOf(answer, 'MessageID')).toMatch(/^urn:uuid:/)
    expect(textOf(answer, 'currentTime')).toMatch(/^\d{4}-\d\d-\d\dT/)
  })

  test('an answer elsewhere is not given: it comes in the response all the same (1.6-S §3.2 1.6-S §3.8)', async () => {
    const station = await booted()
    const extra = '<a:ReplyTo><a:Address>http://127.0.0.1:1/</a:Address></a:ReplyTo>'
    expect(textOf(await station.say('Heartbeat', '', { extra }), 'Action')).toBe('/HeartbeatResponse')
  })

  test('1.6-S §3.5 without MessageID there is a fault', async () => {
    const station = await booted()
    const answer = await station.say('Heartbeat', '', { messageId: '' })
    expect([answer.status, faultOf(answer)]).toEqual([400, 'Sender/ProtocolError'])
  })

  test('… but not for a message on which energy hangs: it is taken', async () => {
    const station = await booted()
    const answer = await station.say('StartTransaction', start('09:00:00'), { messageId: '' })
    expect(answer.status).toBe(200)
    expect(await operator.transactions(station.identity)).toMatchObject([
      { reference: textOf(answer, 'transactionId') },
    ])
  })

  test.each<[string, SoapWish, string]>([
    ['an action that is not the body’s', { action: '/Authorize' }, 'Sender/ProtocolError'],
    [
      'a header that must be understood and is not',
      { extra: '<x xmlns="urn:x" env:mustUnderstand="1"/>' },
      'MustUnderstand',
    ],
  ])('%s is refused', async (_, wish, fault) => {
    const station = await booted()
    expect(faultOf(await station.say('Heartbeat', '', wish))).toBe(fault)
  })

  test('without the action header the body says what it is', async () => {
    const station = await booted()
    expect((await station.say('Heartbeat', '', { action: '' })).status).toBe(200)
  })
})

describe('G-04 1.6-S §4: faults', () => {
  test('a station that has not booted is told SecurityError; its transactions are taken', async () => {
    const station = await known()
    const early = await station.say('Heartbeat')
    expect([early.status, faultOf(early)]).toEqual([400, 'Sender/SecurityError'])
    expect((await station.say('StartTransaction', start('08:00:00'))).status).toBe(200)
    await station.boot()
    expect((await station.say('Heartbeat')).status).toBe(200)
  })

  test.each([
    ['what is no XML', 'hello', 'Sender/ProtocolError'],
    ['half a message', '<a:Envelope xmlns:a="http://www.w3.org/2003/05/soap-envelope">', 'Sender/ProtocolError'],
    ['XML with a document type', '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', 'Sender/ProtocolError'],
    ['XML that is nested without end', '<a>'.repeat(5_000), 'Sender/ProtocolError'],
  ])('%s is a ProtocolError', async (_, text, fault) => {
    const answer = await (await known()).post(text)
    expect([answer.status, faultOf(answer)]).toEqual([400, fault])
  })

  test('what the service does not have is NotSupported', async () => {
    const station = await booted()
    const answer = await station.say('SecurityEventNotification', '<type>x</type>')
    expect([answer.status, faultOf(answer)]).toEqual([500, 'Receiver/NotSupported'])
  })

  test('a value that cannot be understood is a ProtocolError; of a transaction it is taken', async () => {
    const station = await booted()
    expect(faultOf(await station.say('Authorize'))).toBe('Sender/ProtocolError')
    const odd = start('10:00:00').replace('<meterStart>1000<', '<meterStart>many<')
    expect((await station.say('StartTransaction', odd)).status).toBe(200)
  })

  test('what a station says is kept as it came, and what it was answered as it went', async () => {
    const station = await booted()
    const text = station.write('Authorize', '<idTag>ALICE</idTag><!-- a card -->')
    const answer = await station.post(text)
    const refused = await station.post(station.write('StatusNotification', '<connectorId>1</connectorId>'))
    await platform.services.messages.flush()
    const { items } = await operator.get<List<object>>(`/stations/${station.identity}/messages`)
    const shared = { action: 'Authorize', messageId: expect.any(String) }
    expect(items).toContainEqual(expect.objectContaining({ ...shared, direction: 'in', kind: 'call', frame: text }))
    expect(items).toContainEqual(
      expect.objectContaining({ ...shared, direction: 'out', kind: 'result', frame: answer.text }),
    )
    expect(faultOf(refused)).toBe('Sender/ProtocolError')
    expect(items).toContainEqual(
      expect.objectContaining({ direction: 'out', kind: 'error', action: 'StatusNotification', frame: refused.text }),
    )
  })

  test('what could not be understood is kept as it came', async () => {
    const station = await booted()
    await station.say('SecurityEventNotification', '<type>x</type>')
    await platform.services.messages.flush()
    const { items } = await operator.get<List<object>>(`/stations/${station.identity}/messages`)
    expect(items).toContainEqual(
      expect.objectContaining({
        kind: 'unreadable',
        frame: expect.stringContaining('<securityEventNotificationRequest'),
        note: 'the service has no such operation',
      }),
    )
  })

  test.each([
    ['another media type', { 'Content-Type': 'application/json' }, 415],
    ['another coding', { 'Content-Encoding': 'br' }, 415],
  ])('%s is an error of HTTP', async (_, http, status) => {
    expect((await (await known()).say('Heartbeat', '', { http })).status).toBe(status)
  })

  test('an endless message is cut off', async () => {
    const station = await known()
    expect((await station.say('Authorize', `<idTag>${'x'.repeat(1_100_000)}</idTag>`)).status).toBe(413)
  })

  test('where there is no message to read the door for WebSockets answers', async () => {
    expect((await fetch(platform.ocppUrl.replace('ws:', 'http:'))).status).toBe(426)
  })
})

describe('G-05 1.6-S §8: versions', () => {
  test.each([
    [CS_15, 'ocpp1.5', 'heartbeatInterval'],
    [CS_16, 'ocpp1.6', 'interval'],
    ['urn://Ocpp/Cs/2015/10', 'ocpp1.6', 'interval'],
  ])('%s is %s, and answered in kind', async (namespace, protocol, interval) => {
    const station = await known({ namespace })
    const answer = await station.boot()
    expect(textOf(answer, interval)).toBe('300')
    expect(answer.text).toContain(`xmlns:ocpp="${namespace}"`)
    await operator.untilConnected(station.identity)
    expect((await operator.station(station.identity)).protocol).toBe(protocol)
  })

  test.each([
    ['1.2', 'urn://Ocpp/Cs/2010/08/', 'Receiver/NotSupported'],
    ['nobody’s', 'urn:example', 'Sender/ProtocolError'],
    ['the other service', 'urn://Ocpp/Cp/2015/10/', 'Sender/ProtocolError'],
  ])('%s is refused, and says why', async (_, namespace, fault) => {
    const answer = await (await known()).boot({ namespace })
    expect(faultOf(answer)).toBe(fault)
    expect(textOf(answer, 'Text')).toMatch(/OCPP|service/)
  })

  test('1.5 BootNotification of a station that has to wait is answered Rejected', async () => {
    const station = await known({ namespace: CS_15 })
    await operator.patch(`/stations/${station.identity}`, { registration: 'pending' })
    expect(textOf(await station.boot(), 'status')).toBe('Rejected')
    expect(faultOf(await station.say('Heartbeat'))).toBe('Sender/SecurityError')
  })

  test('1.5 MeterValues and 1.5 StatusNotification have words of their own for readings and states', async () => {
    const station = await booted({ namespace: CS_15 })
    const at = yesterdayAt('11:00:00')
    await station.say(
      'StatusNotification',
      '<connectorId>1</connectorId><status>Occupied</status><errorCode>Mode3Error</errorCode>',
    )
    const value =
      '<value measurand="Energy.Active.Import.Register" unit="kWh">1.5</value><value measurand="Voltage" unit="Volt">231</value>'
    const answer = await station.say(
      'MeterValues',
      `<connectorId>1</connectorId><values><timestamp>${at}</timestamp>${value}</values>`,
    )
    expect(answer.status).toBe(200)
    const { connectors, presence } = await operator.station(station.identity)
    expect(connectors).toMatchObject([{ evseId: 1, status: 'occupied', errorCode: 'EVCommunicationError' }])
    expect(presence.deviationCount).toBe(0)
    expect(await operator.readings(station.identity)).toMatchObject([{ registerWh: 1500, voltageV: 231 }])
  })
})

describe('G-06 1.6-S §6.1: compressed messages', () => {
  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
  ])('%s is read', async (coding, encode) => {
    const station = await booted()
    expect((await station.say('Heartbeat', '', { http: { 'Content-Encoding': coding }, encode })).status).toBe(200)
  })

  test('a bomb is cut off', async () => {
    const station = await known()
    const encode = () => gzipSync(Buffer.alloc(20_000_000, 0x20))
    expect((await station.say('Heartbeat', '', { http: { 'Content-Encoding': 'gzip' }, encode })).status).toBe(413)
  })
})

describe('G-07: what is sent again', () => {
  const stop = (id: string | undefined) =>
    `<transactionId>${id}</transactionId><timestamp>${yesterdayAt('13:30:00')}</timestamp><meterStop>6000</meterStop>`

  test.each([
    ['the same id', 'urn:uuid:again'],
    ['another id', undefined],
  ])('D-05 D-06 a transaction begins and ends once, with %s', async (_, messageId) => {
    const station = await booted()
    const wish = messageId === undefined ? {} : { messageId }
    const [first, second] = [
      await station.say('StartTransaction', start('13:00:00'), wish),
      await station.say('StartTransaction', start('13:00:00'), wish),
    ]
    const reference = textOf(first, 'transactionId')
    expect(textOf(second, 'transactionId')).toBe(reference)
    const ends = [
      await station.say('StopTransaction', stop(reference), wish),
      await station.say('StopTransaction', stop(reference), wish),
    ]
    expect(ends.map(({ status }) => status)).toEqual([200, 200])
    expect(await operator.transactions(station.identity)).toMatchObject([
      { reference, energyWh: 5000, status: 'ended' },
    ])
  })

  test('the same message twice at once is answered twice and counts once', async () => {
    const station = await booted()
    const text = station.write('StartTransaction', start('14:00:00'))
    const answers = await Promise.all([station.post(text), station.post(text), station.post(text)])
    expect(new Set(answers.map((answer) => textOf(answer, 'transactionId'))).size).toBe(1)
    expect(await operator.transactions(station.identity)).toHaveLength(1)
  })

  test('different messages of one id at once are each answered', async () => {
    const station = await booted()
    const wish = { messageId: 'always' }
    const [beat, token] = await Promise.all([
      station.say('Heartbeat', '', wish),
      station.say('Authorize', '<idTag>ALICE</idTag>', wish),
    ])
    expect(textOf(beat, 'Action')).toBe('/HeartbeatResponse')
    expect(textOf(token, 'Action')).toBe('/AuthorizeResponse')
    expect(textOf(token, 'status')).toBe('Accepted')
  })
})
