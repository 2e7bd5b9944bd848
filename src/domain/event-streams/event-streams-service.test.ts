import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { createMonitoring } from '#domain/monitoring'
import { everyParty, ManualClock } from '#kernel'
import { testDatabase } from '#test/database'
import { MAX_STREAMS, openStream } from './event-stream-store.ts'
import { createEventStreams } from './index.ts'
import { VALUES_KEPT } from './stream-value-store.ts'

const database = await testDatabase()
afterAll(() => database.close())
const clock = new ManualClock('2026-03-01T12:00:00Z')
const monitoring = createMonitoring({ database, clock })
const streams = createEventStreams({ database, clock })

let stationId = ''
let count = 0
beforeEach(async () => {
  count += 1
  stationId = `CS-${count}`
  await database.query('', "INSERT INTO station (id, party_id) VALUES ($1, 'default')", [stationId])
})

const source = {
  component: 'EVSE',
  evseId: 1,
  name: 'Power',
  type: 'periodic',
  severity: 8,
  origin: 'custom',
  duringTransaction: false,
} as const
const now = () => new Date(clock.nowMs())
const watch = (id = 5) => monitoring.learn(stationId, { kind: 'set', monitors: [{ ...source, id, value: 10 }] })
const open = (id = 1, monitorId = 5) => streams.open(stationId, { id, monitorId, pace: { intervalS: 60 } })
const tell = (values: readonly string[], streamId = 1) =>
  streams.record({
    stationId,
    streamId,
    values: values.map((value, at) => ({ at: new Date(clock.nowMs() + at), value })),
    pending: 3,
    receivedAt: now(),
  })
const listed = () => streams.list(everyParty, stationId)
const values = async (limit = 1_000) => (await streams.listValues(everyParty, { stationId }, { limit })).items

