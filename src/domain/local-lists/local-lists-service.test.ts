import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { createAuthorization, type NewToken } from '#domain/authorization'
import { createDeviceModel } from '#domain/device-model'
import { everyParty, ManualClock } from '#kernel'
import { testDatabase } from '#test/database'
import { createLocalLists } from './index.ts'
import { MOST_EXCLUDED } from './local-list-store.ts'

const database = await testDatabase()
const clock = new ManualClock('2026-03-01T12:00:00Z')
const authorization = createAuthorization({ database, clock })
const deviceModel = createDeviceModel({ database, clock })
const lists = createLocalLists({ database, clock, deviceModel })
afterAll(async () => {
  await authorization.close()
  await database.close()
})

let stationId = ''
let partyId = ''
let count = 0
beforeEach(async () => {
  count += 1
  stationId = `CS-${count}`
  partyId = `party-${count}`
  await database.query('', 'INSERT INTO party (id, name) VALUES ($1, $1)', [partyId])
  await database.query('', 'INSERT INTO station (id, party_id) VALUES ($1, $2)', [stationId, partyId])
})

const add = (value: string, change: Partial<NewToken> = {}) => authorization.create({ partyId, value, ...change })
const wanted = async () => (await lists.plan(stationId)).wanted
const room = (entries: number) =>
  deviceModel.record(
    stationId,
    [{ component: 'Configuration', name: 'LocalAuthListMaxLength', attribute: 'Actual', value: String(entries) }],
    new Date(clock.nowMs()),
  )

describe('what belongs on a list', () => {
  test('are all tokens of the party with what is known of each, and nobody else’s', async () => {
    const validUntil = new Date('2026-04-01T00:00:00Z')
    await add('ALICE', { groupId: 'family', validUntil })
    await add('BOB', { status: 'blocked' })
    clock.advance(1)
    await add('CAROL', { validUntil: new Date('2026-02-01T00:00:00Z') })
    await authorization.create({ partyId: 'default', value: `other-${count}` })
    expect(await wanted()).toEqual([
      { value: 'ALICE', kind: 'rfid', status: 'accepted', groupId: 'family', validUntil },
      { value: 'CAROL', kind: 'rfid', status: 'expired', validUntil: new Date('2026-02-01T00:00:00Z') },
      { value: 'BOB', kind: 'rfid', status: 'blocked' },
    ])
  })

  test('where there is no room for all, are those that may charge, the newest first', async () => {
    await add('OLD')
    await add('BLOCKED', { status: 'blocked' })
    clock.advance(1_000)
    await add('NEW')
    await room(2)
    const plan = await lists.plan(stationId)
    expect(plan.wanted.map(({ value }) => value)).toEqual(['NEW', 'OLD'])
    expect(plan.omitted).toBe(1)
    await room(0)
    expect(await lists.plan(stationId)).toMatchObject({ wanted: [], omitted: 3 })
  })

  test('is nothing that is not good at every EVSE of the station: about that it asks', async () => {
    await database.query('', 'INSERT INTO station (id, party_id) VALUES ($1, $2)', [`other-${count}`, partyId])
    await database.query(
      '',
      `INSERT INTO connector (station_id, evse_id, connector_id, status, status_at, ordered_at, received_at)
       VALUES ($1, 1, 1, 'available', now(), now(), now()), ($1, 2, 1, 'available', now(), now(), now())`,
      [stationId],
    )
    await add('HERE', { places: [{ stationId }] })
    await add('PARTLY', { places: [{ stationId, evseId: 2 }] })
    await add('ELSEWHERE', { places: [{ stationId: `other-${count}` }] })
    await add('FAST', { evseKind: 'dc' })
    expect((await wanted()).map(({ value }) => value).toSorted()).toEqual(['FAST', 'HERE'])
  })

  test('is nothing prepaid: whether there is anything left only we can say', async () => {
    const prepaid = await add('PREPAID')
    await add('ALICE')
    await lists.confirm(stationId, 1, await wanted())
    await database.query(
      '',
      "INSERT INTO token_balance (token_id, party_id, currency, amount) VALUES ($1, $2, 'EUR', 5)",
      [prepaid.id, partyId],
    )
    expect((await wanted()).map(({ value }) => value)).toEqual(['ALICE'])
    expect((await lists.plan(stationId)).changes.drop).toMatchObject([{ value: 'PREPAID' }])
  })

  test('is no button and nothing longer than the version of the station can say', async () => {
    await add('x'.repeat(21))
    await add('button', { kind: 'no-authorization' })
    expect(await wanted()).toEqual([])
  })

  test('changes by itself when a token runs out', async () => {
    await add('ALICE', { validUntil: new Date(clock.nowMs() + 1_000) })
    const [entry] = await wanted()
    await lists.confirm(stationId, 1, await wanted())
    clock.advance(1_000)
    expect((await lists.plan(stationId)).changes.put).toEqual([{ ...entry, status: 'expired' }])
  })
})

