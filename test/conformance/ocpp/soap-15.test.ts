import { afterAll, describe, expect, test } from 'vitest'
import type { CommandKind, CommandRequests } from '#domain/commands'
import type { LocalList } from '#domain/local-lists'
import { CS_15, type HeardCommand, response, SoapEar, SoapStation, textOf } from '#test/soap-station'
import { yesterdayAt } from '../booted-station.ts'
import type { Wire } from '../operator.ts'
import { openScene } from '../scene.ts'

const CP_15 = 'urn://Ocpp/Cp/2012/06/'
const { platform, operator } = await openScene({
  settings: { ocpp: { soap: true } },
  tokens: [
    { value: 'ALICE', groupId: 'FAMILY', concurrentLimit: 0 },
    { value: 'THIEF', status: 'blocked', concurrentLimit: 0 },
  ],
})
const ear = await SoapEar.open()
afterAll(() => ear.close())
let count = 0

/** A station of 1.5 that has booted and listens. */
async function booted(): Promise<SoapStation> {
  count += 1
  const station = new SoapStation(platform.ocppUrl.replace('ws:', 'http:'), `OLD-${count}`, { namespace: CS_15 })
  await station.boot({ from: ear.url })
  await operator.untilConnected(station.identity)
  return station
}

const startOf = (tag: string, more = '') =>
  `<connectorId>1</connectorId><idTag>${tag}</idTag><timestamp>${yesterdayAt('10:00:00')}</timestamp><meterStart>1000</meterStart>${more}`
const stopOf = (number: string | undefined, more = '', tag = '') =>
  `<transactionId>${number}</transactionId>${tag}<timestamp>${yesterdayAt('11:00:00')}</timestamp><meterStop>6000</meterStop>${more}`

describe('what a station of 1.5 says', () => {
  test('1.5 BootNotification is answered with a verdict, the time and the interval of the heartbeat', async () => {
    const station = await booted()
    const answer = await station.boot()
    expect(['status', 'heartbeatInterval'].map((name) => textOf(answer, name))).toEqual(['Accepted', '300'])
    expect(Date.parse(textOf(answer, 'currentTime') ?? '')).toBeGreaterThan(Date.now() - 60_000)
    expect(await operator.station(station.identity)).toMatchObject({ protocol: 'ocpp1.5', registration: 'accepted' })
  })

  test.each([
    ['ALICE', 'Accepted', 'FAMILY'],
    ['THIEF', 'Blocked', undefined],
    ['NOBODY', 'Invalid', undefined],
  ])('1.5 Authorize of %s is answered %s', async (tag, status, parent) => {
    const answer = await (await booted()).say('Authorize', `<idTag>${tag}</idTag>`)
    expect([textOf(answer, 'status'), textOf(answer, 'parentIdTag')]).toEqual([status, parent])
  })

  test('1.5 Heartbeat is answered with the time', async () => {
    const answer = await (await booted()).say('Heartbeat')
    expect(textOf(answer, 'currentTime')).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
  })

  test('1.5 DataTransfer of a vendor nobody knows is answered UnknownVendorId, without data', async () => {
    const answer = await (await booted()).say('DataTransfer', '<vendorId>com.example</vendorId><data>x</data>')
    expect([textOf(answer, 'status'), textOf(answer, 'data')]).toEqual(['UnknownVendorId', undefined])
  })

  test.each([
    ['1.5 DiagnosticsStatusNotification', '<status>Uploaded</status>'],
    ['1.5 FirmwareStatusNotification', '<status>Installed</status>'],
    ['1.5 StatusNotification', '<connectorId>1</connectorId><status>Available</status><errorCode>NoError</errorCode>'],
    ['1.5 StatusNotification', '<connectorId>0</connectorId><status>Faulted</status><errorCode>OtherError</errorCode>'],
  ])('%s is answered, emptily: %s', async (named, elements) => {
    const action = named.slice('1.5 '.length)
    const answer = await (await booted()).say(action, elements)
    expect(answer.status).toBe(200)
    expect(answer.text).toMatch(new RegExp(`<ocpp:${action.slice(0, 1).toLowerCase()}${action.slice(1)}Response ?/>`))
  })

  test.each([
    ['ALICE', 'Accepted'],
    ['THIEF', 'Blocked'],
  ])('1.5 StartTransaction and 1.5 StopTransaction of %s are answered %s, and on record', async (tag, status) => {
    const station = await booted()
    const started = await station.say('StartTransaction', startOf(tag))
    expect(textOf(started, 'status')).toBe(status)
    const number = textOf(started, 'transactionId')
    expect(Number(number)).toBeGreaterThan(0)
    const stopped = await station.say('StopTransaction', stopOf(number, '', `<idTag>${tag}</idTag>`))
    expect([stopped.status, textOf(stopped, 'status')]).toEqual([200, status])
    expect(await operator.record(station.identity, String(number))).toMatchObject({ status: 'ended', energyWh: 5_000 })
  })

  test('1.5 StopTransaction brings readings of the transaction, without a reason', async () => {
    const station = await booted()
    const number = textOf(await station.say('StartTransaction', startOf('ALICE')), 'transactionId')
    const data = `<transactionData><values><timestamp>${yesterdayAt('10:30:00')}</timestamp><value>3000</value></values></transactionData>`
    expect((await station.say('StopTransaction', stopOf(number, data))).status).toBe(200)
    expect(await operator.readings(station.identity)).toMatchObject([{ registerWh: 3_000 }])
    expect(await operator.record(station.identity, String(number))).toMatchObject({ stopReason: 'Local' })
  })

  test.each([
    ['1.5 StartTransaction', startOf('ALICE').replace('1000', 'much')],
    ['1.5 StartTransaction', startOf('').replace(yesterdayAt('10:00:00'), 'yesterday')],
    ['1.5 MeterValues', '<connectorId>99</connectorId><values><timestamp>now</timestamp><value>1.5.1</value></values>'],
    ['1.5 StopTransaction', stopOf('-7').replace('6000', '-1')],
    ['1.5 StopTransaction', stopOf('many')],
  ])('%s is answered however doubtful its contents: %s', async (named, elements) => {
    expect((await (await booted()).say(named.slice('1.5 '.length), elements)).status).toBe(200)
  })

  test('1.5 MeterValues: a bare value is of the import register, in Wh', async () => {
    const station = await booted()
    const values = `<values><timestamp>${yesterdayAt('10:30:00')}</timestamp><value>1500</value></values>`
    expect((await station.say('MeterValues', `<connectorId>1</connectorId>${values}`)).status).toBe(200)
    expect(await operator.readings(station.identity)).toMatchObject([{ registerWh: 1_500, context: 'Sample.Periodic' }])
  })
})

