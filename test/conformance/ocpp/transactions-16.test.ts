import { describe, expect, test } from 'vitest'
import type { RawStation } from '#test/raw-station'
import { bootedStation, resultOf, yesterdayAt } from '../booted-station.ts'
import { openScene } from '../scene.ts'
import { field } from '../simulated.ts'

const { platform, operator, raw } = await openScene({
  tokens: [
    { value: 'ALICE', groupId: 'FAMILY', concurrentLimit: 0 },
    { value: 'BOB', groupId: 'FAMILY' },
    { value: 'THIEF', status: 'blocked' },
  ],
})

interface Charging {
  readonly id: string
  readonly station: RawStation
}

const station16 = (): Promise<Charging> => raw('ocpp1.6')

const startOf = (change: object = {}) => ({
  ...{ connectorId: 1, idTag: 'ALICE', meterStart: 1_000, timestamp: yesterdayAt('10:00:00') },
  ...change,
})
const stopOf = (transactionId: number, change: object = {}) => ({
  ...{ transactionId, meterStop: 8_000, timestamp: yesterdayAt('11:00:00') },
  ...change,
})
const valuesOf = (sampledValue: object | readonly object[], change: object = {}) => ({
  connectorId: 1,
  meterValue: [{ timestamp: yesterdayAt('10:30:00'), sampledValue }],
  ...change,
})

async function start(station: RawStation, change: object = {}): Promise<number> {
  return Number(field(resultOf(await station.call('StartTransaction', startOf(change))), 'transactionId'))
}

describe('D-01 D-10 1.6 §4.8/3: doubtful contents of a StartTransaction are answered, and stored', () => {
  test.each<[string, object]>([
    ['a connector nobody has told of', { connectorId: 99 }],
    ['connector 0', { connectorId: 0 }],
    ['a connector beyond all numbers', { connectorId: 1e12 }],
    ['a negative register', { meterStart: -5 }],
    ['a register beyond all meters', { meterStart: 1e15 }],
    ['a register with decimals', { meterStart: 1000.5 }],
    ['a register as text', { meterStart: '1000' }],
    ['a token longer than any', { idTag: 'A'.repeat(50) }],
    ['an empty token', { idTag: '' }],
    ['a NUL in its token', { idTag: 'A\0B' }],
    ['a token that is a number', { idTag: 4711 }],
    ['a time that is none', { timestamp: 'yesterday' }],
    ['no time at all', { timestamp: undefined }],
    ['a reservation nobody made', { reservationId: 77 }],
    ['a property of the vendor', { vendorInfo: { a: 1 } }],
    ['a reservation beyond all numbers', { reservationId: -1e12 }],
    ['a time before all time', { timestamp: '0001-01-01T00:00:00Z' }],
    ['a time after all time', { timestamp: '9999-12-31T23:59:59Z' }],
    ['null for what is left out', { reservationId: null }],
    ['no connector', { connectorId: undefined }],
    ['no token', { idTag: undefined }],
    ['no register', { meterStart: undefined }],
    ['a register in words', { meterStart: 'much' }],
    ['nothing at all', { connectorId: null, idTag: null, meterStart: null, timestamp: null }],
  ])('%s', async (_, change) => {
    const { id, station } = await station16()
    const number = await start(station, change)
    expect(number).toBeGreaterThan(0)
    expect(await operator.record(id, number)).toMatchObject({ status: 'active' })
  })
})

describe('D-01 D-10 1.6 §4.10/2: doubtful contents of a StopTransaction are answered, and end the transaction', () => {
  test.each<[string, object]>([
    ['a reason nobody knows', { reason: 'Sunset' }],
    ['a NUL in its reason', { reason: 'Other\0' }],
    ['a negative register', { meterStop: -1 }],
    ['a register as text', { meterStop: '8000' }],
    ['a time before its start', { timestamp: yesterdayAt('09:00:00') }],
    ['a time that is none', { timestamp: '' }],
    ['a token nobody knows', { idTag: 'NOBODY' }],
    ['samples that cannot be read', { transactionData: [{ timestamp: 'x', sampledValue: [{}, 7, { value: 'n/a' }] }] }],
    ['data that are empty', { transactionData: [] }],
    ['no register', { meterStop: undefined }],
    ['a register in words', { meterStop: 'full' }],
    ['no number', { transactionId: undefined, idTag: 'ALICE' }],
    ['a number in words', { transactionId: 'the last', idTag: 'ALICE' }],
    ['a NUL in its time, and no number', { timestamp: 'then\0', transactionId: -1, idTag: 'ALICE' }],
    ['a reason that is an object', { reason: { code: 7 } }],
    ['data that are a text', { transactionData: 'none' }],
    ['a token that is a list', { idTag: ['ALICE'] }],
  ])('%s', async (_, change) => {
    const { id, station } = await station16()
    const number = await start(station)
    resultOf(await station.call('StopTransaction', stopOf(number, change)))
    expect(await operator.record(id, number)).toMatchObject({ status: 'ended' })
  })

  test('a transaction nobody knows', async () => {
    const { id, station } = await station16()
    expect(resultOf(await station.call('StopTransaction', stopOf(2_000_000_000)))).toEqual({})
    expect(await operator.record(id, 2_000_000_000)).toMatchObject({
      status: 'ended',
      flags: expect.arrayContaining(['start-missing']),
    })
  })
})

