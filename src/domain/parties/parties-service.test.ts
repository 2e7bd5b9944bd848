import { afterAll, expect, test } from 'vitest'
import { everyParty, ManualClock } from '#kernel'
import { testDatabase } from '#test/database'
import { createParties } from './index.ts'

const database = await testDatabase()
afterAll(() => database.close())
const clock = new ManualClock('2026-03-01T12:00:00Z')
const parties = createParties({ database, clock })

test('a party is made, renamed and listed', async () => {
  expect(await parties.create({ id: 'volt', name: ' Volt Ltd ' })).toEqual({
    id: 'volt',
    name: 'Volt Ltd',
    createdAt: new Date(clock.nowMs()),
  })
  expect(await parties.rename(everyParty, 'volt', 'Volt & Sons')).toMatchObject({ name: 'Volt & Sons' })
  expect((await parties.list(everyParty)).map(({ id }) => id)).toEqual(['default', 'volt'])
})

test('an id is taken once', async () => {
  await expect(parties.create({ id: 'default', name: 'Another' })).rejects.toMatchObject({ code: 'conflict' })
})

test.each(['', 'a.b', 'a b', '-a', 'x'.repeat(49), 'ä'])('the id %j is invalid', async (id) => {
  await expect(parties.create({ id, name: 'Volt' })).rejects.toMatchObject({ code: 'invalid' })
})

test.each(['', '  ', 'x'.repeat(201), 'a\0b'])('the name %j is invalid', async (name) => {
  await expect(parties.create({ id: 'named', name })).rejects.toMatchObject({ code: 'invalid' })
  await expect(parties.rename(everyParty, 'default', name)).rejects.toMatchObject({ code: 'invalid' })
})

test('another party is neither seen nor renamed', async () => {
  await parties.create({ id: 'amp', name: 'Amp Ltd' })
  const scope = { partyIds: ['amp'] }
  expect((await parties.list(scope)).map(({ id }) => id)).toEqual(['amp'])
  await expect(parties.get(scope, 'default')).rejects.toMatchObject({ code: 'not-found' })
  await expect(parties.rename(scope, 'default', 'Mine')).rejects.toMatchObject({ code: 'not-found' })
})
