import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everyParty, ManualClock } from '#kernel'
import { testDatabase } from '#test/database'
import { scansOf } from '#test/index-use'
import { createAuthorization, type NewToken, type TokenRef } from './index.ts'

const database = await testDatabase()
afterAll(() => database.close())
const clock = new ManualClock('2026-03-01T12:00:00Z')
const authorization = createAuthorization({ database, clock })

const rfid = (value: string): TokenRef => ({ value, kind: 'rfid' })
const create = (value: string, change: Partial<NewToken> = {}) =>
  authorization.create({ partyId: 'default', value, ...change })

const judgeStart = (partyId: string, token: TokenRef, transactionId: string) =>
  authorization.startInTurn(partyId, token, transactionId, async (verdict) => verdict)

async function runTransaction(id: string, token: string) {
  await database.query(
    '',
    `INSERT INTO transaction (id, station_id, party_id, reference, numbered, status, token_value, first_event_at, last_event_at,
       received_at, updated_at) VALUES ($1, 'CS-1', 'default', $1, false, 'active', $2, now(), now(), now(), now())`,
    [id, token],
  )
}

beforeAll(async () => {
  await database.query('', "INSERT INTO party (id, name) VALUES ('other', 'Another operator')", [])
  await database.query('', "INSERT INTO station (id, party_id) VALUES ('CS-1', 'default')", [])
})

describe('authorization', () => {
  test('a token is known in any case of its letters', async () => {
    await create('04aB')
    expect(await authorization.authorize('default', rfid('04Ab'))).toEqual({ status: 'accepted' })
  })

  test('a token of another party, and one nobody has, is unknown', async () => {
    await create('theirs', { partyId: 'other' })
    expect(await authorization.authorize('default', rfid('theirs'))).toEqual({ status: 'refused', reason: 'unknown' })
    expect(await authorization.authorize('other', rfid('theirs'))).toEqual({ status: 'accepted' })
  })

  test.each(['', '\0', 'x'.repeat(10_000)])('what can be no token is unknown, and no failure', async (value) => {
    expect(await authorization.authorize('default', rfid(value))).toEqual({ status: 'refused', reason: 'unknown' })
  })

  test('stations that ask at once each get their own answer', async () => {
    await create('crowd-blocked', { status: 'blocked' })
    await create('crowd-group', { groupId: 'family' })
    const asked = ['crowd-group', 'crowd-nobody', 'crowd-blocked', 'CROWD-group']
    expect(await Promise.all(asked.map((value) => authorization.authorize('default', rfid(value))))).toEqual([
      { status: 'accepted', groupId: 'family' },
      { status: 'refused', reason: 'unknown' },
      { status: 'refused', reason: 'blocked' },
      { status: 'accepted', groupId: 'family' },
    ])
  })

  test('a token expires by the clock', async () => {
    const validUntil = new Date(clock.nowMs() + 1_000)
    await create('expiring', { validUntil })
    expect(await authorization.authorize('default', rfid('expiring'))).toEqual({ status: 'accepted', validUntil })
    clock.advance(1_000)
    expect(await authorization.authorize('default', rfid('expiring'))).toMatchObject({ reason: 'expired' })
  })
})

describe('concurrent use', () => {
  test('a transaction elsewhere refuses the start of another, never its own repetition', async () => {
    await create('Busy')
    await runTransaction('tx-busy', 'bUSY')
    expect(await judgeStart('default', rfid('busy'), 'tx-new')).toMatchObject({
      reason: 'concurrent',
    })
    expect(await judgeStart('default', rfid('busy'), 'tx-busy')).toEqual({ status: 'accepted' })
  })

  test('whoever only asks, perhaps in order to stop, is not refused for charging', async () => {
    await create('stopper')
    await runTransaction('tx-stopper', 'stopper')
    expect(await authorization.authorize('default', rfid('stopper'))).toEqual({ status: 'accepted' })
  })

  test('ended transactions and those of other parties do not count', async () => {
    await create('shared')
    await create('shared', { partyId: 'other' })
    await runTransaction('tx-shared', 'shared')
    expect(await judgeStart('other', rfid('shared'), 'tx-new')).toEqual({ status: 'accepted' })
    await database.query('', "UPDATE transaction SET status = 'ended' WHERE id = 'tx-shared'", [])
    expect(await judgeStart('default', rfid('shared'), 'tx-new')).toEqual({ status: 'accepted' })
  })
})