describe('D-01 D-10 E-14 1.6 §4.7: doubtful contents of MeterValues are answered, and what can be read is stored', () => {
  const good = { value: '1500' }
  test.each<[string, object]>([
    ['a context nobody knows', valuesOf([{ ...good, context: 'Sometimes' }])],
    ['a measurand of the vendor', valuesOf([good, { value: '50.01', measurand: 'Frequency', unit: 'Hz' }])],
    ['a value that is a number', valuesOf([{ value: 1500 }])],
    ['a quantity beyond all meters', valuesOf([good, { value: '1e30', measurand: 'Power.Active.Import' }])],
    ["a NUL in its vendor's word", valuesOf([good, { value: '1', measurand: 'My\0Word' }])],
    ['half a character', valuesOf([good, { value: '1', measurand: '\ud800' }])],
    ['a connector beyond all numbers', valuesOf([good], { connectorId: 1e12 })],
    ['one sample that cannot be read', valuesOf([good, { measurand: 'Voltage' }])],
    ['a transaction nobody knows', valuesOf([good], { transactionId: 2_000_000_001 })],
    ['a transaction that is text', valuesOf([good], { transactionId: '12' })],
    ['a transaction in words', valuesOf([good], { transactionId: 'the last' })],
    [
      'a time without an offset',
      { connectorId: 1, meterValue: [{ timestamp: yesterdayAt('10:30:00').slice(0, -1), sampledValue: [good] }] },
    ],
  ])('%s', async (_, values) => {
    const { id, station } = await station16()
    expect(resultOf(await station.call('MeterValues', values))).toEqual({})
    expect(await operator.readings(id)).toMatchObject([{ registerWh: 1_500 }])
  })

  test.each<[string, object]>([
    ['no samples', valuesOf([])],
    ['no values', { connectorId: 1, meterValue: [] }],
    ['nothing that can be read', valuesOf([{ nothing: true }])],
  ])('%s', async (_, values) => {
    const { station } = await station16()
    expect(resultOf(await station.call('MeterValues', values))).toEqual({})
  })
})

test('D-02 1.6 §4.8/1 1.6 §4.8/2 a refused token gets a transaction id, and its energy is on record', async () => {
  const { id, station } = await station16()
  const started = resultOf(await station.call('StartTransaction', startOf({ idTag: 'THIEF' })))
  expect(started).toEqual({ transactionId: expect.any(Number), idTagInfo: { status: 'Blocked' } })
  const number = Number(field(started, 'transactionId'))
  resultOf(await station.call('StopTransaction', stopOf(number, { meterStop: 1_040, reason: 'DeAuthorized' })))
  expect(await operator.record(id, number)).toMatchObject({
    energyWh: 40,
    tokenRefused: 'blocked',
    flags: ['token-refused'],
  })
})

test('D-03 ids are positive integers of 32 bits, and none is used twice on any station', async () => {
  const stations = await Promise.all([station16(), station16(), station16()])
  const numbers = await Promise.all(
    stations.flatMap(({ station }) => [1, 2, 3, 4].map((connectorId) => startLater(station, connectorId))),
  )
  expect(new Set(numbers).size).toBe(12)
  for (const number of numbers) {
    expect(Number.isInteger(number) && number > 0 && number < 2 ** 31).toBe(true)
  }
})

const queues = new WeakMap<RawStation, Promise<unknown>>()
/** A station waits for each answer before it speaks again. */
function startLater(station: RawStation, connectorId: number): Promise<number> {
  const before = queues.get(station) ?? Promise.resolve()
  const started = before.then(() => start(station, { connectorId }))
  queues.set(station, started)
  return started
}

test('D-04 a stop with the id -1 ends the start that was never confirmed', async () => {
  const { id, station } = await station16()
  const number = await start(station)
  resultOf(await station.call('MeterValues', valuesOf([{ value: '4000' }], { transactionId: -1 })))
  resultOf(await station.call('StopTransaction', stopOf(-1, { idTag: 'ALICE' })))
  expect(await operator.transactions(id)).toMatchObject([
    { reference: String(number), status: 'ended', energyWh: 7_000, flags: [] },
  ])
})

