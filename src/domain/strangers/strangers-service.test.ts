import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { memoryBus } from '#bus'
import { createStationEvents, SAME_MEASURE_MS } from '#domain/events'
import { everyParty, ManualClock, silentLogger } from '#kernel'
import { testDatabase } from '#test/database'
import { MOST_OF_ADDRESS, MOST_STRANGERS } from './stranger-store.ts'
import { createStrangers, STORED_A_MINUTE } from './strangers-service.ts'

const database = await testDatabase()
const clock = new ManualClock('2026-03-01T12:00:00Z')
const events = createStationEvents({ database, bus: memoryBus({ logger: silentLogger }), clock })
const settings = { defaultPartyId: 'default' }
const make = () => createStrangers({ database, clock, logger: silentLogger, events, settings })
let strangers = make()
const page = { limit: 500 }
const address = '192.0.2.1'
afterAll(async () => {
  await events.close()
  await database.close()
})
beforeEach(async () => {
  strangers = make()
  for (const table of ['stranger', 'station_event', 'station']) await database.query('', `DELETE FROM ${table}`, [])
  await database.query('', "INSERT INTO party (id, name) VALUES ('other', 'Other') ON CONFLICT DO NOTHING", [])
})

const unknown = (identity: string, change: object = {}) =>
  ({ kind: 'unknown-station', identity, remoteAddress: address, reason: 'unknown-station', ...change }) as const
const tls = { kind: 'tls', remoteAddress: address, reason: 'ERR_SSL_NO_SHARED_CIPHER' } as const
const listed = async (scope = everyParty) => (await strangers.list(scope, page)).items

/** A station that was last seen at the address. */
async function neighbour(id: string, connected: boolean, partyId = 'default') {
  await database.query('', 'INSERT INTO station (id, party_id) VALUES ($1, $2)', [id, partyId])
  const presence = 'INSERT INTO station_presence (station_id, connected, remote_address) VALUES ($1, $2, $3)'
  await database.query('', presence, [id, connected, address])
}
const eventsOf = async (stationId: string) => (await events.list(everyParty, { stationId }, page)).items