type Said = { readonly [K in CommandKind]: readonly [kind: K, request: CommandRequests[K]] }[CommandKind]

const asked: readonly (readonly [action: string, says: Said, elements: RegExp, status: string])[] = [
  ['ClearCache', ['clear-cache', {}], /<ocpp:clearCacheRequest\/>/, 'Accepted'],
  [
    'ChangeAvailability',
    ['change-availability', { available: false }],
    /<ocpp:connectorId>0<.*<ocpp:type>Inoperative</,
    'Accepted',
  ],
  [
    'ChangeConfiguration',
    ['set-variables', { variables: [{ name: 'HeartBeatInterval', value: '60' }] }],
    /<ocpp:key>HeartBeatInterval<.*<ocpp:value>60</,
    'Accepted',
  ],
  ['DataTransfer', ['data-transfer', { vendorId: 'com.example' }], /<ocpp:vendorId>com.example</, 'Accepted'],
  [
    'RemoteStartTransaction',
    ['start-transaction', { token: 'ALICE', evseId: 2 }],
    /<ocpp:idTag>ALICE<.*<ocpp:connectorId>2</,
    'Accepted',
  ],
  ['RemoteStopTransaction', ['stop-transaction', { reference: '4711' }], /<ocpp:transactionId>4711</, 'Accepted'],
  ['Reset', ['reset', { when: 'immediately' }], /<ocpp:type>Hard</, 'Accepted'],
  ['Reset', ['reset', { when: 'when-idle' }], /<ocpp:type>Soft</, 'Accepted'],
  ['UnlockConnector', ['unlock', { evseId: 1 }], /<ocpp:connectorId>1</, 'Accepted'],
  [
    'ReserveNow',
    ['reserve-now', { evseId: 1, token: 'ALICE', expiresAt: '2099-01-01T00:00:00.000Z' }],
    /<ocpp:connectorId>1<.*<ocpp:expiryDate>2099-01-01T00:00:00.000Z<.*<ocpp:idTag>ALICE<.*<ocpp:reservationId>\d+</,
    'Accepted',
  ],
  [
    'GetDiagnostics',
    ['get-log', { log: 'diagnostics', location: 'ftp://files.example/logs' }],
    /<ocpp:location>ftp:\/\/files.example\/logs</,
    '',
  ],
]

function element({ text }: HeardCommand, name: string): string | undefined {
  return new RegExp(`<(?:\\w+:)?${name}(?: [^>]*)?>([^<]*)<`).exec(text)?.[1]
}

