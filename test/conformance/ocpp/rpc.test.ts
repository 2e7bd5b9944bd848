import { describe, expect, test } from 'vitest'
import type { OcppVersion } from '#ocpp/rpc'
import { RawStation } from '#test/raw-station'
import { bootedStation, resultOf, yesterdayAt } from '../booted-station.ts'
import type { List } from '../operator.ts'
import { openScene } from '../scene.ts'
import { field, VERSIONS } from '../simulated.ts'

const { platform, operator, raw } = await openScene()

/** The next frame answers this call: whatever came before it would have been read first. */
async function staysOpen(station: RawStation): Promise<void> {
  expect(resultOf(await station.call('Heartbeat'))).toEqual({ currentTime: expect.any(String) })
}

describe('A-01 A-05 A-07 whom and what a station connects as', () => {
  const knock = (identity: string, versions: readonly OcppVersion[], path = '/ocpp') =>
    RawStation.connect({ url: platform.ocppUrl.replace('/ocpp', path), identity, versions })

  test.each([
    [['ocpp2.1', 'ocpp2.0.1', 'ocpp1.6'], 'ocpp2.1'],
    [['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'], 'ocpp1.6'],
    [['ocpp2.0.1', 'ocpp1.6'], 'ocpp2.0.1'],
  ] as const)('TC_088_CSMS of %j the first is spoken, and seen', async (versions, chosen) => {
    const id = `prefers-${versions.join('-')}`
    const { connection } = await knock(id, versions)
    expect(connection.version).toBe(chosen)
    await operator.untilConnected(id)
    expect(await operator.station(id)).toMatchObject({ protocol: chosen })
  })

  test('the identity is percent-decoded, behind any path, and a version in it chooses nothing', async () => {
    const { connection } = await knock('RDAM|123', ['ocpp1.6'], '/any/ocpp2.0.1')
    expect(connection.version).toBe('ocpp1.6')
    await operator.untilConnected('RDAM|123')
  })
})

