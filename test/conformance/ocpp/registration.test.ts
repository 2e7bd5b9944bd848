import { describe, expect, test } from 'vitest'
import type { HandshakeRefused } from '#ocpp/transport'
import { RawStation } from '#test/raw-station'
import { bootedStation, resultOf } from '../booted-station.ts'
import { openScene } from '../scene.ts'
import { field, simulated, VERSIONS } from '../simulated.ts'

const RECONNECTS_PER_HOUR = 6
const { platform, operator } = await openScene({
  settings: { ocpp: { unknownStations: 'waiting-list', reconnectsPerHour: RECONNECTS_PER_HOUR } },
})

describe.each(VERSIONS)('%s', (version) => {
  const enter = async (id: string, change: object = {}) => {
    await operator.post('/stations', { id: `${id}-${version}`, partyId: 'default', ...change })
    return `${id}-${version}`
  }

  test('C-01 C-04 B01.FR.02 1.6 §4.2/1 1.6 §4.2/2 TC_B_01_CSMS TC_B_02_CSMS TC_001_CSMS a station nobody has entered waits, is accepted by an operator, and charges', async () => {
    const id = `unknown-${version}`
    const { station, journal, clock, charge, ended } = simulated({ id, version, url: platform.ocppUrl })
    station.start()
    const pending = await journal.exchange('BootNotification')
    expect(pending.response).toMatchObject({
      ...{ status: 'Pending', interval: expect.any(Number) },
      currentTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    })
    expect(await operator.station(id)).toMatchObject({ admission: 'waiting' })
    expect(await operator.get('/stations?admission=waiting')).toMatchObject({ items: [{ id }] })
    await operator.post(`/stations/${id}/accept`, {})
    // The station may be asked to boot again at once, or boots again by itself when its time has come.
    clock.advance(Number(field(pending.response, 'interval')) * 1_000)
    await journal.state('online')
    const reference = await charge('ALICE')
    clock.advance(600_000)
    station.unplug()
    await ended()
    expect(await operator.record(id, reference)).toMatchObject({ status: 'ended', flags: [] })
    expect(await operator.station(id)).toMatchObject({ admission: 'accepted', registration: 'accepted' })
    station.stop()
  })

  test('C-01 C-03 B02.FR.06 1.6 §4.2/4 1.6 §4.2/5 TC_B_31_CSMS a pending station is kept, may be asked, and gets a SecurityError for what it may not send yet', async () => {
    const id = await enter('pending', { registration: 'pending' })
    const station = await bootedStation(platform, id, version)
    expect((await station.call('Heartbeat')).slice(0, 3)).toEqual([4, expect.any(String), 'SecurityError'])
    const command = await operator.command(id, 'trigger', { message: 'heartbeat' })
    station.send([3, (await station.asked()).id, { status: 'Accepted' }])
    expect(await operator.settled(command)).toMatchObject({ state: 'answered' })
    expect(resultOf(await station.call('Heartbeat'))).toEqual({ currentTime: expect.any(String) })
  })

  test('G02.FR.03 a heartbeat is answered with the present time', async () => {
    const id = await enter('beating')
    const station = await bootedStation(platform, id, version)
    const before = Date.now()
    const at = Date.parse(String(field(resultOf(await station.call('Heartbeat')), 'currentTime')))
    expect(at).toBeGreaterThanOrEqual(before)
    expect(at).toBeLessThanOrEqual(Date.now())
  })

  test('C-02 B03.FR.03 a rejected station is sent nothing', async () => {
    const id = await enter('rejected', { registration: 'rejected' })
    const station = await bootedStation(platform, id, version)
    await operator.untilConnected(id)
    const command = await operator.carryOut(id, 'clear-cache', {})
    expect(command).toMatchObject({ state: 'refused', result: { error: { code: 'not-accepted' } } })
    expect((await station.call('Heartbeat'))[0]).toBe(4)
    expect(station.frames.size).toBe(0)
  })

  test('C-05 C-06 G02.FR.04 a station that comes back without booting is served, and every message is contact', async () => {
    const id = await enter('returning')
    const first = await bootedStation(platform, id, version)
    await operator.untilConnected(id)
    first.connection.close()
    await operator.untilConnected(id, false)
    const again = await RawStation.connect({ url: platform.ocppUrl, identity: id, versions: [version] })
    const before = Date.now()
    expect(resultOf(await again.call('Heartbeat'))).toEqual({ currentTime: expect.any(String) })
    await operator.untilConnected(id)
    again.connection.close()
    await operator.untilConnected(id, false)
    const { lastSeenAt = '' } = (await operator.station(id)).presence
    expect(Date.parse(lastSeenAt)).toBeGreaterThanOrEqual(before - 1_000)
  })

  test('C-08 times of any shape are understood, and kept as they came', async () => {
    const id = await enter('clock')
    const station = await bootedStation(platform, id, version)
    const shapes = [
      '2026-03-01T12:00:00+02:00',
      '2026-03-01T10:00:00.123456Z',
      '2026-03-01T10:05:00',
      '1970-01-01T00:00:05Z',
    ]
    const sample = version === 'ocpp1.6' ? { value: '5' } : { value: 5 }
    const place = version === 'ocpp1.6' ? { connectorId: 1 } : { evseId: 1 }
    const meterValue = shapes.map((timestamp) => ({ timestamp, sampledValue: [sample] }))
    expect(resultOf(await station.call('MeterValues', { ...place, meterValue }))).toEqual({})
    const times = (await operator.readings(id)).map(({ at }) => at)
    expect(times.toSorted()).toEqual([
      '1970-01-01T00:00:05.000Z',
      '2026-03-01T10:00:00.000Z',
      '2026-03-01T10:00:00.123Z',
      '2026-03-01T10:05:00.000Z',
    ])
    const page = `/stations/${id}/messages?action=MeterValues`
    await expect.poll(async () => JSON.stringify(await operator.get(page))).toContain('2026-03-01T12:00:00+02:00')
  })

  test('C-11 first statuses of a new station, all at once, are all stored', async () => {
    const id = await enter('eager')
    const station = await bootedStation(platform, id, version)
    const places = [1, 2, 3, 4, 5, 6, 7, 8]
    for (const place of places) {
      const status =
        version === 'ocpp1.6'
          ? { connectorId: place, errorCode: 'NoError', status: 'Available' }
          : { evseId: place, connectorId: 1, connectorStatus: 'Available', timestamp: new Date().toISOString() }
      station.send([2, `status-${place}`, 'StatusNotification', status])
    }
    for (const place of places) expect(await station.frames.next()).toEqual([3, `status-${place}`, {}])
    expect((await operator.station(id)).connectors.map(({ evseId }) => evseId)).toEqual(places)
  })
})