/** Answers what is heard next, which has to be this. */
async function answer(action: string, elements: string): Promise<string> {
  const heard = await ear.heard.next()
  expect(element(heard, 'Action')).toBe(`/${action}`)
  heard.answer(200, response(action, elements, element(heard, 'MessageID') ?? '', CP_15))
  return heard.text.replaceAll('\n', '')
}

const statusOf = (status: string) => (status === '' ? '' : `<status>${status}</status>`)

describe('what a station of 1.5 is asked', () => {
  test.each(asked)('1.5 %s by %j', async (action, [kind, request], elements, status) => {
    const station = await booted()
    const command = await operator.command(station.identity, kind, request)
    const text = await answer(action, action === 'GetDiagnostics' ? '<fileName>a.log</fileName>' : statusOf(status))
    expect(text).toMatch(elements)
    expect(text).toContain(`xmlns:ocpp="${CP_15}"`)
    expect(await operator.settled(command)).toMatchObject({ state: 'answered' })
  })

  test('1.5 GetConfiguration: what a setting is, and which are not known', async () => {
    const station = await booted()
    const variables = [{ name: 'HeartBeatInterval' }, { name: 'Nonsense' }]
    const command = await operator.command(station.identity, 'get-variables', { variables })
    const known =
      '<configurationKey><key>HeartBeatInterval</key><readonly>false</readonly><value>60</value></configurationKey>'
    const text = await answer('GetConfiguration', `${known}<unknownKey>Nonsense</unknownKey>`)
    expect(text).toMatch(/<ocpp:key>HeartBeatInterval<.*<ocpp:key>Nonsense</)
    const { result } = await operator.settled(command)
    expect(result?.details).toMatchObject({
      variables: [{ name: 'HeartBeatInterval', value: '60' }],
      unknown: ['Nonsense'],
    })
  })

  test('1.5 CancelReservation: by the number of the reservation', async () => {
    const station = await booted()
    const request = { evseId: 1, token: 'ALICE', expiresAt: '2099-01-01T00:00:00.000Z' }
    const reserving = await operator.command(station.identity, 'reserve-now', request)
    await answer('ReserveNow', statusOf('Accepted'))
    const { reservationId, number } = (await operator.settled(reserving)).result?.details ?? {}
    const command = await operator.command(station.identity, 'cancel-reservation', {
      reservationId: String(reservationId),
    })
    expect(await answer('CancelReservation', statusOf('Accepted'))).toContain(
      `<ocpp:reservationId>${number}</ocpp:reservationId>`,
    )
    expect(await operator.settled(command)).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
  })

  test('1.5 GetLocalListVersion and 1.5 SendLocalList: the whole list first, then what differs', async () => {
    const station = await booted()
    const send = () => operator.command(station.identity, 'send-local-list', {})
    const whole = await send()
    const most = '<key>SendLocalListMaxLength</key><readonly>true</readonly><value>1000</value>'
    await answer('GetConfiguration', `<configurationKey>${most}</configurationKey>`)
    await answer('GetLocalListVersion', '<listVersion>0</listVersion>')
    expect(await answer('SendLocalList', statusOf('Accepted'))).toMatch(
      /<ocpp:updateType>Full<.*<ocpp:listVersion>1<.*<ocpp:localAuthorisationList>.*<ocpp:idTag>ALICE</,
    )
    expect(await operator.settled(whole)).toMatchObject({ state: 'answered', result: { details: { version: 1 } } })
    await operator.post('/tokens', { partyId: 'default', value: `NEW-${station.identity}` })
    const change = await send()
    await answer('GetLocalListVersion', '<listVersion>1</listVersion>')
    const text = await answer('SendLocalList', statusOf('Accepted'))
    expect(text).toMatch(/<ocpp:updateType>Differential<.*<ocpp:listVersion>2</)
    expect(text).not.toContain('ALICE')
    await operator.settled(change)
    const list = await operator.get<Wire<LocalList>>(`/stations/${station.identity}/local-list`)
    expect(list).toMatchObject({ version: 2, drift: { upToDate: true } })
  })

  test('1.5 UpdateFirmware: where it lies, and when to take it', async () => {
    const station = await booted()
    const image = { partyId: 'default', vendor: 'Acme', model: 'One', version: '9', location: 'ftp://files.example/fw' }
    const { id: imageId } = await operator.post<{ id: string }>('/firmware-images', image)
    const retrieveAt = '2099-01-01T00:00:00.000Z'
    const command = await operator.command(station.identity, 'update-firmware', { imageId, retrieveAt })
    const text = await answer('UpdateFirmware', '')
    expect(text).toMatch(/<ocpp:retrieveDate>2099-01-01T00:00:00.000Z<.*<ocpp:location>ftp:\/\/files.example\/fw</)
    expect(await operator.settled(command)).toMatchObject({ state: 'answered' })
  })
})
