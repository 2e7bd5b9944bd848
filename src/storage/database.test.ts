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

describe('an answer of many rows', () => {
  const COUNTED = 'SELECT generate_series(1, $1::int) AS number'

  test('comes row by row, in order, and in values of the same types', async () => {
    const numbers: number[] = []
    await database.eachRow<{ number: number }>('counted', COUNTED, [1_234], ({ number }) => numbers.push(number))
    expect(numbers).toEqual(Array.from({ length: 1_234 }, (_, index) => index + 1))
    const times: unknown[] = []
    await database.eachRow('one-time', `SELECT timestamptz '2026-01-01 02:00+02' AS at`, [], ({ at }) => times.push(at))
    expect(times).toEqual([new Date('2026-01-01T00:00:00Z')])
  })

  test('leaves everybody else a turn between its pages', async () => {
    let reading = true
    const seen: number[] = []
    let rows = 0
    const others = async () => {
      while (reading) {
        seen.push(rows)
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    const waiting = others()
    await database.eachRow('counted', COUNTED, [20_000], () => {
      rows += 1
    })
    reading = false
    await waiting
    const steps = seen.map((count, index) => count - (seen[index - 1] ?? 0))
    expect(rows).toBe(20_000)
    expect(Math.max(...steps)).toBeLessThanOrEqual(500)
  })

  test('ends with what a reader throws, with what PostgreSQL says, and the connection serves on', async () => {
    const thrown = database.eachRow('counted', COUNTED, [2_000], ({ number }) => {
      if (number === 700) throw new Error('not this one')
    })
    await expect(thrown).rejects.toThrow('not this one')
    const halfWay = database.eachRow('divided', 'SELECT 1 / (900 - n) FROM generate_series(1, 2000) n', [], () => {})
    await expect(halfWay).rejects.toMatchObject({ code: '22012' })
    const numbers: unknown[] = []
    await database.eachRow('counted', COUNTED, [3], ({ number }) => numbers.push(number))
    expect(numbers).toEqual([1, 2, 3])
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

describe('whoever cannot connect, for whatever reason, hears that the database is unavailable', () => {
  const changed: [string, (url: URL) => void][] = [
    ['with a wrong password', (url) => (url.password = 'wrong')],
    ['as somebody who is not known', (url) => (url.username = 'nobody')],
    ['to a database that is away', (url) => (url.pathname = '/nowhere')],
    ['where nobody listens', (url) => (url.port = '1')],
    ['over TLS, which the server does not speak', (url) => (url.search = 'sslmode=verify-full')],
  ]

  test.each(changed)('%s', async (_, change) => {
    const url = new URL(String(database.pool.options.connectionString))
    change(url)
    const barred = openDatabase({ url: url.href, poolSize: 1, logger: silentLogger })
    const ways = [
      barred.query('one', 'SELECT 1', []),
      sql`SELECT 1`.execute(barred.kysely),
      barred.transaction(async () => {}),
      barred.eachRow('one', 'SELECT 1', [], () => {}),
      barred.copy('COPY note FROM STDIN (FORMAT binary)', []),
    ]
    for (const outcome of await Promise.allSettled(ways)) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } })
    }
    await barred.close()
  })
})
