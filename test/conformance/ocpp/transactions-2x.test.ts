import { describe, expect, test } from 'vitest'
import type { OcppVersion } from '#ocpp/rpc'
import type { RawFrame, RawStation } from '#test/raw-station'
import { bootedStation, resultOf, yesterdayAt } from '../booted-station.ts'
import { openScene } from '../scene.ts'
import { field } from '../simulated.ts'

const { platform, operator, raw } = await openScene({
  tokens: [
    { value: 'ALICE', groupId: 'FAMILY', concurrentLimit: 0 },
    { value: 'THIEF', status: 'blocked' },
  ],
})

const NEWER = ['ocpp2.0.1', 'ocpp2.1'] as const
const alice = { idToken: 'ALICE', type: 'ISO14443' }

interface Charging {
  readonly id: string
  readonly station: RawStation
  tell(eventType: 'Started' | 'Updated' | 'Ended', seqNo: number, registerWh: number, more?: object): Promise<RawFrame>
}

async function charging(version: OcppVersion = 'ocpp2.0.1'): Promise<Charging> {
  const { id, station } = await raw(version)
  const tell: Charging['tell'] = (eventType, seqNo, registerWh, more = {}) =>
    station.call('TransactionEvent', eventOf(eventType, seqNo, registerWh, more))
  return { id, station, tell }
}

function eventOf(eventType: string, seqNo: number, registerWh: number, more: object = {}): object {
  const timestamp = yesterdayAt(`10:${String(seqNo % 60).padStart(2, '0')}:00`)
  return {
    ...{ eventType, seqNo, timestamp, triggerReason: 'MeterValuePeriodic' },
    transactionInfo: { transactionId: 'tx-1' },
    ...(eventType === 'Started' ? { evse: { id: 1, connectorId: 1 }, idToken: alice } : {}),
    meterValue: [{ timestamp, sampledValue: [{ value: registerWh }] }],
    ...more,
  }
}

test.each(NEWER)(
  'E-01 E-07 E01.FR.11 E01.FR.12 E02.FR.02 E03.FR.02 C09.FR.12 J02.FR.19 TC_E_53_CSMS %s: with every number between, the record is complete and exact',
  async (version) => {
    const { id, tell } = await charging(version)
    const accepted = { status: 'Accepted', groupIdToken: { idToken: 'FAMILY', type: 'Central' } }
    expect(resultOf(await tell('Started', 0, 1_000))).toEqual({ idTokenInfo: accepted })
    expect(resultOf(await tell('Updated', 1, 1_400))).toEqual({})
    await expect.poll(async () => (await operator.record(id, 'tx-1')).energyWh).toBe(400)
    const transactionInfo = { transactionId: 'tx-1', stoppedReason: 'Local' }
    expect(resultOf(await tell('Ended', 2, 3_250, { transactionInfo, idToken: alice }))).toEqual({
      idTokenInfo: accepted,
    })
    expect(await operator.record(id, 'tx-1')).toMatchObject({
      ...{ status: 'ended', energyWh: 2_250, complete: true, flags: [], stopReason: 'Local' },
      ...{ evseId: 1, connectorId: 1, token: { value: 'ALICE', kind: 'rfid' }, stopToken: 'ALICE' },
    })
  },
)

test('E-01 a number that is missing shows, and the energy is whole all the same', async () => {
  const { id, tell } = await charging()
  await tell('Started', 0, 1_000)
  await tell('Ended', 3, 3_000)
  expect(await operator.record(id, 'tx-1')).toMatchObject({
    energyWh: 2_000,
    complete: false,
    flags: ['events-missing'],
  })
  await tell('Updated', 1, 1_500)
  await tell('Updated', 2, 2_500)
  expect(await operator.record(id, 'tx-1')).toMatchObject({ energyWh: 2_000, complete: true, flags: [] })
})

test('E-02 numbers may run on over transactions', async () => {
  const { id, tell } = await charging()
  await tell('Started', 41, 1_000)
  await tell('Updated', 42, 1_100)
  await tell('Ended', 43, 1_200)
  expect(await operator.record(id, 'tx-1')).toMatchObject({ energyWh: 200, complete: true, flags: [] })
})

test('E-03 B-11 in whatever order they come, and come again, the record is the same', async () => {
  const told = [
    ['Started', 0, 1_000],
    ['Updated', 1, 1_300],
    ['Updated', 2, 1_700],
    ['Ended', 3, 2_000],
  ] as const
  const orders = [
    [0, 1, 2, 3],
    [3, 2, 1, 0],
    [1, 3, 0, 2],
    [2, 2, 3, 0, 1, 0, 3, 1],
  ]
  const records = []
  for (const order of orders) {
    const { id, tell } = await charging()
    for (const at of order) {
      const [eventType, seqNo, registerWh] = told[at] ?? told[0]
      resultOf(await tell(eventType, seqNo, registerWh))
    }
    const { id: _, stationId: __, updatedAt: ___, ...record } = await operator.record(id, 'tx-1')
    records.push(record)
  }
  for (const record of records) expect(record).toEqual(records[0])
  expect(records[0]).toMatchObject({ status: 'ended', energyWh: 1_000, complete: true, flags: [] })
})