test('D-05 D-06 B-11 1.6 §4.10/1 start and stop told again under new message ids change nothing and are answered alike', async () => {
  const { id, station } = await station16()
  const number = await start(station)
  expect(await start(station)).toBe(number)
  const stop = stopOf(number, { idTag: 'ALICE' })
  const [first, second] = [await station.call('StopTransaction', stop), await station.call('StopTransaction', stop)]
  expect(resultOf(first)).toEqual(resultOf(second))
  expect(await start(station)).toBe(number)
  expect(await operator.transactions(id)).toMatchObject([{ status: 'ended', energyWh: 7_000, flags: [] }])
})

test('B-10 B-11 the same, told again over another connection after a reconnect', async () => {
  const { id, station } = await station16()
  const number = await start(station)
  station.connection.terminate()
  const again = await bootedStation(platform, id, 'ocpp1.6')
  expect(await start(again)).toBe(number)
  resultOf(await again.call('StopTransaction', stopOf(number)))
  expect(await operator.transactions(id)).toMatchObject([{ status: 'ended', energyWh: 7_000, flags: [] }])
})

test('D-07 a stop that overtook its start is joined to it', async () => {
  const { id, station } = await station16()
  resultOf(await station.call('StopTransaction', stopOf(-1, { idTag: 'ALICE' })))
  const number = await start(station)
  expect(await operator.transactions(id)).toMatchObject([
    { reference: String(number), status: 'ended', energyWh: 7_000, complete: true, flags: [] },
  ])
})

test('D-08 a start on a busy connector ends the transaction there, and on no other connector', async () => {
  const { id, station } = await station16()
  const first = await start(station)
  const other = await start(station, { connectorId: 2 })
  resultOf(await station.call('MeterValues', valuesOf([{ value: '3000' }], { transactionId: first })))
  const second = await start(station, { meterStart: 3_100, timestamp: yesterdayAt('10:45:00') })
  expect(await operator.record(id, first)).toMatchObject({
    status: 'ended',
    energyWh: 2_000,
    flags: ['end-missing', 'superseded'],
  })
  expect(await operator.record(id, other)).toMatchObject({ status: 'active' })
  expect(await operator.record(id, second)).toMatchObject({ status: 'active' })
})

test('D-09 TC_039_CSMS messages that were queued for a day are recorded, and leave alone what is now', async () => {
  const { id, station } = await station16()
  const tell = (status: string, minutesAgo: number) =>
    station.call('StatusNotification', {
      ...{ connectorId: 1, errorCode: 'NoError', status },
      timestamp: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
    })
  await tell('Available', 0)
  const number = await start(station)
  await tell('Charging', 3)
  resultOf(await station.call('StopTransaction', stopOf(number)))
  const endedAt = yesterdayAt('11:00:00').replace('Z', '.000Z')
  expect(await operator.record(id, number)).toMatchObject({ status: 'ended', endedAt, energyWh: 7_000 })
  expect((await operator.station(id)).connectors).toMatchObject([{ evseId: 1, status: 'available' }])
})

describe('a transaction that began elsewhere, under a number that was never given here', () => {
  const STRANGE = 2_000_000_123
  const value = (wh: string, time: string, context?: string) => ({
    timestamp: yesterdayAt(time),
    sampledValue: [{ value: wh, ...(context === undefined ? {} : { context }) }],
  })

  test('D-13 D-07 counts from the first reading that names it, and says that its start is missing', async () => {
    const { id, station } = await station16()
    const readings = { connectorId: 1, transactionId: STRANGE, meterValue: [value('3000', '10:30:00')] }
    expect(resultOf(await station.call('MeterValues', readings))).toEqual({})
    expect(await operator.transactions(id)).toEqual([])
    expect(resultOf(await station.call('StopTransaction', stopOf(STRANGE)))).toEqual({})
    expect(await operator.record(id, STRANGE)).toMatchObject({
      ...{ status: 'ended', energyWh: 5_000, startRegisterWh: 3_000, evseId: 1 },
      ...{ complete: false, flags: ['start-missing'] },
    })
  })

  test('counts from the beginning that its stop brings', async () => {
    const { id, station } = await station16()
    const transactionData = [
      value('2000', '10:00:00', 'Transaction.Begin'),
      value('8000', '11:00:00', 'Transaction.End'),
    ]
    await station.call('StopTransaction', stopOf(STRANGE, { transactionData }))
    expect(await operator.record(id, STRANGE)).toMatchObject({ energyWh: 6_000, flags: ['start-missing'] })
  })

  test('counts nothing where only its stop is known', async () => {
    const { id, station } = await station16()
    await station.call('StopTransaction', stopOf(STRANGE))
    expect(await operator.record(id, STRANGE)).toMatchObject({ energyWh: 0, flags: ['start-missing'] })
  })
})

