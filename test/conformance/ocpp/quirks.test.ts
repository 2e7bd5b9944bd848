import { describe, expect, test } from 'vitest'
import type { LoggedMessage } from '#domain/messages'
import { RawStation } from '#test/raw-station'
import { resultOf, yesterdayAt } from '../booted-station.ts'
import type { List, Wire } from '../operator.ts'
import { openScene } from '../scene.ts'
import { field } from '../simulated.ts'

/** What stations of real makes do, as told in public threads: every one is answered, and nothing it says is lost. */
const { platform, operator } = await openScene()

const alfen = { chargePointVendor: 'Alfen BV', chargePointModel: 'NG910-60023', firmwareVersion: '4.15.7-4054' }
const other = { chargePointVendor: 'Acme', chargePointModel: 'One' }

const connect = (id: string) => RawStation.connect({ url: platform.ocppUrl, identity: id, versions: ['ocpp1.6'] })

async function booted(id: string, boot: object = other): Promise<RawStation> {
  const station = await connect(id)
  expect(resultOf(await station.call('BootNotification', boot))).toMatchObject({ status: 'Accepted' })
  return station
}

async function log(id: string): Promise<readonly Wire<LoggedMessage>[]> {
  await platform.services.messages.flush()
  return (await operator.get<List<Wire<LoggedMessage>>>(`/stations/${id}/messages?limit=100`)).items
}

async function notes(
  id: string,
  action: string,
  direction: 'in' | 'out' = 'in',
): Promise<readonly (string | undefined)[]> {
  const found = (await log(id)).filter((message) => message.action === action && message.direction === direction)
  return found.map(({ note }) => note)
}

const sampled = (...sampledValue: readonly object[]) => [{ timestamp: yesterdayAt('10:00:00'), sampledValue }]

describe('a bad context, and a flood of old messages on connect: lbbrhzn/ocpp #361, ocpp-go #188 (Alfen)', () => {
  const values = {
    connectorId: 1,
    transactionId: 2 ** 63,
    meterValue: sampled(
      { value: '15.500', context: 'Sample.Periodic', unit: 'A' },
      { value: '16.000', context: 'CurrentMax', unit: 'A' },
    ),
  }

  test('the samples are what they were meant to be, and belong to no transaction', async () => {
    const station = await booted('alfen', alfen)
    expect(resultOf(await station.call('MeterValues', values))).toEqual({})
    const [reading, ...more] = await operator.readings('alfen')
    expect(more).toEqual([])
    expect(reading).toMatchObject({ currentA: 15.5 })
    expect(reading?.registerWh).toBeUndefined()
    expect(await operator.transactions('alfen')).toEqual([])
    expect(await notes('alfen', 'MeterValues')).toEqual(['quirk alfen-meter-values'])
    await expect.poll(async () => (await operator.station('alfen')).presence.deviationCount).toBe(1)
  })

  test('the same from another make is answered and kept as it was said', async () => {
    const station = await booted('not-alfen')
    expect(resultOf(await station.call('MeterValues', values))).toEqual({})
    expect((await notes('not-alfen', 'MeterValues')).join()).not.toMatch(/quirk/)
    expect((await operator.readings('not-alfen')).map(({ registerWh }) => registerWh)).not.toContain(15.5)
  })

  test('C-05 a station that comes back without booting keeps its quirks, and a boot as another takes them away', async () => {
    await (await booted('alfen-again', alfen)).connection.close(1000, '')
    await operator.untilConnected('alfen-again', false)
    const station = await connect('alfen-again')
    await station.call('MeterValues', values)
    await station.call('BootNotification', other)
    await station.call('MeterValues', values)
    const told = (await notes('alfen-again', 'MeterValues')).map((note) => note?.includes('quirk') ?? false)
    expect(told.toSorted()).toEqual([false, true])
  })

  test('B-15 held to the letter a transaction message is still mended', async () => {
    const station = await booted('alfen-strict', alfen)
    await operator.patch('/stations/alfen-strict', { validation: 'strict' })
    await station.connection.close(1000, '')
    const strict = await connect('alfen-strict')
    expect(resultOf(await strict.call('MeterValues', values))).toEqual({})
    expect(await notes('alfen-strict', 'MeterValues')).toEqual(['quirk alfen-meter-values'])
  })

  test('D-09 what was stored while offline comes at once before the boot, and is answered in its order', async () => {
    const station = await connect('alfen-flood')
    const ids = Array.from({ length: 300 }, (_, at) => `old-${at}`)
    ids.forEach((id, at) => {
      const timestamp = `2022-09-19T15:${String(at % 60).padStart(2, '0')}:00Z`
      const meterValue = [{ timestamp, sampledValue: [{ value: String(1_000 + at) }] }]
      station.send([2, id, 'MeterValues', { connectorId: 1, meterValue }])
    })
    const answered: unknown[] = []
    for (const _ of ids) answered.push((await station.frames.next()).slice(0, 2))
    expect(answered).toEqual(ids.map((id) => [3, id]))
    expect(resultOf(await station.call('BootNotification', alfen))).toMatchObject({ status: 'Accepted' })
  })

  test('D-04 a stop of the transaction that never was is answered', async () => {
    const station = await booted('alfen-stop', alfen)
    const stop = { transactionId: 2 ** 63, meterStop: 3_000, timestamp: yesterdayAt('11:00:00') }
    expect((await station.call('StopTransaction', stop))[0]).toBe(3)
    expect(await notes('alfen-stop', 'StopTransaction')).toEqual(['quirk alfen-meter-values'])
  })
})