describe('tokens', () => {
  test('are made, changed and removed', async () => {
    const token = await create('life', { label: 'Blue card', groupId: 'family' })
    expect(token).toEqual({
      id: token.id,
      partyId: 'default',
      value: 'life',
      kind: 'rfid',
      label: 'Blue card',
      groupId: 'family',
      status: 'active',
      concurrentLimit: 1,
      createdAt: new Date(clock.nowMs()),
    })
    const changed = await authorization.change(everyParty, token.id, { status: 'blocked', groupId: null })
    expect(changed).toMatchObject({ status: 'blocked', label: 'Blue card' })
    expect(changed.groupId).toBeUndefined()
    await authorization.remove(everyParty, token.id)
    await expect(authorization.get(everyParty, token.id)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('1.6 §6.41/2 a party has a value once, and so has a list of its tokens, in whatever case', async () => {
    await create('Once')
    await expect(create('oNCE')).rejects.toMatchObject({ code: 'conflict' })
    await expect(create('ONCE', { partyId: 'other' })).resolves.toMatchObject({ value: 'ONCE' })
  })

  test.each<[string, Partial<NewToken>]>([
    ['no value', { value: '' }],
    ['a value of 256 characters', { value: 'x'.repeat(256) }],
    ['outer blanks', { value: ' x' }],
    ['a negative limit', { concurrentLimit: -1 }],
    ['a party that does not exist', { partyId: 'nobody' }],
  ])('one with %s is invalid', async (_, change) => {
    await expect(create('wrong', change)).rejects.toMatchObject({ code: 'invalid' })
  })

  test('another party sees, changes and removes none of them', async () => {
    const token = await create('private')
    const scope = { partyIds: ['other'] }
    const notFound = { code: 'not-found' }
    await expect(authorization.get(scope, token.id)).rejects.toMatchObject(notFound)
    await expect(authorization.change(scope, token.id, { status: 'blocked' })).rejects.toMatchObject(notFound)
    await expect(authorization.remove(scope, token.id)).rejects.toMatchObject(notFound)
    const { items } = await authorization.list(scope, {}, { limit: 1_000 })
    expect(new Set(items.map(({ partyId }) => partyId))).toEqual(new Set(['other']))
    expect(await authorization.list({ partyIds: [] }, {}, { limit: 10 })).toEqual({ items: [] })
  })

  test('are listed page by page, newest first, each once, and found by what they bear', async () => {
    for (const value of ['page-1', 'page-2', 'page-3', 'page_4']) {
      clock.advance(1)
      await create(value, { label: 'Listed 100%' })
    }
    const filter = { search: 'listed 100%' }
    const first = await authorization.list(everyParty, filter, { limit: 3 })
    const rest = await authorization.list(everyParty, filter, { limit: 3, cursor: first.nextCursor ?? '' })
    const found = [...first.items, ...rest.items].map(({ value }) => value)
    expect(found).toEqual(['page_4', 'page-3', 'page-2', 'page-1'])
    expect(rest.nextCursor).toBeUndefined()
    expect((await authorization.list(everyParty, { search: 'page_' }, { limit: 9 })).items).toHaveLength(1)
  })

  test('are looked up by their words in an index of words', async () => {
    const scans = await scansOf('token_words', (where) =>
      createAuthorization({ database: where, clock }).list(everyParty, { search: 'listed' }, { limit: 9 }),
    )
    expect(scans).toBe(1)
  })
})