test('E-04 E-05 an update after the end is kept, and what a station left out is marked', async () => {
  const { id, tell } = await charging()
  await tell('Started', 0, 1_000)
  await tell('Updated', 2, 1_400)
  await tell('Ended', 4, 2_000)
  await tell('Updated', 3, 1_900)
  const record = await operator.record(id, 'tx-1')
  expect(record).toMatchObject({ status: 'ended', energyWh: 1_000, complete: false, flags: ['events-missing'] })
  const { items } = await operator.get<{ items: readonly object[] }>(`/transactions/${record.id}/events`)
  expect(items.map((event) => field(event, 'seqNo'))).toEqual([0, 2, 3, 4])
})

test('E-06 several updates of one moment are one', async () => {
  const { id, tell } = await charging()
  const timestamp = yesterdayAt('10:05:00')
  await tell('Started', 0, 1_000)
  await tell('Updated', 1, 1_500, { timestamp, triggerReason: 'ChargingStateChanged' })
  await tell('Updated', 2, 1_500, { timestamp, triggerReason: 'MeterValuePeriodic' })
  await tell('Ended', 3, 2_000)
  expect(await operator.record(id, 'tx-1')).toMatchObject({ energyWh: 1_000, complete: true, flags: [] })
})

describe('E-07 E-12 E-13 E02.FR.04 E05.FR.01 C12.FR.03 C02.FR.02 the answer tells about the token when there was one, of no cost and no limit', () => {
  test.each(NEWER)('%s', async (version) => {
    const { tell } = await charging(version)
    const thief = { idToken: { idToken: 'THIEF', type: 'ISO14443' } }
    expect(resultOf(await tell('Started', 0, 0, thief))).toEqual({ idTokenInfo: { status: 'Blocked' } })
    const nobody = { idToken: { idToken: 'NOBODY', type: 'ISO14443' } }
    expect(resultOf(await tell('Updated', 1, 0, nobody))).toEqual({ idTokenInfo: { status: 'Unknown' } })
    const button = { idToken: { idToken: '', type: 'NoAuthorization' } }
    expect(resultOf(await tell('Updated', 2, 0, button))).toEqual({ idTokenInfo: { status: 'Accepted' } })
    // No totalCost, which would say free (I03.FR.04), and no transactionLimit, which this station has not offered.
    expect(resultOf(await tell('Updated', 3, 500))).toEqual({})
    expect(resultOf(await tell('Ended', 4, 900))).toEqual({})
  })
})

test('E-08 a transaction may start without an EVSE and be given one later', async () => {
  const { id, tell } = await charging()
  await tell('Started', 0, 1_000, { evse: undefined, triggerReason: 'Authorized' })
  expect((await operator.record(id, 'tx-1')).evseId).toBeUndefined()
  await tell('Updated', 1, 1_200, { evse: { id: 2, connectorId: 1 }, triggerReason: 'CablePluggedIn' })
  await expect.poll(async () => (await operator.record(id, 'tx-1')).evseId).toBe(2)
  await tell('Ended', 2, 1_900)
  expect(await operator.record(id, 'tx-1')).toMatchObject({ evseId: 2, connectorId: 1, energyWh: 900 })
})

test('E-09 what happened offline is on record, and touches nothing live', async () => {
  const { id, station, tell } = await charging('ocpp2.1')
  const status = { evseId: 1, connectorId: 1, connectorStatus: 'Available', timestamp: new Date().toISOString() }
  await station.call('StatusNotification', status)
  const offline = { offline: true, idToken: { idToken: 'THIEF', type: 'ISO14443' } }
  expect(resultOf(await tell('Started', 0, 1_000, offline))).toEqual({ idTokenInfo: { status: 'Blocked' } })
  expect(
    resultOf(
      await tell('Updated', 1, 1_500, {
        offline: true,
        transactionInfo: { transactionId: 'tx-1', chargingState: 'Charging' },
      }),
    ),
  ).toEqual({})
  expect(resultOf(await tell('Ended', 2, 2_000, { offline: true }))).toEqual({})
  expect(await operator.record(id, 'tx-1')).toMatchObject({
    status: 'ended',
    energyWh: 1_000,
    flags: ['token-refused', 'offline'],
  })
  expect((await operator.station(id)).connectors).toMatchObject([{ status: 'available' }])
  // Nothing was asked of the station meanwhile: whatever had been would have come before this answer.
  resultOf(await station.call('Heartbeat'))
  expect(station.frames.size).toBe(0)
})