test('a serial number longer than 25: lbbrhzn/ocpp #213, mobilityhouse/ocpp #123 (Schneider) is kept whole', async () => {
  const serial = 'EVB1A22P0RI3N000000000000000000E0'
  const schneider = { chargePointVendor: 'Schneider Electric', chargePointModel: 'EVlink Smart Wallbox' }
  await booted('schneider', { ...schneider, chargePointSerialNumber: serial, chargeBoxSerialNumber: serial })
  expect(await operator.station('schneider')).toMatchObject({ vendor: 'Schneider Electric', serialNumber: serial })
  expect((await notes('schneider', 'BootNotification')).join()).toMatch(/33 characters, at most 25/)
})

describe('Grizzl-E', () => {
  const grizzlE = { chargePointVendor: 'United Chargers', chargePointModel: 'GRS-*', firmwareVersion: '05.43' }

  test('B-13 a CALLERROR with 4 elements: lbbrhzn/ocpp #899 settles the command', async () => {
    const station = await booted('grizzl-e', grizzlE)
    const command = await operator.command('grizzl-e', 'clear-cache', {})
    const { id } = await station.asked()
    station.send([4, id, 'FormationViolation', ''])
    expect(await operator.settled(command)).toMatchObject({
      state: 'refused',
      result: { error: { code: 'FormationViolation' } },
    })
    expect(await notes('grizzl-e', 'ClearCache')).toEqual(['error-details-missing'])
  })

  test('UnlockConnector answered with Accepted: lbbrhzn/ocpp #1619 was unlocked', async () => {
    const station = await booted('grizzl-e-unlock', grizzlE)
    const command = await operator.command('grizzl-e-unlock', 'unlock', { evseId: 1 })
    station.send([3, (await station.asked()).id, { status: 'Accepted' }])
    expect(await operator.settled(command)).toMatchObject({ state: 'answered', result: { status: 'Unlocked' } })
    expect(await notes('grizzl-e-unlock', 'UnlockConnector')).toEqual(['quirk grizzl-e-unlock'])
  })

  test('UnlockConnector answered so by another make is refused', async () => {
    const station = await booted('other-unlock')
    const command = await operator.command('other-unlock', 'unlock', { evseId: 1 })
    station.send([3, (await station.asked()).id, { status: 'Accepted' }])
    expect((await operator.settled(command)).state).toBe('refused')
  })

  test.each([
    ['a bracket missing: lbbrhzn/ocpp #1652', '{"configurationKey":],"unknownKey":["Nowhere"]}]'],
    ['the end missing: lbbrhzn/ocpp #442', '{"configurationKey":[]'],
  ])('an empty list with %s settles the command', async (name, rest) => {
    const stationId = `grizzl-e-list-${name.length}`
    const station = await booted(stationId, grizzlE)
    const command = await operator.command(stationId, 'get-variables', { variables: [{ name: 'Nowhere' }] })
    station.send(`[3,"${(await station.asked()).id}",${rest}`)
    expect((await operator.settled(command)).state).toMatch(/answered|refused/)
    expect(await notes(stationId, 'GetConfiguration')).toEqual(['quirk grizzl-e-empty-list'])
  })

  test('asked for certain keys it says FormationViolation: lbbrhzn/ocpp #899, so it is asked for all', async () => {
    const stationId = 'grizzl-e-keys'
    const station = await booted(stationId, { ...grizzlE, firmwareVersion: 'GWM-07.013-03' })
    const command = await operator.command(stationId, 'get-variables', { variables: [{ name: 'HeartbeatInterval' }] })
    const { id, payload } = await station.asked()
    expect(payload).toEqual({})
    station.send([3, id, { configurationKey: [{ key: 'HeartbeatInterval', readonly: false, value: '3600' }] }])
    expect((await operator.settled(command)).state).toBe('answered')
    expect(await notes(stationId, 'GetConfiguration', 'out')).toEqual(['quirk grizzl-e-configuration'])
  })

  test('an older firmware is asked for what is wanted', async () => {
    const station = await booted('grizzl-e-old', grizzlE)
    await operator.command('grizzl-e-old', 'get-variables', { variables: [{ name: 'HeartbeatInterval' }] })
    expect((await station.asked()).payload).toEqual({ key: ['HeartbeatInterval'] })
  })
})

