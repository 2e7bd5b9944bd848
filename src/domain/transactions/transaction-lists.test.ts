import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '#test/database'
import type { TransactionFilter } from './transaction.ts'
import { transactionView } from './transaction-view.ts'

const ROWS = 20_000
const scope = { partyIds: ['default'] }

let database: TestDatabase
beforeAll(async () => {
  // What was scanned is counted by each connection for itself.
  database = await testDatabase({ poolSize: 1 })
  await database.query('', "INSERT INTO station (id, party_id) VALUES ('CS', 'default')", [])
  await database.query(
    '',
    `INSERT INTO transaction (id, station_id, party_id, reference, numbered, status, token_value, started_at, ended_at,
       first_event_at, last_event_at, received_at, updated_at, flags)
     SELECT 'T' || n, 'CS', 'default', n, true, CASE WHEN n % 100 = 0 THEN 'active' ELSE 'ended' END, 'Card-' || n % 5000,
       at, CASE WHEN n % 100 <> 0 THEN at END, at, at, at, at, CASE WHEN n % 5000 = 1 THEN '{no-register}' ELSE '{}' END::text[]
     FROM generate_series(1, ${ROWS}) n, LATERAL (SELECT '2026-01-01Z'::timestamptz + n * interval '1 minute' AS at) t`,
    [],
  )
  await database.query('', 'ANALYZE transaction', [])
})
afterAll(() => database.close())

async function scansOf(index: string): Promise<number> {
  await database.query('', 'SELECT pg_stat_force_next_flush()', [])
  const text = 'SELECT idx_scan::int AS scans FROM pg_stat_user_indexes WHERE indexrelname = $1'
  const { rows } = await database.query<{ scans: number }>('', text, [index])
  return rows[0]?.scans ?? Number.NaN
}

test.each<[string, string, TransactionFilter, string[]]>([
  ['of a driver', 'transaction_driver', { token: 'cARD-77' }, ['T15077', 'T10077', 'T5077', 'T77']],
  [
    'of a driver that are active',
    'transaction_token',
    { token: 'Card-100', status: 'active' },
    ['T15100', 'T10100', 'T5100', 'T100'],
  ],
  ['to be looked at', 'transaction_flagged', { flag: 'no-register' }, ['T15001', 'T10001', 'T5001', 'T1']],
  [
    'that started in a span',
    'transaction_started',
    { startedFrom: new Date('2026-01-01T00:10:00Z'), startedTo: new Date('2026-01-01T00:13:00Z') },
    ['T12', 'T11', 'T10'],
  ],
  [
    'that ended in a span',
    'transaction_ended',
    { endedFrom: new Date('2026-01-01T00:10:00Z'), endedTo: new Date('2026-01-01T00:13:00Z') },
    ['T12', 'T11', 'T10'],
  ],
])('transactions %s are found by their index', async (_, index, filter, ids) => {
  const before = await scansOf(index)
  const { items } = await transactionView(database).list(scope, filter, { limit: 10 })
  expect(items.map(({ id }) => id)).toEqual(ids)
  expect(await scansOf(index)).toBeGreaterThan(before)
})
