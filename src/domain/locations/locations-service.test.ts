import { afterAll, beforeAll, expect, test } from 'vitest'
import { everyParty, ManualClock } from '#kernel'
import { testDatabase } from '#test/database'
import { createLocations, type NewLocation } from './index.ts'

const database = await testDatabase()
afterAll(() => database.close())
const clock = new ManualClock('2026-03-01T12:00:00Z')
const locations = createLocations({ database, clock })

beforeAll(async () => {
  await database.query('', "INSERT INTO party (id, name) VALUES ('other', 'Another operator')", [])
})

test('a location keeps what it was made of, and what changes', async () => {
  const given = {
    id: 'harbour',
    partyId: 'default',
    name: 'Harbour',
    address: 'Quay 1',
    city: 'Rotterdam',
    postalCode: '3011',
    country: 'NLD',
    latitude: 51.917123,
    longitude: 4.483456,
    timeZone: 'Europe/Amsterdam',
  }
  expect(await locations.create(given)).toEqual({ ...given, createdAt: new Date(clock.nowMs()) })
  const changed = await locations.change(everyParty, 'harbour', { name: 'Old harbour', latitude: -1.5 })
  expect(changed).toMatchObject({ ...given, name: 'Old harbour', latitude: -1.5 })
  expect(await locations.change(everyParty, 'harbour', {})).toEqual(changed)
})

test('what is null is taken away; name and time zone cannot be', async () => {
  const { id } = await locations.create({ partyId: 'default', name: 'Yard', city: 'Emden', latitude: 53, longitude: 7 })
  const changed = await locations.change(everyParty, id, { city: null, latitude: null, longitude: null })
  expect(changed).toEqual({ id, partyId: 'default', name: 'Yard', timeZone: 'UTC', createdAt: changed.createdAt })
})

test('one that is only named gets an id, and UTC', async () => {
  const { id } = await locations.create({ partyId: 'default', name: 'Depot' })
  expect(await locations.get(everyParty, id)).toEqual({
    id,
    partyId: 'default',
    name: 'Depot',
    timeZone: 'UTC',
    createdAt: new Date(clock.nowMs()),
  })
})

test.each<Partial<NewLocation>>([
  { name: ' ' },
  { name: 'x'.repeat(201) },
  { address: 'a\0b' },
  { country: 'NL' },
  { latitude: 90.1 },
  { longitude: -181 },
  { latitude: Number.NaN },
  { timeZone: 'Mars/Olympus' },
  { timeZone: '+02:00' },
])('%j is invalid', async (change) => {
  const made = { partyId: 'default', name: 'Wrong', ...change }
  await expect(locations.create(made)).rejects.toMatchObject({ code: 'invalid' })
})

test('ids are taken once; parties must exist', async () => {
  await locations.create({ id: 'taken', partyId: 'default', name: 'Taken' })
  const again = { id: 'taken', partyId: 'default', name: 'Again' }
  await expect(locations.create(again)).rejects.toMatchObject({ code: 'conflict' })
  await expect(locations.create({ partyId: 'nobody', name: 'X' })).rejects.toMatchObject({ code: 'invalid' })
})

test('a location is removed once no station stands there', async () => {
  await locations.create({ id: 'closing', partyId: 'default', name: 'Closing' })
  await database.query('', "INSERT INTO station (id, party_id, location_id) VALUES ('CS-1', 'default', 'closing')", [])
  await expect(locations.remove(everyParty, 'closing')).rejects.toMatchObject({ code: 'conflict' })
  await database.query('', 'UPDATE station SET location_id = NULL', [])
  await locations.remove(everyParty, 'closing')
  await expect(locations.get(everyParty, 'closing')).rejects.toMatchObject({ code: 'not-found' })
})

test('another party sees, changes and removes none of them', async () => {
  await locations.create({ id: 'private', partyId: 'default', name: 'Private' })
  await locations.create({ id: 'theirs', partyId: 'other', name: 'Theirs' })
  const scope = { partyIds: ['other'] }
  const notFound = { code: 'not-found' }
  await expect(locations.get(scope, 'private')).rejects.toMatchObject(notFound)
  await expect(locations.change(scope, 'private', { name: 'Mine' })).rejects.toMatchObject(notFound)
  await expect(locations.remove(scope, 'private')).rejects.toMatchObject(notFound)
  expect((await locations.list(scope, {}, { limit: 10 })).items.map(({ id }) => id)).toEqual(['theirs'])
})

test('they are listed page by page, each once, and found by what they are called', async () => {
  for (const id of ['page-c', 'page-a', 'page-b']) {
    await locations.create({ id, partyId: 'default', name: `Site ${id}`, city: 'Listed' })
  }
  const first = await locations.list(everyParty, { search: 'listed' }, { limit: 2 })
  const rest = await locations.list(everyParty, { search: 'listed' }, { limit: 2, cursor: first.nextCursor ?? '' })
  expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(['page-a', 'page-b', 'page-c'])
  expect(rest.nextCursor).toBeUndefined()
})