test('errorCode "Error": lbbrhzn/ocpp #1248 (Legrand) is shown as the station spelt it', async () => {
  const station = await booted('legrand', { chargePointVendor: 'Legrand', chargePointModel: 'GreenUp' })
  const status = { connectorId: 0, errorCode: 'Error', status: 'Faulted', timestamp: yesterdayAt('09:00:00') }
  expect(resultOf(await station.call('StatusNotification', status))).toEqual({})
  const [connector] = (await operator.station('legrand')).connectors
  expect(connector).toMatchObject({ evseId: 0, status: 'faulted', errorCode: 'Error' })
  expect((await notes('legrand', 'StatusNotification')).join()).toMatch(/"Error" is not one of the values allowed/)
})

describe('D-15 units that are not in the list: lbbrhzn/ocpp #1576, 1.6-J errata 2.1', () => {
  test.each(['Hz', 'Hertz', 'Celcius', 'Celsius'])('%s is kept, and the register beside it is read', async (unit) => {
    const id = `unit-${unit}`
    const station = await booted(id)
    const odd = { value: '50', measurand: unit.startsWith('H') ? 'Frequency' : 'Temperature', unit }
    const register = { value: '1.5', unit: 'kWh' }
    expect(resultOf(await station.call('MeterValues', { connectorId: 1, meterValue: sampled(odd, register) }))).toEqual(
      {},
    )
    const [reading] = await operator.readings(id)
    expect(reading).toMatchObject({ registerWh: 1_500 })
    expect(JSON.stringify(reading?.samples)).toContain(unit)
  })
})

test('an integer where text is due: mobilityhouse/ocpp #707 starts a transaction for that token', async () => {
  const station = await booted('integers')
  const start = { connectorId: 1, idTag: 12345, meterStart: 100, timestamp: yesterdayAt('10:00:00') }
  const number = field(resultOf(await station.call('StartTransaction', start)), 'transactionId')
  expect(await operator.record('integers', String(number))).toMatchObject({ token: { value: '12345' } })
  expect((await notes('integers', 'StartTransaction')).join()).toMatch(/an integer instead of a string/)
})

describe('B-12 a payload of null: steve #1109', () => {
  test.each([
    ['null', [2, 'm-x', 'Heartbeat', null], 'payload-null'],
    ['nothing', [2, 'm-x', 'Heartbeat'], 'payload-missing'],
  ])('%s is read as {}', async (name, frame, note) => {
    const station = await booted(`null-${name}`)
    station.send(frame)
    expect(resultOf(await station.frames.next())).toEqual({ currentTime: expect.any(String) })
    expect(await notes(`null-${name}`, 'Heartbeat')).toEqual([note])
  })

  test('an answer of null settles the command', async () => {
    const station = await booted('null-answer')
    const command = await operator.command('null-answer', 'clear-cache', {})
    station.send([3, (await station.asked()).id, null])
    expect((await operator.settled(command)).state).not.toMatch(/queued|sent/)
    expect((await notes('null-answer', 'ClearCache')).join()).toMatch(/payload-null/)
  })
})

