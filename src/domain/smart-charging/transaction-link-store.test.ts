import { afterAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '#test/database'
import { followTransactions } from './transaction-link-store.ts'

const database = await testDatabase()
afterAll(() => database.close())

const SENT_MS = Date.parse('2026-03-01T12:00:00Z')
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const after = (ms: number) => new Date(SENT_MS + ms)

let stationId = ''
let count = 0
beforeEach(async () => {
  count += 1
  stationId = `CS-${count}`
  await database.query('', "INSERT INTO station (id, party_id) VALUES ($1, 'default')", [stationId])
  await database.query(
    '',
    `INSERT INTO charging_profile (station_id, profile_id, evse_id, purpose, stack_level, start_number, start_token, source,
       standing, sent, sent_at) VALUES ($1, 1, 1, 'transaction', 0, 77, 'Alice', 'operator', 'accepted', '{}', $2)`,
    [stationId, after(0)],
  )
})

/** A transaction of 1.6: when it began by the station's clock, and when it was heard of. */
async function begins(reference: string, startedAt: Date, heardAt: Date): Promise<void> {
  await database.query(
    '',
    `INSERT INTO transaction (id, station_id, party_id, reference, numbered, status, evse_id, started_at, first_event_at,
       last_event_at, received_at, updated_at, token_value)
     VALUES ($1, $2, 'default', $3, true, 'active', 1, $4, $4, $4, $5, $5, 'ALICE')`,
    [`${stationId}-${reference}`, stationId, reference, startedAt, heardAt],
  )
}

/** What its connector is, told with a time of its own. */
async function tells(at: Date, heardAt: Date): Promise<void> {
  await database.query(
    '',
    `INSERT INTO connector (station_id, evse_id, connector_id, status, status_at, ordered_at, received_at)
     VALUES ($1, 1, 1, 'charging', $2, $3, $3)`,
    [stationId, at, heardAt],
  )
}

/** The transaction the profile goes with, having looked at the end of all this. */
async function goesWith(): Promise<unknown> {
  await followTransactions(database, stationId, after(10 * MINUTE))
  const { rows } = await database.query<{ transaction_reference: string | null }>(
    '',
    'SELECT transaction_reference FROM charging_profile WHERE station_id = $1',
    [stationId],
  )
  return rows.map((row) => row.transaction_reference)
}

test('D-16 in 1.6 the profile of a remote start goes with what began after it, not with what began offline before', async () => {
  await begins('offline', after(-30 * MINUTE), after(1_000))
  expect(await goesWith()).toEqual([null])
  await begins('begun', after(5_000), after(6_000))
  expect(await goesWith()).toEqual(['begun'])
})

test.each([
  ['an hour behind', HOUR],
  ['two hours ahead', -2 * HOUR],
])('D-16 the same where the clock is %s, by what the station tells of its connectors', async (_, behindMs) => {
  const by = (ms: number) => after(ms - behindMs)
  await tells(by(3_000), after(3_500))
  await begins('offline', by(-30 * MINUTE), after(1_000))
  expect(await goesWith()).toEqual([null])
  await begins('begun', by(5_000), after(6_000))
  expect(await goesWith()).toEqual(['begun'])
})

test('D-16 in 2.x it goes with the one that tells the number of the start, whenever that began', async () => {
  await begins('offline', after(-30 * MINUTE), after(1_000))
  const told = 'UPDATE transaction SET remote_start_id = 77, numbered = false WHERE station_id = $1'
  await database.query('', told, [stationId])
  expect(await goesWith()).toEqual(['offline'])
})
