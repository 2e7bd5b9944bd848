import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { silentLogger } from '#kernel'
import { type TestDatabase, testDatabase } from '#test/database'
import { openDatabase } from './database.ts'
import { type Migration, migrate, readMigrations } from './migrate.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await testDatabase({ unmigrated: true })
})
afterEach(() => database.close())

const first: Migration = { name: '0001-first', up: 'CREATE TABLE apple (id text); INSERT INTO apple VALUES ($$a$$)' }
const second: Migration = { name: '0002-second', up: 'ALTER TABLE apple ADD COLUMN size int DEFAULT 7' }
const run = (...migrations: Migration[]) => migrate(database, silentLogger, migrations)
const apples = async () => (await database.pool.query('SELECT * FROM apple')).rows

test('what is missing is run, in order, and nothing twice', async () => {
  expect(await run(first)).toEqual(['0001-first'])
  expect(await run(first, second)).toEqual(['0002-second'])
  expect(await run(first, second)).toEqual([])
  expect(await apples()).toEqual([{ id: 'a', size: 7 }])
})

test('several nodes may start at once: one does the work, the others wait for it', async () => {
  const nodes = Array.from({ length: 4 }, () => openDatabase({ url: database.url, poolSize: 1, logger: silentLogger }))
  const runs = await Promise.all(nodes.map((node) => migrate(node, silentLogger, [first, second])))
  await Promise.all(nodes.map((node) => node.close()))
  expect(runs.flat().sort()).toEqual(['0001-first', '0002-second'])
  expect(await apples()).toEqual([{ id: 'a', size: 7 }])
})

test('a large table takes its time: on this connection the database may be silent for however long', async () => {
  const hasty = openDatabase({ url: database.url, poolSize: 1, logger: silentLogger, longestSilenceMs: 200 })
  const slow: Migration = { name: '0002-slow', up: 'SELECT pg_sleep(1)' }
  const ran = await migrate(hasty, silentLogger, [first, slow]).finally(() => hasty.close())
  expect(ran).toEqual(['0001-first', '0002-slow'])
})

test('a migration that fails names itself and leaves nothing of its own', async () => {
  const broken: Migration = { name: '0002-broken', up: 'CREATE TABLE pear (id text); SELECT 1/0' }
  await expect(run(first, broken)).rejects.toMatchObject({
    code: 'internal',
    message: expect.stringContaining('0002-broken'),
  })
  const { rows } = await database.pool.query("SELECT to_regclass('apple') AS apple, to_regclass('pear') AS pear")
  expect(rows).toEqual([{ apple: 'apple', pear: null }])
  expect(await run(first, second)).toEqual(['0002-second'])
})

test('a migration that was changed after it was run is an error that names it', async () => {
  await run(first)
  const changed = { ...first, up: 'CREATE TABLE apple (id text, colour text)' }
  await expect(run(changed)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('0001-first') })
})

test('a formatter may change the blanks of a migration', async () => {
  await run(first)
  expect(await run({ ...first, up: `\n  ${first.up.replaceAll('; ', ';\n\n')}\n` })).toEqual([])
})

test('a database that is ahead of the program is left alone', async () => {
  await run(first, second)
  await expect(run(first)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('0002-second') })
})

test('a database that cannot be reached is unavailable', async () => {
  const away = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none', poolSize: 1, logger: silentLogger })
  await expect(migrate(away, silentLogger, [first])).rejects.toMatchObject({ code: 'unavailable' })
  await away.close()
})

describe('the files', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chargewright-migrations-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  test('are taken in the order of their numbers, and what is no migration is not', async () => {
    await writeFile(join(folder, '0002-b.ts'), 'export const up = "B"')
    await writeFile(join(folder, '0001-a.ts'), 'export const up = "A"')
    await writeFile(join(folder, 'notes.ts'), 'export const up = "never"')
    expect(await readMigrations(folder)).toEqual([
      { name: '0001-a', up: 'A' },
      { name: '0002-b', up: 'B' },
    ])
  })

  test('are an error when there are none, when one has no SQL, and when two share a number', async () => {
    await expect(readMigrations(folder)).rejects.toMatchObject({ code: 'internal' })
    await writeFile(join(folder, '0001-empty.ts'), 'export const down = ""')
    await expect(readMigrations(folder)).rejects.toThrow(/0001-empty/)
    await rm(join(folder, '0001-empty.ts'))
    for (const name of ['0001-a.ts', '0001-b.ts']) await writeFile(join(folder, name), 'export const up = "A"')
    await expect(readMigrations(folder)).rejects.toThrow(/0001/)
  })

  test('of the platform build its schema from nothing', async () => {
    const all = await readMigrations()
    expect(await migrate(database, silentLogger)).toEqual(all.map(({ name }) => name))
    expect(await wordIndexes()).toEqual(['station_words', 'token_words'])
  })

  test('of the platform do without an extension that they may not make', async () => {
    await database.pool.query(`CREATE ROLE tenant LOGIN PASSWORD 'tenant'; GRANT ALL ON SCHEMA public TO tenant`)
    const url = new URL(database.url)
    url.username = 'tenant'
    url.password = 'tenant'
    const own = openDatabase({ url: url.href, poolSize: 1, logger: silentLogger })
    await migrate(own, silentLogger).finally(() => own.close())
    expect(await wordIndexes()).toEqual([])
    await database.pool.query('DROP OWNED BY tenant; DROP ROLE tenant')
  })

  async function wordIndexes() {
    const { rows } = await database.pool.query("SELECT relname FROM pg_class WHERE relname LIKE '%\\_words' ORDER BY 1")
    return rows.map(({ relname }) => relname)
  }
})
