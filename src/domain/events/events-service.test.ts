import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { memoryBus } from '#bus'
import { liveSubject } from '#domain/live'
import { everyParty, ManualClock, silentLogger } from '#kernel'
import { testDatabase } from '#test/database'
import { createStationEvents, type NewStationEvent } from './index.ts'
import { LONGEST_FACTS } from './station-event-store.ts'

const database = await testDatabase()
afterAll(() => database.close())
const bus = memoryBus({ logger: silentLogger })
const clock = new ManualClock('2026-03-01T12:00:00Z')
const events = createStationEvents({ database, bus, clock })

beforeAll(async () => {
  await database.query('', "INSERT INTO party (id, name) VALUES ('other', 'Another operator')", [])
  const stations = "('CS-1', 'default'), ('CS-2', 'default'), ('CS-3', 'default'), ('CS-other', 'other')"
  await database.query('', `INSERT INTO station (id, party_id) VALUES ${stations}`, [])
})

const event = (change: Partial<NewStationEvent> = {}): NewStationEvent => ({
  stationId: 'CS-1',
  partyId: 'default',
  kind: 'security',
  type: 'FirmwareUpdated',
  at: new Date('2026-03-01T11:59:00Z'),
  receivedAt: new Date(clock.nowMs()),
  facts: { techInfo: 'door', place: { evse: 1, connector: 2 } },
  ...change,
})
const listed = async (stationId: string) => (await events.list(everyParty, { stationId }, { limit: 100 })).items

describe('the same event', () => {
  test('told twice, together or one after the other and its fields in any order, is stored and told once', async () => {
    const told: unknown[] = []
    const subscription = bus.subscribe(liveSubject('default', 'CS-1', 'station-event'), (payload) => told.push(payload))
    const again = event({ facts: { place: { connector: 2, evse: 1 }, techInfo: 'door' } })
    await events.record([event(), again])
    await Promise.all([events.record([event()]), events.record([again])])
    subscription.stop()
    expect(await listed('CS-1')).toMatchObject([{ type: 'FirmwareUpdated', facts: event().facts }])
    expect(told).toMatchObject([{ eventKind: 'security', type: 'FirmwareUpdated' }])
  })

  test('another time, type, fact, kind or station makes another', async () => {
    const one = event({ stationId: 'CS-2' })
    await events.record([
      one,
      { ...one, at: new Date('2026-03-01T11:59:01Z') },
      { ...one, type: 'SettingSystemTime' },
      { ...one, facts: { techInfo: 'window' } },
      { ...one, kind: 'log' },
      { ...one, stationId: 'CS-1', type: 'StartupOfTheDevice' },
    ])
    expect(await listed('CS-2')).toHaveLength(5)
  })
})

test('what cannot be stored as it is costs neither the event nor its neighbours', async () => {
  await events.record([
    event({ stationId: 'CS-gone' }),
    event({ stationId: 'CS-3', at: new Date('no time at all'), severity: 99, type: 'Nul\0' }),
    event({ stationId: 'CS-3', type: 'Long', facts: { techInfo: '"\0'.repeat(LONGEST_FACTS) }, severity: 2 }),
  ])
  const found = await listed('CS-3')
  expect(found.map(({ type, severity }) => [type, severity])).toContainEqual(['Nul\uFFFD', undefined])
  expect(found.find(({ type }) => type === 'Long')).toMatchObject({ severity: 2, facts: { cut: expect.any(String) } })
  expect(found.find(({ type }) => type.startsWith('Nul'))?.at).toEqual(new Date(clock.nowMs()))
})

test('a station of another party keeps its events to itself', async () => {
  await events.record([event({ stationId: 'CS-other', partyId: 'other' })])
  const { items } = await events.list({ partyIds: ['other'] }, {}, { limit: 100 })
  expect(items.map(({ stationId }) => stationId)).toEqual(['CS-other'])
  expect((await events.list({ partyIds: ['other'] }, { stationId: 'CS-1' }, { limit: 100 })).items).toEqual([])
})

test('events are listed page by page, newest first, by kind', async () => {
  for (const second of [1, 2, 3]) {
    clock.advance(1_000)
    await events.record([event({ kind: 'firmware', type: `Step${second}`, at: new Date(clock.nowMs()) })])
  }
  const filter = { stationId: 'CS-1', kind: 'firmware' } as const
  const first = await events.list(everyParty, filter, { limit: 2 })
  const rest = await events.list(everyParty, filter, { limit: 2, cursor: first.nextCursor ?? '' })
  expect([...first.items, ...rest.items].map(({ type }) => type)).toEqual(['Step3', 'Step2', 'Step1'])
})