test('C-07 C-10 ocpp1.6: after its boot a station tells of connector 0 and of every other, and is not asked to boot again', async () => {
  await operator.post('/stations', { id: 'telling', partyId: 'default' })
  const { station, journal, boot } = simulated({
    id: 'telling',
    version: 'ocpp1.6',
    url: platform.ocppUrl,
    hardware: 'doublePost',
  })
  await boot()
  const { connectors } = await operator.station('telling')
  expect(connectors.map(({ evseId, connectorId, status }) => [evseId, connectorId, status])).toEqual([
    [0, 0, 'available'],
    [1, 1, 'available'],
    [2, 1, 'available'],
  ])
  await operator.carryOut('telling', 'clear-cache', {})
  // All the platform has asked of it so far.
  expect((await journal.served('ClearCache')).action).toBe('ClearCache')
  expect(journal.unread).toEqual([])
  station.stop()
})

test('A-17 too many connections are told to wait, and others are not', async () => {
  await operator.post('/stations', { id: 'restless', partyId: 'default' })
  const connect = (identity: string) =>
    RawStation.connect({ url: platform.ocppUrl, identity, versions: ['ocpp1.6'] }).then(
      ({ connection }) => {
        connection.close()
        return { status: 101, retryAfterS: 0 }
      },
      ({ status, retryAfterS = 0 }: HandshakeRefused) => ({ status, retryAfterS }),
    )
  for (let n = 0; n < RECONNECTS_PER_HOUR; n += 1) expect((await connect('restless')).status).toBe(101)
  const refused = await connect('restless')
  expect(refused.status).toBe(429)
  expect(refused.retryAfterS).toBeGreaterThan(0)
  expect((await connect('calm')).status).toBe(101)
})
