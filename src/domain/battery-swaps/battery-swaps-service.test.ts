import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { everyParty, ManualClock, newId, silentLogger } from '#kernel'
import { testDatabase } from '#test/database'
import { createBatterySwaps, type NewSwapEvent, SWAP_EVENTS_A_DAY } from './index.ts'

const DAY_MS = 86_400_000
const database = await testDatabase()
afterAll(() => database.close())
const clock = new ManualClock('2026-03-01T12:00:00Z')
const swaps = createBatterySwaps({ database, clock, logger: silentLogger })
let count = 0
let stationId = ''
beforeAll(() => database.query('', "INSERT INTO party (id, name) VALUES ('north', 'North')", []))
beforeEach(async () => {
  count += 1
  stationId = `S${count}`
  await database.query('', "INSERT INTO station (id, party_id) VALUES ($1, 'north')", [stationId])
})

const tell = (requestId: number, more: Partial<NewSwapEvent> = {}) =>
  swaps.record({
    ...{ stationId, requestId, kind: 'in', token: 'ALICE', tokenKind: 'rfid', receivedAt: new Date(clock.nowMs()) },
    batteries: [{ evseId: 1, serialNumber: 'B-1', stateOfCharge: 9, stateOfHealth: 99 }],
    ...more,
  })
const kept = async () => {
  const { items } = await swaps.list(everyParty, { stationId }, { limit: 100 })
  return items.map(({ requestId }) => requestId)
}

test('a station that swaps without end is kept to a bound in a day, and nobody else is; the next day it is heard again', async () => {
  const firstId = newId(clock.nowMs())
  await database.query(
    '',
    `INSERT INTO battery_swap_event
       (id, station_id, party_id, request_id, kind, token_value, token_kind, batteries, digest, received_at)
     SELECT $1 || n, $2, 'north', n, 'in', 'ALICE', 'rfid', '[]', '', now() FROM generate_series(2, $3) AS n`,
    [firstId, stationId, SWAP_EVENTS_A_DAY],
  )
  const last = SWAP_EVENTS_A_DAY + 1
  clock.advance(1)
  await tell(last)
  await tell(last + 1)
  expect(await swaps.list(everyParty, { stationId, requestId: last }, { limit: 1 })).toMatchObject({ items: [{}] })
  const over = { stationId, requestId: last + 1 }
  expect(await swaps.list(everyParty, over, { limit: 1 })).toMatchObject({ items: [] })
  await database.query('', "INSERT INTO station (id, party_id) VALUES ('other', 'north')", [])
  await tell(1, { stationId: 'other' })
  expect(await swaps.list(everyParty, { stationId: 'other' }, { limit: 1 })).toMatchObject({ items: [{}] })
  clock.advance(DAY_MS)
  await tell(last + 1)
  expect(await swaps.list(everyParty, over, { limit: 1 })).toMatchObject({ items: [{}] })
})

test('the oldest go first, so many at a time, and nothing younger', async () => {
  await tell(1)
  clock.advance(1)
  await tell(2)
  clock.advance(DAY_MS)
  await tell(3)
  const before = new Date(clock.nowMs() - 1000)
  await database.query('', 'DELETE FROM battery_swap_event WHERE station_id <> $1', [stationId])
  expect(await swaps.removeBefore(before, 1)).toBe(1)
  expect(await kept()).toEqual([3, 2])
  expect(await swaps.removeBefore(before, 10)).toBe(1)
  expect(await swaps.removeBefore(before, 10)).toBe(0)
  expect(await kept()).toEqual([3])
})
