import { beforeEach, describe, expect, test } from 'vitest'
import type { Token } from '#domain/authorization'
import type { RawStation } from '#test/raw-station'
import { bootedStation, resultOf, yesterdayAt } from '../booted-station.ts'
import type { Wire } from '../operator.ts'
import { openScene } from '../scene.ts'
import { car, field, simulated } from '../simulated.ts'

const { platform, operator } = await openScene()
const location = { id: 'yard', partyId: 'default', name: 'Yard', timeZone: 'UTC' }
await operator.post('/locations', location)
await operator.post('/locations', { ...location, id: 'depot' })
await operator.post('/stations', { id: 'ELSEWHERE', partyId: 'default' })

let stationId = ''
let count = 0
const token = (limits: object) =>
  operator.post<Wire<Token>>('/tokens', { partyId: 'default', value: `CARD-${count}`, concurrentLimit: 0, ...limits })

/** Connector types of the three EVSEs: one of alternating current, one of direct current, one that tells nothing. */
const TYPES = ['sType2', 'cCCS2', 'Unknown']

describe.each(['ocpp2.0.1', 'ocpp2.1'] as const)('%s', (version) => {
  let station: RawStation
  beforeEach(async () => {
    count += 1
    stationId = `PLACE-${count}`
    await operator.post('/stations', { id: stationId, partyId: 'default', locationId: 'yard' })
    station = await bootedStation(platform, stationId, version)
    const reportData = TYPES.map((value, index) => ({
      component: { name: 'Connector', evse: { id: index + 1, connectorId: 1 } },
      variable: { name: 'ConnectorType' },
      variableAttribute: [{ value }],
    }))
    await say('NotifyReport', { requestId: 1, generatedAt: yesterdayAt('12:00:00'), seqNo: 0, reportData })
    return () => station.connection.terminate()
  })

  const say = async (action: string, payload: object) => resultOf(await station.call(action, payload))
  const idToken = () => ({ idToken: `CARD-${count}`, type: 'ISO14443' })
  const authorize = () => say('Authorize', { idToken: idToken() })
  const event = (more: object, eventType = 'Started', seqNo = 0) =>
    say('TransactionEvent', {
      ...{ eventType, timestamp: yesterdayAt('12:00:00'), triggerReason: 'Authorized', seqNo },
      ...{ transactionInfo: { transactionId: 'T1' }, idToken: idToken() },
      ...more,
    })
  const start = (evse: number) => event({ evse: { id: evse, connectorId: 1 } })

  test('C01.FR.19 a token for the whole location names no EVSE', async () => {
    await token({ places: [{ locationId: 'yard' }] })
    expect(await authorize()).toEqual({ idTokenInfo: { status: 'Accepted' } })
    expect(await start(3)).toEqual({ idTokenInfo: { status: 'Accepted' } })
  })

  test('C01.FR.20 a token for some EVSEs names them, and is good at these alone', async () => {
    await token({ places: [2, 3].map((evseId) => ({ stationId, evseId })) })
    const accepted = { idTokenInfo: { status: 'Accepted', evseId: [2, 3] } }
    expect(await authorize()).toEqual(accepted)
    expect(await start(2)).toEqual(accepted)
    expect(await event({ evse: { id: 1 }, transactionInfo: { transactionId: 'T2' } })).toEqual({
      idTokenInfo: { status: 'NotAtThisLocation' },
    })
    const transactions = await operator.transactions(stationId)
    expect(transactions.find(({ reference }) => reference === 'T2')).toMatchObject({ tokenRefused: 'not-here' })
  })

  test('C01.FR.20 C01.FR.18 a token for one kind of EVSE names those of that kind, and is refused at others', async () => {
    await token({ evseKind: 'dc' })
    expect(await authorize()).toEqual({ idTokenInfo: { status: 'Accepted', evseId: [2, 3] } })
    expect(await start(1)).toEqual({ idTokenInfo: { status: 'NotAllowedTypeEVSE' } })
  })

  test('C01.FR.18 a token of another kind than all that it could reach is refused', async () => {
    await token({ evseKind: 'dc', places: [{ stationId, evseId: 1 }], groupId: 'FAMILY' })
    const groupIdToken = { idToken: 'FAMILY', type: 'Central' }
    expect(await authorize()).toEqual({ idTokenInfo: { status: 'NotAllowedTypeEVSE', groupIdToken } })
  })

  test.each([
    ['another station', [{ stationId: 'ELSEWHERE' }]],
    ['another location', [{ locationId: 'depot' }]],
    ['nowhere', []],
  ])('C01.FR.22 a token for %s is refused, and names no EVSE', async (_, places) => {
    await token({ places })
    const refused = { idTokenInfo: { status: 'NotAtThisLocation' } }
    expect(await authorize()).toEqual(refused)
    expect(await start(1)).toEqual(refused)
  })

  test('C01.FR.22 the EVSE is known from the transaction when the token comes later, and when it ends', async () => {
    await token({ places: [{ stationId, evseId: 2 }] })
    await event({ evse: { id: 1 }, idToken: undefined, triggerReason: 'CablePluggedIn' })
    expect(await event({}, 'Updated', 1)).toEqual({ idTokenInfo: { status: 'NotAtThisLocation' } })
    expect(await event({}, 'Ended', 2)).toEqual({ idTokenInfo: { status: 'NotAtThisLocation' } })
  })

  test('C01.FR.19 limits that are taken away hold no more', async () => {
    const { id } = await token({ places: [{ stationId, evseId: 2 }], evseKind: 'ac' })
    expect(await authorize()).toEqual({ idTokenInfo: { status: 'NotAllowedTypeEVSE' } })
    await operator.patch(`/tokens/${id}`, { places: null, evseKind: null })
    expect(await authorize()).toEqual({ idTokenInfo: { status: 'Accepted' } })
  })
})