describe('D-13 a station that never sends StartTransaction: steve #740', () => {
  test('its energy is on record all the same', async () => {
    const station = await booted('no-start')
    for (const [at, value] of [
      ['10:00:00', '1000'],
      ['10:15:00', '3500'],
    ] as const) {
      const meterValue = [{ timestamp: yesterdayAt(at), sampledValue: [{ value, unit: 'Wh' }] }]
      expect(resultOf(await station.call('MeterValues', { connectorId: 1, meterValue }))).toEqual({})
    }
    const registers = (await operator.readings('no-start')).map(({ registerWh }) => registerWh)
    expect(registers.toSorted()).toEqual([1_000, 3_500])
  })

  test('what names a transaction nobody started is a transaction the operator sees, with its registers and a flag', async () => {
    const station = await booted('no-start-but-stop')
    const meterValue = [{ timestamp: yesterdayAt('10:00:00'), sampledValue: [{ value: '1000', unit: 'Wh' }] }]
    await station.call('MeterValues', { connectorId: 1, transactionId: 4711, meterValue })
    const stop = { transactionId: 4711, meterStop: 3_500, timestamp: yesterdayAt('11:00:00') }
    expect((await station.call('StopTransaction', stop))[0]).toBe(3)
    const record = await operator.record('no-start-but-stop', 4711)
    expect(record).toMatchObject({ status: 'ended', lastRegisterWh: 3_500, flags: ['start-missing'] })
    expect(await operator.readings('no-start-but-stop')).toMatchObject([{ evseId: 1, registerWh: 1_000 }])
  })
})

test('a meter "Internal NON compliant": evcc #28541 (Wallbox) is named, and energy comes from start and stop', async () => {
  const boot = { chargePointVendor: 'Wall Box Chargers', chargePointModel: 'PLP2', meterType: 'Internal NON compliant' }
  const station = await booted('wallbox', boot)
  expect(await operator.station('wallbox')).toMatchObject({ meterType: 'Internal NON compliant' })
  const start = { connectorId: 1, idTag: 'TAG', meterStart: 100, timestamp: yesterdayAt('10:00:00') }
  const number = Number(field(resultOf(await station.call('StartTransaction', start)), 'transactionId'))
  await station.call('StopTransaction', { transactionId: number, meterStop: 7_100, timestamp: yesterdayAt('11:00:00') })
  expect(await operator.record('wallbox', number)).toMatchObject({ status: 'ended', energyWh: 7_000 })
})

describe('B-07 the spelling of error codes: mobilityhouse/ocpp #381 and #490, ocpp-go #331', () => {
  test('ours are those of 1.6, so that no station tries for ever', async () => {
    const station = await booted('spelling')
    const missing = await station.call('StatusNotification', { errorCode: 'NoError', status: 'Available' })
    expect(missing.slice(0, 3)).toEqual([4, 'm-2', 'OccurenceConstraintViolation'])
    station.send([2, 'm-x', 'Heartbeat', 'text'])
    expect((await station.frames.next()).slice(0, 3)).toEqual([4, 'm-x', 'FormationViolation'])
  })

  test.each(['FormatViolation', 'FormationViolation', 'OccurrenceConstraintViolation', 'OccurenceConstraintViolation'])(
    'a station may write %s',
    async (code) => {
      const id = `spelling-${code}`
      const station = await booted(id)
      const command = await operator.command(id, 'clear-cache', {})
      station.send([4, (await station.asked()).id, code, '', {}])
      expect(await operator.settled(command)).toMatchObject({ state: 'refused', result: { error: { code } } })
      expect(await notes(id, 'ClearCache')).toEqual([undefined])
    },
  )
})

test('B-18 large messages: steve #129 are read, a stop with very many readings too', async () => {
  const station = await booted('large')
  const sampledValue = Array.from({ length: 40 }, (_, phase) => ({
    ...{
      value: String(phase),
      measurand: 'Power.Active.Import',
      unit: 'W',
      location: 'Outlet',
      context: 'Sample.Periodic',
    },
  }))
  const transactionData = Array.from({ length: 250 }, (_, at) => ({
    timestamp: new Date(Date.parse(yesterdayAt('10:00:00')) + at * 1_000).toISOString(),
    sampledValue,
  }))
  const stop = { transactionId: 4712, meterStop: 9_000, timestamp: yesterdayAt('11:00:00'), transactionData }
  expect(JSON.stringify(stop).length).toBeGreaterThan(1_000_000)
  expect((await station.call('StopTransaction', stop))[0]).toBe(3)
  expect(await operator.record('large', 4712)).toMatchObject({ lastRegisterWh: 9_000 })
})

test('B-09 an unknown message type: steve #916 costs neither the socket nor an answer', async () => {
  const station = await booted('type-1')
  station.send([1, 'm-x', 'Authorize', { idTag: 'TAG' }])
  expect(resultOf(await station.call('Heartbeat'))).toEqual({ currentTime: expect.any(String) })
  expect((await log('type-1')).map(({ note }) => note)).toContain('message type 1 is not known')
})
