import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { memoryBus } from '#bus'
import { everyParty, ManualClock, silentLogger } from '#kernel'
import type { Database } from '#storage'
import { testDatabase } from '#test/database'
import { scansOf } from '#test/index-use'
import { createStations, type StationFilter } from './index.ts'

const database = await testDatabase()
afterAll(() => database.close())
const clock = new ManualClock('2026-03-01T12:00:00Z')
const stationsIn = (where: Database) =>
  createStations({
    database: where,
    bus: memoryBus({ logger: silentLogger }),
    clock,
    logger: silentLogger,
    secretKey: Buffer.alloc(32),
    settings: {
      unknownStations: 'refuse',
      heartbeatIntervalS: 300,
      securityProfileMinimum: 0,
      defaultPartyId: 'default',
    },
  })
const stations = stationsIn(database)
const secondsAgo = (seconds: number) => new Date(clock.nowMs() - seconds * 1_000)
const connectTo = (stationId: string) =>
  stations.connect({
    stationId,
    node: 'node-1',
    protocol: 'ocpp2.1',
    remoteAddress: '192.0.2.1',
    securityProfile: 0,
  })

beforeAll(async () => {
  await database.query('', "INSERT INTO party (id, name) VALUES ('other', 'Another operator')", [])
  await database.query('', "INSERT INTO location (id, party_id, name) VALUES ('quay', 'default', 'Quay')", [])
  await stations.create({ id: 'CS-1', partyId: 'default', locationId: 'quay', name: 'Left of the 100% door' })
  await stations.create({ id: 'CS-2', partyId: 'default' })
  await stations.create({ id: 'CS-3', partyId: 'default', admission: 'waiting' })
  await stations.create({ id: 'CS-other', partyId: 'other' })
  await stations.boot('CS-1', { vendor: 'Volt', model: 'One', serialNumber: 'SN-0815' })
  await connectTo('CS-1')
  const { epoch } = await connectTo('CS-2')
  await stations.disconnect('CS-2', epoch, secondsAgo(0))
  await stations.reportStatus({ stationId: 'CS-1', evseId: 2, connectorId: 1, status: 'faulted', at: secondsAgo(0) })
  await stations.reportStatus({ stationId: 'CS-1', evseId: 1, connectorId: 1, status: 'available', at: secondsAgo(0) })
  clock.advance(600_000)
  await stations.seen([{ stationId: 'CS-1', at: secondsAgo(10), deviations: 0 }])
})

describe('which stations', () => {
  test.each<[string, StationFilter, string[]]>([
    ['all of them', {}, ['CS-1', 'CS-2', 'CS-3', 'CS-other']],
    ['those connected', { connected: true }, ['CS-1']],
    ['those not connected, ever or now', { connected: false }, ['CS-2', 'CS-3', 'CS-other']],
    ['those that wait', { admission: 'waiting' }, ['CS-3']],
    ['those of a location', { locationId: 'quay' }, ['CS-1']],
    ['those with a faulted connector', { status: 'faulted' }, ['CS-1']],
    ['those heard of in the last minute', { seenSince: secondsAgo(-540) }, ['CS-1']],
    ['by serial number, in any case', { search: 'sn-08' }, ['CS-1']],
    ['by a text that means itself', { search: '100%' }, ['CS-1']],
    ['by a text that nobody has', { search: '_' }, []],
  ])('%s', async (_, filter, expected) => {
    const { items } = await stations.list(everyParty, filter, { limit: 100 })
    expect(items.map(({ id }) => id)).toEqual(expected)
  })

  test('page by page, each once', async () => {
    const first = await stations.list(everyParty, {}, { limit: 3 })
    const rest = await stations.list(everyParty, {}, { limit: 3, cursor: first.nextCursor ?? '' })
    expect([first.items.length, rest.items.map(({ id }) => id), rest.nextCursor]).toEqual([3, ['CS-other'], undefined])
  })
})

test('a word is looked up in an index of words', async () => {
  const find = (where: Database) => stationsIn(where).list(everyParty, { search: 'sn-08' }, { limit: 10 })
  expect(await scansOf('station_words', find)).toBe(1)
})

test('one station, with where it is connected and how its connectors are', async () => {
  expect(await stations.get(everyParty, 'CS-1')).toMatchObject({
    name: 'Left of the 100% door',
    locationId: 'quay',
    protocol: 'ocpp2.1',
    vendor: 'Volt',
    presence: { connected: true, node: 'node-1', lastSeenAt: secondsAgo(10), connectionCount: 1 },
    connectors: [
      { evseId: 1, connectorId: 1, status: 'available' },
      { evseId: 2, connectorId: 1, status: 'faulted' },
    ],
  })
})

test('how many there are of each kind', async () => {
  expect(await stations.summary(everyParty)).toEqual({
    stations: 3,
    connected: 1,
    waiting: 1,
    faulted: 1,
    charging: 0,
  })
})

test('a name and a place that are null are taken away', async () => {
  const before = await stations.create({ id: 'CS-moved', partyId: 'default', name: 'Moved', locationId: 'quay' })
  expect(before).toMatchObject({ name: 'Moved', locationId: 'quay' })
  const after = await stations.change(everyParty, 'CS-moved', { name: null, locationId: null })
  expect(after).not.toHaveProperty('name')
  expect(after).not.toHaveProperty('locationId')
  await database.pool.query("DELETE FROM station WHERE id = 'CS-moved'")
})

describe('another party', () => {
  const scope = { partyIds: ['other'] }

  test('sees, changes and counts none of them', async () => {
    const notFound = { code: 'not-found' }
    await expect(stations.get(scope, 'CS-1')).rejects.toMatchObject(notFound)
    await expect(stations.change(scope, 'CS-1', { name: 'Mine' })).rejects.toMatchObject(notFound)
    await expect(stations.changeSecret(scope, 'CS-1')).rejects.toMatchObject(notFound)
    expect((await stations.list(scope, {}, { limit: 10 })).items.map(({ id }) => id)).toEqual(['CS-other'])
    expect(await stations.summary(scope)).toMatchObject({ stations: 1, connected: 0, faulted: 0 })
  })

  test('cannot put its stations at the location of somebody else', async () => {
    const invalid = { code: 'invalid' }
    await expect(stations.change(scope, 'CS-other', { locationId: 'quay' })).rejects.toMatchObject(invalid)
    const newcomer = { id: 'CS-new', partyId: 'other', locationId: 'quay' }
    await expect(stations.create(newcomer)).rejects.toMatchObject(invalid)
  })
})

test('an id is taken once, and must be one that a station can name', async () => {
  await expect(stations.create({ id: 'CS-1', partyId: 'default' })).rejects.toMatchObject({ code: 'conflict' })
  await expect(stations.create({ id: 'a\0b', partyId: 'default' })).rejects.toMatchObject({ code: 'invalid' })
  await expect(stations.create({ id: 'CS-9', partyId: 'nobody' })).rejects.toMatchObject({ code: 'invalid' })
  const weak = { id: 'CS-9', partyId: 'default', secret: 'too short' }
  await expect(stations.create(weak)).rejects.toMatchObject({ code: 'invalid' })
})