describe('N11.FR.04, N11.FR.08: a stream', () => {
  test('is joined to its monitor', async () => {
    await watch()
    expect(await open()).toBe(true)
    await tell(['7', '8'])
    const stream = { id: 1, monitorId: 5, pace: { intervalS: 60 }, source, openedAt: now(), lastAt: now(), pending: 3 }
    expect(await listed()).toEqual([stream])
    expect(await values()).toEqual([
      { monitorId: 5, at: new Date(clock.nowMs() + 1), receivedAt: now(), value: '8', trigger: 'periodic', source },
      { monitorId: 5, at: now(), receivedAt: now(), value: '7', trigger: 'periodic', source },
    ])
  })

  test('of a monitor that is not known yet is joined once it is, and stays so when the monitor is gone', async () => {
    await open()
    await tell(['7'])
    expect((await values())[0]).not.toHaveProperty('source')
    await watch()
    expect(await values()).toMatchObject([{ source }])
    await tell(['8'])
    await monitoring.learn(stationId, { kind: 'cleared', ids: [5] })
    expect(await values()).toMatchObject([{ source }, { source }])
  })

  test('that was opened before its monitor was known says what it is of when that is gone before the first value', async () => {
    await open()
    await watch()
    await streams.monitorsLearned(stationId)
    await monitoring.learn(stationId, { kind: 'cleared', ids: [5] })
    await tell(['7'])
    expect(await values()).toMatchObject([{ source }])
  })

  test('that is being opened while its monitor is told of says what it is of when that is gone', async () => {
    const [opened, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const opening = database.transaction(async (queries) => {
      await openStream(queries, stationId, { id: 1, monitorId: 5, pace: {} }, now())
      opened.resolve()
      await held.promise
    })
    await opened.promise
    await watch()
    let done = false
    const told = streams.monitorsLearned(stationId).then(() => {
      done = true
    })
    const waiting = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    await expect.poll(async () => done || (await database.query('', waiting, [])).rows.length > 0).toBe(true)
    held.resolve()
    await Promise.all([opening, told])
    await monitoring.learn(stationId, { kind: 'cleared', ids: [5] })
    await tell(['7'])
    expect(await values()).toMatchObject([{ source }])
  })

  test('N13.FR.02: once closed takes nothing more, and keeps what it brought', async () => {
    await open()
    expect(await tell(['7'])).toBe(1)
    await streams.close(stationId, 1)
    expect(await tell(['8'])).toBe(0)
    expect(await listed()).toEqual([])
    expect(await values()).toMatchObject([{ value: '7' }])
  })

  test('N11.FR.05: is refused when there are too many, or when it cannot be', async () => {
    for (let id = 1; id <= MAX_STREAMS; id += 1) expect(await open(id, id)).toBe(true)
    expect(await open(MAX_STREAMS + 1)).toBe(false)
    expect(await open(1, 7)).toBe(true)
    expect(await streams.open(stationId, { id: -1, monitorId: 5, pace: {} })).toBe(false)
    expect(await streams.open('nobody', { id: 1, monitorId: 5, pace: {} })).toBe(false)
  })

  test('N12, N14: follows what the station says is open, and its pace', async () => {
    await open(1)
    await open(2, 6)
    await streams.learn(stationId, { kind: 'open', streams: [{ id: 2, monitorId: 6, pace: { values: 9 } }] })
    await streams.learn(stationId, { kind: 'paced', streamId: 2, pace: { intervalS: 5 } })
    expect(await listed()).toMatchObject([{ id: 2, pace: { intervalS: 5, values: 9 } }])
  })

  test('is of no other party', async () => {
    const stranger = { partyIds: ['north'] }
    await expect(streams.list(stranger, stationId)).rejects.toMatchObject({ code: 'not-found' })
    await expect(streams.listValues(stranger, { stationId }, { limit: 1 })).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('values', () => {
  test('are kept up to a number: the newest', async () => {
    await open()
    const told = Array.from({ length: VALUES_KEPT + 5 }, (_, value) => String(value))
    expect(await tell(told)).toBe(VALUES_KEPT)
    clock.advance(60_000)
    await tell(['newer'])
    const { rows } = await database.query('', 'SELECT value FROM stream_value WHERE station_id = $1', [stationId])
    expect(rows).toHaveLength(VALUES_KEPT)
    expect(rows).toContainEqual({ value: 'newer' })
    expect(rows).not.toContainEqual({ value: '5' })
    expect(rows).toContainEqual({ value: '6' })
  })

  test('come by page, of one monitor or of all', async () => {
    await open(1, 5)
    await open(2, 6)
    await tell(['a', 'b', 'c'], 1)
    await tell(['d'], 2)
    const one = { stationId, monitorId: 6 }
    expect((await streams.listValues(everyParty, one, { limit: 9 })).items).toMatchObject([{ value: 'd' }])
    const read: string[] = []
    let cursor: string | undefined
    do {
      const page = cursor === undefined ? { limit: 1 } : { limit: 1, cursor }
      const { items, nextCursor } = await streams.listValues(everyParty, { stationId }, page)
      read.push(...items.map(({ value }) => value))
      cursor = nextCursor
    } while (cursor !== undefined)
    expect(read).toEqual(['c', 'b', 'a', 'd'])
    const wrong = { limit: 1, cursor: Buffer.from('["x","y","z"]').toString('base64url') }
    await expect(streams.listValues(everyParty, { stationId }, wrong)).rejects.toMatchObject({ code: 'invalid' })
  })

  test('of which there is none, or that are odd, hurt nothing', async () => {
    await open()
    expect(await tell([])).toBe(0)
    const receivedAt = now()
    const odd = [{ at: new Date(Number.NaN), value: 'x\0' }]
    await streams.record({ stationId, streamId: 1, values: odd, pending: -5, receivedAt })
    expect(await values()).toMatchObject([{ at: receivedAt, value: 'x\uFFFD' }])
    expect(await streams.record({ stationId, streamId: 2 ** 60, values: odd, pending: 0, receivedAt })).toBe(0)
  })
})
