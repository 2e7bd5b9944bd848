import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '#test/database'
import { type CopyRow, CopyRowWriter } from './copy-rows.ts'
import { isUniqueViolation } from './database-error.ts'

const COPY = 'COPY told (key) FROM STDIN (FORMAT binary)'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase({ unmigrated: true })
  await database.pool.query('CREATE TABLE told (place bigserial, key bigint PRIMARY KEY)')
})
beforeEach(() => database.pool.query('TRUNCATE told'))
afterAll(() => database.close())

const writer = new CopyRowWriter()

function row(key: number): CopyRow {
  writer.begin(1, 0)
  writer.bigint(key)
  return writer.end()
}

async function stored(): Promise<number[]> {
  const { rows } = await database.pool.query<{ key: number }>('SELECT key FROM told ORDER BY place')
  return rows.map(({ key }) => key)
}

const lentOut = () => database.pool.totalCount - database.pool.idleCount

test('a copy is with the database before the one before it is heard to be done, on the same connection', async () => {
  const acquired = new Promise<pg.Connection['stream']>((resolve) => {
    database.pool.once('acquire', ({ connection }) => resolve(connection.stream.pause()))
  })
  const lane = database.copyLane()
  const copies = [1, 2].map((key) => lane.copy(COPY, [row(key)]))
  const stream = await acquired
  await expect.poll(async () => (await stored()).length).toBe(2)
  expect(stream.isPaused()).toBe(true)
  stream.resume()
  await Promise.all(copies)
  expect(await stored()).toEqual([1, 2])
})

test('copies that wait for the database share its connection, and give it back with the last of them', async () => {
  const guard = await database.pool.connect()
  await guard.query('BEGIN; LOCK TABLE told')
  const lane = database.copyLane()
  const copies = [1, 2, 3].map((key) => lane.copy(COPY, [row(key)]))
  await expect.poll(lentOut).toBe(2)
  await guard.query('COMMIT')
  guard.release()
  await Promise.all(copies)
  expect(await stored()).toEqual([1, 2, 3])
  expect(lentOut()).toBe(0)
})

test('begun together, each ends as if they had been begun one after the other', async () => {
  const groups = fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 }), {
    maxLength: 6,
  })
  await fc.assert(
    fc.asyncProperty(groups, async (keys) => {
      await database.pool.query('TRUNCATE told')
      const lane = database.copyLane()
      const outcomes = await Promise.allSettled(keys.map((group) => lane.copy(COPY, group.map(row))))
      const wanted: number[] = []
      for (const [index, group] of keys.entries()) {
        const outcome = outcomes[index]
        if (group.some((key) => wanted.includes(key))) {
          expect(outcome?.status === 'rejected' && isUniqueViolation(outcome.reason)).toBe(true)
        } else {
          expect(outcome?.status).toBe('fulfilled')
          wanted.push(...group)
        }
      }
      expect(await stored()).toEqual(wanted)
      expect(lentOut()).toBe(0)
    }),
    { numRuns: 60 },
  )
})

test('a statement that cannot work leaves the data behind it to nobody, and the next copy as it is', async () => {
  const lane = database.copyLane()
  const copies = [lane.copy('COPY nothing FROM STDIN (FORMAT binary)', [row(1)]), lane.copy(COPY, [row(2)])]
  expect(await Promise.allSettled(copies)).toMatchObject([
    { reason: { cause: { code: '42P01' } } },
    { status: 'fulfilled' },
  ])
  expect(await stored()).toEqual([2])
})

test('a connection that is lost fails all copies on it as unavailable, and the next has another', async () => {
  const guard = await database.pool.connect()
  await guard.query('BEGIN; LOCK TABLE told')
  const lane = database.copyLane()
  const outcome = Promise.allSettled([1, 2].map((key) => lane.copy(COPY, [row(key)])))
  const kill = async () => {
    const { rowCount } = await database.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = $1 AND wait_event_type = 'Lock'",
      [COPY],
    )
    return rowCount
  }
  await expect.poll(kill).toBe(1)
  const outcomes = await outcome
  expect(outcomes).toMatchObject([{ reason: { code: 'unavailable' } }, { reason: { code: 'unavailable' } }])
  await guard.query('COMMIT')
  guard.release()
  await lane.copy(COPY, [row(3)])
  expect(await stored()).toEqual([3])
  expect(lentOut()).toBe(0)
})