describe('D-11 a stop', () => {
  test('needs neither token nor reason', async () => {
    const { id, station } = await station16()
    const number = await start(station)
    expect(resultOf(await station.call('StopTransaction', stopOf(number)))).toEqual({})
    expect(await operator.record(id, number)).toMatchObject({ status: 'ended', stopReason: 'Local' })
  })

  test('may come from another token of the same group', async () => {
    const { id, station } = await station16()
    const number = await start(station)
    const stopped = resultOf(await station.call('StopTransaction', stopOf(number, { idTag: 'BOB' })))
    expect(stopped).toEqual({ idTagInfo: { status: 'Accepted', parentIdTag: 'FAMILY' } })
    expect(await operator.record(id, number)).toMatchObject({ token: { value: 'ALICE' }, stopToken: 'BOB' })
  })
})

test('D-12 a stop below the start bills nothing, and says so', async () => {
  const { id, station } = await station16()
  const number = await start(station)
  resultOf(await station.call('StopTransaction', stopOf(number, { meterStop: 400 })))
  expect(await operator.record(id, number)).toMatchObject({ energyWh: 0, flags: ['register-decreased'] })
})

test('D-13 readings of connector 0, outside a transaction, and of one that has ended are kept', async () => {
  const { id, station } = await station16()
  const number = await start(station)
  resultOf(await station.call('StopTransaction', stopOf(number)))
  resultOf(await station.call('MeterValues', valuesOf([{ value: '500000' }], { connectorId: 0 })))
  resultOf(await station.call('MeterValues', valuesOf([{ value: '600' }], { connectorId: 2 })))
  resultOf(await station.call('MeterValues', valuesOf([{ value: '5000' }], { transactionId: number })))
  const registers = (await operator.readings(id)).map(({ registerWh }) => registerWh)
  expect(registers.toSorted()).toEqual([500_000, 5_000, 600].toSorted())
  expect(await operator.record(id, number)).toMatchObject({ status: 'ended', energyWh: 7_000 })
})

test('D-14 a bare value is a periodic sample of the import register in Wh; kWh are a thousand of them', async () => {
  const { id, station } = await station16()
  const number = await start(station)
  resultOf(await station.call('MeterValues', valuesOf([{ value: '2500' }], { transactionId: number })))
  expect(await operator.readings(id)).toMatchObject([{ context: 'Sample.Periodic', registerWh: 2_500 }])
  const inKwh = {
    connectorId: 1,
    transactionId: number,
    meterValue: [{ timestamp: yesterdayAt('10:40:00'), sampledValue: [{ value: '3.25', unit: 'kWh' }] }],
  }
  resultOf(await station.call('MeterValues', inKwh))
  await expect.poll(async () => (await operator.record(id, number)).energyWh).toBe(2_250)
})

test('D-15 Celsius is understood in both spellings, neither is a deviation', async () => {
  const { id, station } = await station16()
  for (const unit of ['Celsius', 'Celcius']) {
    resultOf(await station.call('MeterValues', valuesOf([{ value: '31', measurand: 'Temperature', unit }])))
  }
  expect((await operator.readings(id)).map(({ samples }) => field(samples, 0, 'unit')).toSorted()).toEqual([
    'Celcius',
    'Celsius',
  ])
})

test('D-18 C-10 connector 0 is the station as a whole', async () => {
  const { id, station } = await station16()
  const status = (connectorId: number, word: string) =>
    station.call('StatusNotification', { connectorId, errorCode: 'NoError', status: word })
  await status(0, 'Unavailable')
  await status(1, 'Available')
  await status(2, 'Faulted')
  expect((await operator.station(id)).connectors).toMatchObject([
    { evseId: 0, connectorId: 0, status: 'unavailable' },
    { evseId: 1, connectorId: 1, status: 'available' },
    { evseId: 2, connectorId: 1, status: 'faulted' },
  ])
  await operator.untilConnected(id)
  const command = await operator.command(id, 'change-availability', { available: true })
  const asked = await station.asked()
  expect(asked).toMatchObject({ action: 'ChangeAvailability', payload: { connectorId: 0, type: 'Operative' } })
  station.send([3, asked.id, { status: 'Accepted' }])
  expect(await operator.settled(command)).toMatchObject({ state: 'answered', warnings: [] })
})