describe('a station that nobody has entered', () => {
  test('is seen by whose station it would be, once, with how often it tried', async () => {
    for (let attempt = 0; attempt < 5; attempt += 1) strangers.note(unknown('CS-9', { protocol: 'ocpp1.6' }))
    await strangers.settled()
    const firstAt = new Date(clock.nowMs())
    clock.advance(SAME_MEASURE_MS)
    strangers.note(unknown('CS-9', { protocol: 'ocpp1.6' }))
    await strangers.settled()
    expect(await listed({ partyIds: ['default'] })).toMatchObject([
      {
        ...{ kind: 'unknown-station', identity: 'CS-9', remoteAddress: address, reason: 'unknown-station' },
        ...{ partyId: 'default', protocol: 'ocpp1.6', firstAt, lastAt: new Date(clock.nowMs()), times: 6 },
      },
    ])
    expect(await listed({ partyIds: ['other'] })).toEqual([])
  })

  test('is a stranger no more once it is entered, and may be forgotten by those it is of', async () => {
    for (const identity of ['CS-8', 'CS-9']) strangers.note(unknown(identity))
    await strangers.settled()
    await database.query('', "INSERT INTO station (id, party_id) VALUES ('CS-9', 'other')", [])
    const [only, ...others] = await listed()
    expect([only?.identity, others]).toEqual(['CS-8', []])
    const id = only?.id ?? ''
    await expect(strangers.forget({ partyIds: ['other'] }, id)).rejects.toMatchObject({ code: 'not-found' })
    await strangers.forget({ partyIds: ['default'] }, id)
    expect(await listed()).toEqual([])
  })

  test('is one of a bounded number of its address and in all, those longest unseen forgotten', async () => {
    for (let name = 0; name < MOST_OF_ADDRESS + 5; name += 1) {
      clock.advance(1_000)
      strangers.note(unknown(`guess-${name}`))
      await strangers.settled()
    }
    const names = (await listed()).map(({ identity }) => identity)
    expect(names).toHaveLength(MOST_OF_ADDRESS)
    expect(names).not.toContain('guess-4')
    await database.query(
      '',
      `INSERT INTO stranger (id, kind, identity, remote_address, reason, first_at, last_at, times)
       SELECT '00' || n, 'unknown-station', 'x' || n, 'address ' || n, '', $1, $1, 1 FROM generate_series(1, $2) n`,
      [new Date(clock.nowMs() - 86_400_000), MOST_STRANGERS],
    )
    strangers.note(unknown('one more', { remoteAddress: '192.0.2.7' }))
    await strangers.settled()
    const { rows } = await database.query<{ count: number }>('', 'SELECT count(*) AS count FROM stranger', [])
    expect(Number(rows[0]?.count)).toBe(MOST_STRANGERS)
    expect((await listed()).map(({ identity }) => identity)).toContain('one more')
  })

  test('in a flood of made-up names is not stored beyond so many a minute', async () => {
    for (let name = 0; name < STORED_A_MINUTE + 20; name += 1) {
      strangers.note(unknown(`flood-${name}`, { remoteAddress: `10.0.0.${name}` }))
    }
    await strangers.settled()
    expect(await listed()).toHaveLength(STORED_A_MINUTE)
    clock.advance(60_000)
    strangers.note(unknown('later', { remoteAddress: '10.1.0.1' }))
    await strangers.settled()
    expect(await listed()).toHaveLength(STORED_A_MINUTE + 1)
  })

  test('of a party that is not there is seen by those who see all', async () => {
    const homeless = createStrangers({
      ...{ database, clock, logger: silentLogger, events },
      settings: { defaultPartyId: 'gone' },
    })
    homeless.note(unknown('CS-9'))
    await homeless.settled()
    const [found] = await listed()
    expect(found).toMatchObject({ identity: 'CS-9' })
    expect(found?.partyId).toBeUndefined()
  })
})

describe('1.6-sec A00.FR.323 a TLS handshake that fails', () => {
  test('where one station was last seen, which is away, is a security event of that station', async () => {
    await neighbour('CS-1', false)
    await neighbour('CS-2', true)
    strangers.note(tls)
    strangers.note(tls)
    await strangers.settled()
    expect(await eventsOf('CS-1')).toMatchObject([
      {
        ...{ kind: 'security', type: 'ConnectionRefused' },
        facts: { reason: 'tls', code: tls.reason, remoteAddress: address, knownBy: 'address' },
      },
    ])
    expect(await eventsOf('CS-2')).toEqual([])
    expect(await listed()).toEqual([])
  })

  test('where several of one party were last seen is theirs to see', async () => {
    await neighbour('CS-1', false)
    await neighbour('CS-2', false)
    strangers.note(tls)
    await strangers.settled()
    const [found] = await listed({ partyIds: ['default'] })
    expect(found).toMatchObject({ kind: 'tls', reason: tls.reason, remoteAddress: address, times: 1 })
    expect(found?.identity).toBeUndefined()
  })

  test('where stations of several parties were last seen, or nobody, is seen by those who see all', async () => {
    await neighbour('CS-1', false)
    await neighbour('CS-2', false, 'other')
    strangers.note(tls)
    strangers.note({ ...tls, remoteAddress: '198.51.100.1' })
    await strangers.settled()
    for (const partyId of ['default', 'other']) expect(await listed({ partyIds: [partyId] })).toEqual([])
    expect((await listed()).map(({ partyId }) => partyId)).toEqual([undefined, undefined])
  })
})

test('what cannot be stored harms nobody', async () => {
  strangers.note(unknown('CS\0-9', { remoteAddress: 'x'.repeat(10_000) }))
  await strangers.settled()
  expect((await listed())[0]).toMatchObject({ identity: 'CS\uFFFD-9' })
})
