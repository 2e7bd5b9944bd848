import { AsyncResource } from 'node:async_hooks'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '#test/database'
import { sqlState } from './database-error.ts'
import { ensurePartitions } from './partitions.ts'

const DAY_MS = 86_400_000
const now = Date.parse('2026-02-27T23:30:00Z')

let database: TestDatabase
beforeEach(async () => {
  database = await testDatabase({ unmigrated: true })
  await database.pool.query(
    'CREATE TABLE log (received_at timestamptz NOT NULL, said text, PRIMARY KEY (received_at, said)) PARTITION BY RANGE (received_at)',
  )
})
afterEach(() => database.close())

/** Runs `work` as somebody else would, not as part of the transaction it is called in. */
const outside = new AsyncResource('outside')
const inParallel = <T>(work: () => T): T => outside.runInAsyncScope(work)

const insert = (at: string, said: string) => database.pool.query('INSERT INTO log VALUES ($1, $2)', [at, said])

/** Which partition each row lies in. */
async function whereabouts(): Promise<Record<string, string>> {
  const { rows } = await database.pool.query('SELECT said, tableoid::regclass::text AS partition FROM log')
  return Object.fromEntries(rows.map(({ said, partition }) => [said, partition]))
}

test('partitions by day are made for today and as far ahead as asked, once', async () => {
  const plan = { by: 'day', ahead: 2 } as const
  const made = ['log_2026_02_27', 'log_2026_02_28', 'log_2026_03_01']
  expect(await ensurePartitions(database, 'log', plan, now)).toEqual({ made, dropped: [] })
  expect(await ensurePartitions(database, 'log', plan, now)).toEqual({ made: [], dropped: [] })
  await insert('2026-02-27T23:59:59.999Z', 'last of the day')
  await insert('2026-02-28T00:00:00Z', 'first of the next')
  expect(await whereabouts()).toEqual({ 'last of the day': 'log_2026_02_27', 'first of the next': 'log_2026_02_28' })
})

test('partitions by month end with their month', async () => {
  const { made } = await ensurePartitions(
    database,
    'log',
    { by: 'month', ahead: 11 },
    Date.parse('2026-01-31T12:00:00Z'),
  )
  expect(made.slice(0, 3)).toEqual(['log_2026_01', 'log_2026_02', 'log_2026_03'])
  expect(made.at(-1)).toBe('log_2026_12')
  await insert('2026-02-28T23:59:59Z', 'February')
  expect(await whereabouts()).toEqual({ February: 'log_2026_02' })
})

test('a row of any time is stored, and moves when its partition is made', async () => {
  await ensurePartitions(database, 'log', { by: 'day', ahead: 0 }, now)
  await insert('1970-01-01T00:00:00Z', 'a clock that was never set')
  await insert('2100-01-01T00:00:00Z', 'the far future')
  await insert('2026-02-28T10:00:00Z', 'tomorrow')
  expect(new Set(Object.values(await whereabouts()))).toEqual(new Set(['log_default']))
  await ensurePartitions(database, 'log', { by: 'day', ahead: 1 }, now)
  expect(await whereabouts()).toEqual({
    'a clock that was never set': 'log_default',
    'the far future': 'log_default',
    tomorrow: 'log_2026_02_28',
  })
})

test('what is past retention goes, whole partitions at once, and never a row too early', async () => {
  for (const daysAgo of [3, 2, 1, 0]) {
    await ensurePartitions(database, 'log', { by: 'day', ahead: 0 }, now - daysAgo * DAY_MS)
    await insert(new Date(now - daysAgo * DAY_MS).toISOString(), `${daysAgo} days ago`)
  }
  await insert('1970-01-01T00:00:00Z', 'long ago')
  const plan = { by: 'day', ahead: 0, retainMs: 2 * DAY_MS } as const
  const { dropped } = await ensurePartitions(database, 'log', plan, now)
  expect(dropped).toEqual(['log_2026_02_24'])
  expect(Object.keys(await whereabouts()).sort()).toEqual(['0 days ago', '1 days ago', '2 days ago'])
})

test('nodes that do it at the same time do it once', async () => {
  const runs = await Promise.all([1, 2, 3].map(() => ensurePartitions(database, 'log', { by: 'day', ahead: 3 }, now)))
  expect(runs.flatMap(({ made }) => made)).toHaveLength(4)
})

test('a table that is not partitioned is an error', async () => {
  await database.pool.query('CREATE TABLE plain (id text)')
  await expect(ensurePartitions(database, 'plain', { by: 'day', ahead: 0 }, now)).rejects.toMatchObject({
    code: 'internal',
  })
})

test('whoever reads for long is not waited for: writers would wait behind us', async () => {
  await ensurePartitions(database, 'log', { by: 'day', ahead: 0 }, now)
  const later = { by: 'day', ahead: 1 } as const
  await database.transaction(async ({ query }) => {
    await query('reader', 'LOCK TABLE log IN ACCESS SHARE MODE', [])
    await query('reader-rest', 'LOCK TABLE log_default IN ACCESS SHARE MODE', [])
    const outcome = await inParallel(() => ensurePartitions(database, 'log', later, now).catch(sqlState))
    expect(outcome).toBe('55P03')
  })
  expect((await ensurePartitions(database, 'log', later, now)).made).toEqual(['log_2026_02_28'])
})

test.each([
  ['meter_reading', 'month', 'meter_reading_2026_03'],
  ['message_log', 'day', 'message_log_2026_02_28'],
] as const)('the table %s of the platform can be kept by %s', async (table, by, next) => {
  const platform = await testDatabase()
  const { made } = await ensurePartitions(platform, table, { by, ahead: 1, retainMs: DAY_MS }, now)
  expect(made).toHaveLength(2)
  expect(made[1]).toBe(next)
  await platform.close()
})

test('a partition that fills is not gone through again every few seconds', async () => {
  const { made } = await ensurePartitions(database, 'log', { by: 'day', ahead: 2 }, now)
  const { rows } = await database.pool.query(
    `SELECT relname AS name, option_name AS option, option_value::integer AS value
     FROM pg_class, pg_options_to_table(reloptions) WHERE relname LIKE 'log_2%' ORDER BY 1, 2`,
  )
  expect(rows).toEqual(
    made.flatMap((name) => [
      { name, option: 'autovacuum_analyze_threshold', value: 1_000_000 },
      { name, option: 'autovacuum_vacuum_insert_threshold', value: 5_000_000 },
    ]),
  )
})

test('when it is gone through after all, few of its rows are looked at, whatever the column', async () => {
  const { made } = await ensurePartitions(database, 'log', { by: 'day', ahead: 0 }, now)
  await database.pool.query("INSERT INTO log SELECT $1, 'row ' || i FROM generate_series(1, 5000) i", [new Date(now)])
  const said: string[] = []
  const client = await database.pool.connect()
  client.on('notice', ({ message }) => said.push(message ?? ''))
  await client.query(`ANALYZE VERBOSE ${made[0]}`)
  client.release()
  expect(said.join('\n')).toContain('3000 rows in sample')
})