test('E-10 what a station still holds back finishes the record whenever it comes', async () => {
  const { id, station, tell } = await charging()
  await tell('Started', 0, 1_000)
  await tell('Updated', 1, 1_400)
  station.connection.terminate()
  await operator.untilConnected(id, false)
  expect(await operator.record(id, 'tx-1')).toMatchObject({ status: 'active' })
  const again = await bootedStation(platform, id, 'ocpp2.0.1')
  expect(await operator.record(id, 'tx-1')).toMatchObject({ status: 'active' })
  const next = eventOf('Started', 0, 5_000, {
    timestamp: yesterdayAt('12:00:00'),
    transactionInfo: { transactionId: 'tx-2' },
  })
  resultOf(await again.call('TransactionEvent', next))
  expect(await operator.record(id, 'tx-1')).toMatchObject({
    status: 'ended',
    complete: false,
    flags: ['end-missing', 'superseded'],
  })
  resultOf(await again.call('TransactionEvent', eventOf('Ended', 3, 4_000)))
  resultOf(await again.call('TransactionEvent', eventOf('Updated', 2, 2_000)))
  expect(await operator.record(id, 'tx-1')).toMatchObject({ energyWh: 3_000, complete: true, flags: [] })
  expect(await operator.record(id, 'tx-2')).toMatchObject({ status: 'active' })
})

test('E-11 the same transactionId at two stations is two transactions', async () => {
  const [one, other] = [await charging(), await charging()]
  await one.tell('Started', 0, 1_000)
  await other.tell('Started', 0, 7_000)
  await one.tell('Ended', 1, 1_500)
  expect(await operator.record(one.id, 'tx-1')).toMatchObject({ status: 'ended', energyWh: 500 })
  expect(await operator.record(other.id, 'tx-1')).toMatchObject({ status: 'active' })
})

function quantity(sample: object): object {
  return { meterValue: [{ timestamp: yesterdayAt('10:00:00'), sampledValue: [sample] }] }
}

describe('E-14 D-10 J02.FR.19 doubtful contents of a TransactionEvent are answered, and stored', () => {
  test.each<[string, object]>([
    ['a trigger nobody knows', { triggerReason: 'FullMoon' }],
    ['a kind of token nobody knows', { idToken: { idToken: 'ALICE', type: 'Tattoo' } }],
    ['a token longer than any', { idToken: { idToken: 'A'.repeat(60), type: 'Central' } }],
    ['an EVSE nobody has told of', { evse: { id: 99 } }],
    ['an EVSE that is text', { evse: { id: '1' } }],
    ['an EVSE beyond all numbers', { evse: { id: 1e12, connectorId: -1e12 } }],
    ['a remote start beyond all numbers', { transactionInfo: { transactionId: 'tx-1', remoteStartId: 1e12 } }],
    ['a number beyond all numbers', { seqNo: 1e12 }],
    ['a negative number', { seqNo: -1 }],
    ['a transaction id of no letters', { transactionInfo: { transactionId: '' } }],
    ['a NUL in its transaction id', { transactionInfo: { transactionId: 'tx\0' } }],
    ['a quantity beyond all meters', quantity({ value: 1e300 })],
    ['a power of ten beyond all meters', quantity({ value: 1, unitOfMeasure: { multiplier: 300 } })],
    ['a number that is text', { seqNo: '0' }],
    ['no number', { seqNo: undefined }],
    ['a number in words', { seqNo: 'first' }],
    ['no trigger', { triggerReason: undefined }],
    ['no kind', { eventType: undefined }],
    ['a time that is none', { timestamp: 'yesterday' }],
    ['no time at all', { timestamp: undefined }],
    ['a state nobody knows', { transactionInfo: { transactionId: 'tx-1', chargingState: 'Humming' } }],
    ['a property of the vendor', { vendorInfo: true }],
    ['null for what is left out', { reservationId: null, offline: null }],
    ['samples that cannot be read', { meterValue: [{ timestamp: 'x', sampledValue: [{}, { value: 'n/a' }] }] }],
    ['no samples', { meterValue: [] }],
    ['samples that are a text', { meterValue: 'none' }],
    ['a token without its kind', { idToken: { idToken: 'ALICE' } }],
    ['a token that is a text', { idToken: 'ALICE' }],
    ['an EVSE in words', { evse: 'the left one' }],
    ['data of a vendor without its name', { customData: { anything: 1 } }],
  ])('%s', async (_, change) => {
    const { id, tell } = await charging()
    resultOf(await tell('Started', 0, 1_000, change))
    expect(await operator.transactions(id)).toMatchObject([{ status: 'active' }])
  })
})

test.each(NEWER)('E-14 J01.FR.18 %s: MeterValues of any EVSE are answered and kept', async (version) => {
  const { id, station } = await charging(version)
  const meterValue = [
    { timestamp: yesterdayAt('10:00:00'), sampledValue: [{ value: 4.5, unitOfMeasure: { unit: 'kWh' } }] },
  ]
  for (const evseId of [0, 1, 99])
    expect(resultOf(await station.call('MeterValues', { evseId, meterValue }))).toEqual({})
  expect(await operator.readings(id)).toMatchObject([
    { registerWh: 4_500 },
    { registerWh: 4_500 },
    { registerWh: 4_500 },
  ])
})