describe('ocpp1.6, which knows no places,', () => {
  let station: RawStation
  beforeEach(async () => {
    count += 1
    stationId = `PLACE-${count}`
    await operator.post('/stations', { id: stationId, partyId: 'default' })
    station = await bootedStation(platform, stationId, 'ocpp1.6')
    return () => station.connection.terminate()
  })
  const say = async (action: string, payload: object) => resultOf(await station.call(action, payload))

  test('says Accepted of a token for some connectors, and Blocked where it starts at another', async () => {
    await token({ places: [{ stationId, evseId: 2 }] })
    const idTag = `CARD-${count}`
    expect(await say('Authorize', { idTag })).toEqual({ idTagInfo: { status: 'Accepted' } })
    const start = (connectorId: number) =>
      say('StartTransaction', { connectorId, idTag, meterStart: 0, timestamp: yesterdayAt('12:00:00') })
    expect(await start(2)).toMatchObject({ idTagInfo: { status: 'Accepted' } })
    expect(await start(1)).toMatchObject({ idTagInfo: { status: 'Blocked' }, transactionId: expect.any(Number) })
  })

  test('says Blocked of a token for another station', async () => {
    await token({ places: [{ stationId: 'ELSEWHERE' }] })
    expect(await say('Authorize', { idTag: `CARD-${count}` })).toEqual({ idTagInfo: { status: 'Blocked' } })
  })
})

test('C01.FR.20 ocpp2.1 a simulated station charges at the EVSE that is named, and not at the other', async () => {
  count += 1
  stationId = `PLACE-${count}`
  const simulation = simulated({ id: stationId, version: 'ocpp2.1', url: platform.ocppUrl, hardware: 'doublePost' })
  await simulation.boot()
  await operator.untilConnected(stationId)
  await token({ places: [{ stationId, evseId: 2 }] })
  const card = { value: `CARD-${count}`, type: 'ISO14443' } as const
  simulation.station.plugIn(car, 1)
  expect(await simulation.station.presentToken(card, 1)).toMatchObject({ accepted: false })
  simulation.station.plugIn(car, 2)
  expect(await simulation.station.presentToken(card, 2)).toMatchObject({ accepted: true, evseIds: [2] })
  const { request, response } = await simulation.journal.exchange('TransactionEvent')
  expect(field(request, 'evse', 'id')).toBe(2)
  expect(response).toMatchObject({ idTokenInfo: { status: 'Accepted', evseId: [2] } })
  simulation.station.stop()
})

describe('a place', () => {
  test.each([
    ['that nobody has', [{ stationId: 'NOWHERE' }]],
    ['that is two', [{ stationId: 'ELSEWHERE', locationId: 'yard' }]],
    ['that is none', [{}]],
    ['that is an EVSE of a location', [{ locationId: 'yard', evseId: 1 }]],
  ])('%s is not taken', async (_, places) => {
    const asked = await operator.ask('POST', '/tokens', { partyId: 'default', value: 'PLACELESS', places })
    expect(asked.status).toBe(400)
  })

  test('of another party is not taken', async () => {
    await operator.post('/parties', { id: 'north', name: 'North' })
    const body = { partyId: 'north', value: 'NORTHERN', places: [{ stationId: 'ELSEWHERE' }] }
    expect(await operator.status('POST', '/tokens', body)).toBe(400)
  })
})