describe.each(VERSIONS)('%s', (version) => {
  test('A-08 compression is agreed on when offered, and off when not', async () => {
    const options = { url: platform.ocppUrl, identity: `deflate-${version}`, versions: [version] }
    const squeezed = await RawStation.connect({ ...options, compression: true })
    expect(squeezed.connection.isCompressed).toBe(true)
    resultOf(await squeezed.call('BootNotification', version === 'ocpp1.6' ? BOOT_16 : BOOT_2X))
    expect((await RawStation.connect(options)).connection.isCompressed).toBe(false)
  })

  test('A-16 the newest connection wins at once, and the end of the old one changes nothing', async () => {
    const { id, station } = await raw(version)
    const newest = await RawStation.connect({ url: platform.ocppUrl, identity: id, versions: [version] })
    expect(await station.closed).toMatchObject({ code: 1008 })
    await staysOpen(newest)
    await expect.poll(async () => (await operator.station(id)).presence.epoch).toBe(2)
    expect(await operator.station(id)).toMatchObject({ presence: { connected: true, connectionCount: 2 } })
  })

  test('B-06 an action nobody knows is NotImplemented, one we do not serve NotSupported', async () => {
    const { station } = await raw(version)
    expect((await station.call('MakeCoffee'))[2]).toBe('NotImplemented')
    expect((await station.call('CertificateSigned', { certificateChain: 'x' }))[2]).toBe('NotSupported')
    expect((await station.call('ClearCache'))[2]).toBe('NotSupported')
  })

  test('B-04 B-05 an answer to nothing is written down, and not answered', async () => {
    const { id, station } = await raw(version)
    station.send([3, 'nobody-asked', {}])
    station.send([4, 'nobody-asked-either', 'GenericError', '', {}])
    await staysOpen(station)
    const notes = async () => {
      const { items } = await operator.get<List<{ note?: string }>>(`/stations/${id}/messages?search=nobody-asked`)
      return items.map(({ note }) => note)
    }
    await expect.poll(notes).toEqual(['answers nothing we asked', 'answers nothing we asked'])
  })

  test('B-08 a frame without a readable id', async () => {
    const { station } = await raw(version)
    station.send('[2,')
    if (version !== 'ocpp1.6') expect((await station.frames.next()).slice(0, 2)).toEqual([4, '-1'])
    await staysOpen(station)
  })

  test('B-09 a message type nobody knows is ignored', async () => {
    const { station } = await raw(version)
    station.send([9, 'x', {}])
    await staysOpen(station)
  })

  test('B-12 1.6-J §4.2.2 null and missing payloads are empty, and no optional member of ours is null or empty', async () => {
    const { station } = await raw(version)
    for (const frame of [
      [2, 'a', 'Heartbeat', null],
      [2, 'b', 'Heartbeat'],
    ]) {
      station.send(frame)
      const answer = await station.frames.next()
      expect(answer).toEqual([3, frame[1], { currentTime: expect.any(String) }])
    }
  })

  test('B-13 an error of any shape settles its command', async () => {
    const { id, station } = await raw(version)
    const shapes = [
      (asked: string) => [4, asked, 'GenericError'],
      (asked: string) => [4, asked, 'GenericError', 'said so'],
      (asked: string) => [4, asked, 'GenericError', null, null],
      (asked: string) => [4, asked, 'FormatViolation', 'x'.repeat(5_000), {}],
      (asked: string) => [4, asked, 'OccurrenceConstraintViolation', '', { a: [] }],
    ]
    for (const shape of shapes) {
      const command = await operator.command(id, 'clear-cache', {})
      station.send(shape((await station.asked()).id))
      expect(await operator.settled(command)).toMatchObject({ state: 'refused' })
    }
  })

  test('B-14 what is broken is not echoed as it came', async () => {
    const { station } = await raw(version)
    station.send(`[2,"x","${'Ä"\\u0000'.repeat(20_000)}`)
    if (version !== 'ocpp1.6') {
      const answer = await station.frames.next()
      expect(String(answer[3]).length).toBeLessThanOrEqual(255)
    }
    await staysOpen(station)
  })

  test('B-18 a message of more than a megabyte is handled, one beyond the bound ends the connection', async () => {
    const { id, station } = await raw(version)
    const sample = version === 'ocpp1.6' ? { value: '1500' } : { value: 1500 }
    const values = (amount: number) => ({
      ...(version === 'ocpp1.6' ? { connectorId: 1 } : { evseId: 1 }),
      meterValue: [{ timestamp: yesterdayAt('10:00:00'), sampledValue: new Array(amount).fill(sample) }],
    })
    expect(JSON.stringify(values(100_000)).length).toBeGreaterThan(1_000_000)
    expect(resultOf(await station.call('MeterValues', values(100_000)))).toEqual({})
    expect(await operator.readings(id)).toMatchObject([{ registerWh: 1_500 }])
    station.send([2, 'huge', 'MeterValues', values(400_000)])
    expect(await station.closed).toMatchObject({ code: 1009 })
  })

  test('B-20 1.6-J §4.1.4/2 2.0.1-J §4.1.4/2 2.1-J §4.1.4/2 answers leave in the order of the calls', async () => {
    const { station } = await raw(version)
    const authorize = version === 'ocpp1.6' ? { idTag: 'A' } : { idToken: { idToken: 'A', type: 'Central' } }
    const actions = Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? ['Authorize', authorize] : ['Heartbeat', {}]))
    for (const [n, [action, payload]] of actions.entries()) station.send([2, `n-${n}`, action, payload])
    for (const n of actions.keys()) expect((await station.frames.next())[1]).toBe(`n-${n}`)
  })
})

const BOOT_16 = { chargePointVendor: 'Acme', chargePointModel: 'One' }
const BOOT_2X = { reason: 'PowerUp', chargingStation: { model: 'Two', vendorName: 'Acme' } }

