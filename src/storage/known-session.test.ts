import { once } from 'node:events'
import { createServer, type Socket, connect as tcp } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { silentLogger } from '#kernel'
import { type TestDatabase, testDatabase } from '#test/database'
import { type Database, openDatabase } from './database.ts'

const ODD = {
  default_transaction_isolation: 'serializable',
  timezone: 'Asia/Kolkata',
  datestyle: 'German, DMY',
  intervalstyle: 'sql_standard',
  bytea_output: 'escape',
  extra_float_digits: '-5',
  array_nulls: 'off',
}

describe('a database that has what we rely on set otherwise', () => {
  let made: TestDatabase
  let database: Database
  beforeAll(async () => {
    made = await testDatabase({ unmigrated: true })
    await made.query('', 'CREATE TABLE counted (id int PRIMARY KEY, count int)', [])
    await made.query('', 'INSERT INTO counted VALUES (1, 0)', [])
    const { rows } = await made.query<{ name: string }>('', 'SELECT current_database() AS name', [])
    for (const [name, value] of Object.entries(ODD)) {
      await made.query('', `ALTER DATABASE ${rows[0]?.name} SET ${name} = '${value}'`, [])
    }
    database = openDatabase({ url: made.url, poolSize: 4, logger: silentLogger })
  })
  afterAll(async () => {
    await database.close()
    await made.close()
  })

  test('gives the same values', async () => {
    const asked = `SELECT timestamptz '2026-03-04 12:00+00' AS at, '2026-03-04 12:00+00'::timestamptz::text AS said,
      '{1,NULL}'::int[] AS many, '\\x00ff'::bytea AS bytes, interval '1 day 2 hours'::text AS took, 0.1::float8 + 0.2 AS sum`
    const { rows } = await database.query('values', asked, [])
    expect(rows).toEqual([
      {
        at: new Date('2026-03-04T12:00:00Z'),
        said: '2026-03-04 12:00:00+00',
        many: [1, null],
        bytes: Buffer.from([0, 255]),
        took: '1 day 02:00:00',
        sum: 0.1 + 0.2,
      },
    ])
  })

  test('has writers of one row wait for each other', async () => {
    const writers = Array.from({ length: 20 }, () =>
      database.transaction(({ query }) => query('count', 'UPDATE counted SET count = count + 1 WHERE id = 1', [])),
    )
    await Promise.all(writers)
    expect((await database.query('read', 'SELECT count FROM counted', [])).rows).toEqual([{ count: 20 }])
  })
})

test('a connection that falls silent while this is set is given up, and the database is unavailable', async () => {
  const made = await testDatabase({ unmigrated: true })
  const { hostname, port } = new URL(made.url)
  let silent = true
  const pairs: Socket[] = []
  const between = createServer((near) => {
    const far = tcp(Number(port), hostname)
    pairs.push(near, far)
    far.on('error', () => {})
    near.on('error', () => {})
    far.pipe(near)
    near.on('data', (said) => {
      if (!silent || !said.includes('SET timezone')) far.write(said)
    })
    near.on('close', () => far.destroy())
  })
  between.listen(0, '127.0.0.1')
  await once(between, 'listening')
  const address = between.address()
  const url = new URL(made.url)
  url.port = String(typeof address === 'object' ? address?.port : '')
  const database = openDatabase({ url: url.href, poolSize: 1, logger: silentLogger, connectTimeoutMs: 2_000 })
  await expect(database.query('one', 'SELECT 1 AS one', [])).rejects.toMatchObject({ code: 'unavailable' })
  silent = false
  expect((await database.query('one', 'SELECT 1 AS one', [])).rows).toEqual([{ one: 1 }])
  await database.close()
  for (const socket of pairs) socket.destroy()
  between.close()
  await made.close()
})
