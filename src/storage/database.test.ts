import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { silentLogger } from '#kernel'
import { testDatabase } from '#test/database'
import { Batcher } from './batcher.ts'
import { type Database, openDatabase } from './database.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
  await sql`CREATE TABLE note (id int8 PRIMARY KEY, at timestamptz, body text NOT NULL)`.execute(database.kysely)
})
afterAll(() => database.close())

test('values come back as their types: int8 as number, timestamptz as Date, numeric and date as text', async () => {
  const { rows } = await database.query(
    'types',
    `SELECT 9007199254740991::int8 AS big, '{1,NULL,3}'::int8[] AS many, timestamptz '2026-01-01 02:00+02' AS at,
       1.10::numeric AS price, date '2026-02-03' AS day, '{"a":1}'::jsonb AS doc`,
    [],
  )
  expect(rows).toEqual([
    {
      big: Number.MAX_SAFE_INTEGER,
      many: [1, null, 3],
      at: new Date('2026-01-01T00:00:00Z'),
      price: '1.10',
      day: '2026-02-03',
      doc: { a: 1 },
    },
  ])
})

test('an int8 that a number cannot hold exactly is an error, never rounded', async () => {
  await expect(database.query('too-big', 'SELECT 9007199254740993::int8', [])).rejects.toMatchObject({
    code: 'internal',
  })
})

test('a transaction that throws leaves nothing, one that resolves everything', async () => {
  const write = (id: number, fails: boolean) =>
    database.transaction(async ({ query, kysely }) => {
      await query('note', 'INSERT INTO note VALUES ($1, now(), $2)', [id, 'by name'])
      await sql`INSERT INTO note VALUES (${id + 1}, now(), 'by kysely')`.execute(kysely)
      if (fails) throw new Error('changed my mind')
    })
  await expect(write(10, true)).rejects.toThrow('changed my mind')
  await write(20, false)
  const { rows } = await database.query<{ id: number }>('ids', 'SELECT id FROM note ORDER BY id', [])
  expect(rows.map((row) => row.id)).toEqual([20, 21])
})

test('a transaction that swallows a failed statement does not pretend to have committed', async () => {
  const swallowing = database.transaction(async ({ query }) => {
    await query('note', 'INSERT INTO note VALUES ($1, now(), $2)', [30, 'lost'])
    await query('broken', 'SELECT 1/0', []).catch(() => {})
  })
  await expect(swallowing).rejects.toMatchObject({ code: 'internal' })
})

test('using the database inside a transaction instead of its handle is caught', async () => {
  const byName = database.transaction(() => database.query('one', 'SELECT 1', []))
  await expect(byName).rejects.toMatchObject({ code: 'internal' })
  const byKysely = database.transaction(() => sql`SELECT 1`.execute(database.kysely))
  await expect(byKysely).rejects.toMatchObject({ code: 'internal' })
  const nested = database.transaction(() => database.transaction(async () => {}))
  await expect(nested).rejects.toMatchObject({ code: 'internal' })
})

test('a lane that is fed inside a transaction still works outside of it', async () => {
  const lane = new Batcher<number, unknown>({
    name: 'test',
    flush: async (items) => (await database.query('echo', 'SELECT unnest($1::int[]) AS item', [items])).rows,
  })
  const added = await database.transaction(() => lane.add(7))
  expect(added).toEqual({ item: 7 })
})

describe('a statement that takes too long is unavailable, and its connection is given up', () => {
  let hasty: Database
  beforeAll(() => {
    const { connectionString } = database.pool.options
    hasty = openDatabase({
      url: String(connectionString),
      poolSize: 1,
      logger: silentLogger,
      connectTimeoutMs: 2_000,
      longestSilenceMs: 500,
    })
  })
  afterAll(() => hasty.close())

  test.each<[string, () => Promise<unknown>]>([
    ['by name', () => hasty.query('sleep', 'SELECT pg_sleep(30)', [])],
    ['by Kysely', () => sql`SELECT pg_sleep(30)`.execute(hasty.kysely)],
    ['in a transaction', () => hasty.transaction(({ query }) => query('sleep', 'SELECT pg_sleep(30)', []))],
  ])('%s', async (_, sleep) => {
    await expect(sleep()).rejects.toMatchObject({ code: 'unavailable' })
    const { rows } = await hasty.query('one', 'SELECT 1 AS one', [])
    expect(rows).toEqual([{ one: 1 }])
  })

  test('and so is a wait for a connection while all are lent out', async () => {
    const lent = await hasty.pool.connect()
    await expect(hasty.query('one', 'SELECT 1 AS one', [])).rejects.toMatchObject({ code: 'unavailable' })
    await expect(hasty.transaction(async () => {})).rejects.toMatchObject({ code: 'unavailable' })
    lent.release()
  })
})