test('A-06 without a common version the upgrade is completed without a subprotocol, then closed', async () => {
  const socket = new WebSocket(`${platform.ocppUrl}/CS-old`, ['ocpp1.5'])
  // A client that offered subprotocols may fail the connection by itself; either way nothing is ever said on it.
  const messages: unknown[] = []
  socket.addEventListener('message', ({ data }) => messages.push(data))
  await new Promise((resolve) => socket.addEventListener('close', resolve))
  expect(messages).toEqual([])
  expect(await operator.station('CS-old')).toMatchObject({ presence: { connected: false, epoch: 0 } })
})

test('B-03 a SEND of 2.1 is never answered, not even when nobody knows it', async () => {
  const { station } = await raw('ocpp2.1')
  station.send([
    6,
    'send-1',
    'NotifyPeriodicEventStream',
    { id: 1, pending: 0, basetime: yesterdayAt('10:00:00'), data: [] },
  ])
  station.send([6, 'send-2', 'MakeCoffee', {}])
  await staysOpen(station)
})

test.each([
  ['ocpp1.6', 'OccurenceConstraintViolation', 'TypeConstraintViolation'],
  ['ocpp2.0.1', 'OccurenceConstraintViolation', 'TypeConstraintViolation'],
  ['ocpp2.1', 'OccurrenceConstraintViolation', 'TypeConstraintViolation'],
] as const)(
  'B-07 1.6-J §4.2.3/1 2.0.1-J §4.1.7 2.0.1-J §4.2.3/1 2.1-J §4.1.7 2.1-J §4.2.3/1 %s: error names as the version spells them',
  async (version, missing, type) => {
    const { station } = await raw(version)
    expect((await station.call('Authorize', {})).slice(0, 3)).toEqual([4, expect.any(String), missing])
    const wrong = version === 'ocpp1.6' ? { idTag: {} } : { idToken: 7 }
    expect((await station.call('Authorize', wrong)).slice(0, 3)).toEqual([4, expect.any(String), type])
  },
)

test('B-05 2.1-J §4.1.4/3 2.1: a bad answer gets a CALLRESULTERROR, 1.6 and 2.0.1 get silence', async () => {
  for (const version of VERSIONS) {
    const { id, station } = await raw(version)
    const command = await operator.command(id, 'clear-cache', {})
    const asked = await station.asked()
    station.send([3, asked.id, {}])
    if (version === 'ocpp2.1') expect((await station.frames.next()).slice(0, 2)).toEqual([5, asked.id])
    expect(await operator.settled(command)).toMatchObject({
      state: 'refused',
      result: { error: { code: 'invalid-answer' } },
    })
    await staysOpen(station)
  }
})

describe('B-15 leniency', () => {
  const odd = { connectorId: '1', errorCode: 'Error', status: 'available', extra: true }

  test('is understood, counted and noted', async () => {
    const { id, station } = await raw('ocpp1.6')
    expect(resultOf(await station.call('StatusNotification', odd))).toEqual({})
    expect((await operator.station(id)).connectors).toMatchObject([
      { evseId: 1, status: 'available', errorCode: 'Error' },
    ])
    await expect.poll(async () => (await operator.station(id)).presence.deviationCount).toBeGreaterThan(0)
    const path = `/stations/${id}/messages?action=StatusNotification`
    await expect
      .poll(async () => JSON.stringify(await operator.get(path)))
      .toContain('is not one of the values allowed')
  })

  test('is switched off for one station, for which an operator wants the letter', async () => {
    const { id, station } = await raw('ocpp1.6')
    await operator.patch(`/stations/${id}`, { validation: 'strict' })
    station.connection.close()
    await station.closed
    const strict = await bootedStation(platform, id, 'ocpp1.6')
    expect((await strict.call('StatusNotification', odd))[0]).toBe(4)
    expect((await operator.station(id)).connectors).toEqual([])
    const start = { connectorId: '1', idTag: 'A', meterStart: '5', timestamp: 'x' }
    expect(field(resultOf(await strict.call('StartTransaction', start)), 'transactionId')).toBeGreaterThan(0)
  })
})