describe('the entries', () => {
  const none = { limit: 50 }
  test('a station is believed to hold are shown beside those it is to hold, page by page', async () => {
    await add('ALICE')
    await add('BOB')
    await lists.confirm(stationId, 1, [...(await wanted()), { value: 'GONE', kind: 'rfid', status: 'accepted' }])
    await add('carol')
    await add('1234', { kind: 'key-code' })
    const all = await lists.entries(everyParty, stationId, {}, none)
    expect(all.items.map(({ value, state }) => [value, state])).toEqual([
      ['ALICE', 'same'],
      ['BOB', 'same'],
      ['carol', 'to-add'],
      ['GONE', 'to-go'],
      ['***', 'to-add'],
    ])
    const first = await lists.entries(everyParty, stationId, { state: 'to-add' }, { limit: 1 })
    expect(first.items).toMatchObject([{ value: 'carol', wanted: { status: 'accepted' } }])
    const second = await lists.entries(
      everyParty,
      stationId,
      { state: 'to-add' },
      { limit: 1, cursor: first.nextCursor ?? '' },
    )
    expect(second).toMatchObject({ items: [{ value: '***' }] })
    expect(second.nextCursor).toBeUndefined()
  })

  test('are those of the party alone, and a cursor is one of this list', async () => {
    const theirs = lists.entries({ partyIds: ['default'] }, stationId, {}, none)
    await expect(theirs).rejects.toMatchObject({ code: 'not-found' })
    const cursor = Buffer.from('["one"]').toString('base64url')
    await expect(lists.entries(everyParty, stationId, {}, { limit: 1, cursor })).rejects.toMatchObject({
      code: 'invalid',
    })
  })
})

describe('a choice', () => {
  test('holds until another is made, and lets go of tokens that are deleted', async () => {
    const alice = await add('ALICE')
    const bob = await add('BOB')
    await lists.choose(everyParty, stationId, { selection: 'chosen', tokenIds: [alice.id, bob.id, alice.id] })
    await authorization.remove(everyParty, bob.id)
    expect((await lists.get(everyParty, stationId)).tokenIds).toEqual([alice.id])
    expect(await lists.choose(everyParty, stationId, { selection: 'chosen', tokenIds: [] })).toMatchObject({
      tokenIds: [],
      drift: { put: 0 },
    })
    const all = await lists.choose(everyParty, stationId, { selection: 'all' })
    expect(all).toMatchObject({ selection: 'all', drift: { put: 1 } })
    expect(all.tokenIds).toBeUndefined()
  })

  test('of tokens that are not the party’s is refused whole', async () => {
    const alice = await add('ALICE')
    const choice = { selection: 'chosen', tokenIds: [alice.id, 'nobody'] } as const
    await expect(lists.choose(everyParty, stationId, choice)).rejects.toMatchObject({ code: 'invalid' })
    expect(await lists.get(everyParty, stationId)).toMatchObject({ selection: 'all' })
  })

  test('is made and seen by the party alone', async () => {
    const other = { partyIds: ['default'] }
    await expect(lists.get(other, stationId)).rejects.toMatchObject({ code: 'not-found' })
    await expect(lists.choose(other, stationId, { selection: 'all' })).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('N10.FR.02 a token that is to be forgotten', () => {
  test('is kept off the list until the list is chosen anew', async () => {
    await add('ALICE')
    await add('BOB')
    const plan = await lists.plan(stationId, 'Alice')
    expect(plan.wanted.map(({ value }) => value)).toEqual(['BOB'])
    expect(await wanted()).toHaveLength(2)
    await lists.exclude(stationId, 'alice')
    expect((await wanted()).map(({ value }) => value)).toEqual(['BOB'])
    await lists.choose(everyParty, stationId, { selection: 'all' })
    expect(await wanted()).toHaveLength(2)
  })

  test('is one of a bounded number, the latest of them', async () => {
    for (const value of ['first', 'second']) await lists.exclude(stationId, value)
    await database.query(
      '',
      'UPDATE local_list SET excluded = excluded || ARRAY(SELECT g::text FROM generate_series(3, $2) g) WHERE station_id = $1',
      [stationId, MOST_EXCLUDED],
    )
    await lists.exclude(stationId, 'LAST')
    await lists.exclude(stationId, 'last')
    const { rows } = await database.query<{ excluded: string[] }>(
      '',
      'SELECT excluded FROM local_list WHERE station_id = $1',
      [stationId],
    )
    expect(rows[0]?.excluded).toHaveLength(MOST_EXCLUDED)
    expect(rows[0]?.excluded[0]).toBe('second')
    expect(rows[0]?.excluded.at(-1)).toBe('last')
  })
})

describe('what a station tells', () => {
  test('of a version is compared with what it confirmed, unless it confirmed another since', async () => {
    await lists.confirm(stationId, 4, [])
    clock.advance(1_000)
    await lists.reported(stationId, 9)
    expect((await lists.get(everyParty, stationId)).drift).toMatchObject({ otherVersion: true, upToDate: false })
    clock.advance(1_000)
    await lists.confirm(stationId, 10, [])
    expect((await lists.get(everyParty, stationId)).drift).toMatchObject({ otherVersion: false, upToDate: true })
  })

  test('is beyond belief, or of a station that is gone: kept within bounds, or not at all', async () => {
    await lists.reported(stationId, 1e300)
    expect(await lists.get(everyParty, stationId)).toMatchObject({ reportedVersion: 2 ** 31 - 1 })
    await lists.reported('CS-gone', 1)
    await expect(lists.get(everyParty, 'CS-gone')).rejects.toMatchObject({ code: 'not-found' })
  })

  test('nothing: as long as an update is unanswered nobody knows what it has', async () => {
    await lists.sending(stationId)
    expect((await lists.plan(stationId)).uncertain).toBe(true)
    await lists.refused(stationId)
    expect((await lists.plan(stationId)).uncertain).toBe(false)
  })
})
