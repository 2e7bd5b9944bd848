import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '#test/database'
import type { Database } from './database.ts'
import { storableText } from './storable-text.ts'
import { unnestInsert, unnestStatement } from './unnest.ts'

interface Sample {
  n: number
  note: string | null
  payload: string
  at: Date | null
  big: number | null
  exact: string | null
  good: boolean
}

let database: Database
beforeAll(async () => {
  database = await testDatabase({ unmigrated: true })
  await database.pool.query(
    'CREATE TABLE sample (n int, note text, payload text, at timestamptz, big int8, exact numeric, good bool)',
  )
})
afterAll(() => database.close())

const insert = unnestInsert<Sample>({
  name: 'sample',
  table: 'sample',
  columns: {
    n: 'integer',
    note: 'text',
    payload: 'text',
    at: 'timestamptz',
    big: 'bigint',
    exact: 'numeric',
    good: 'boolean',
  },
})

// Everything a station may say.
const text = fc.oneof(
  fc.string({ unit: 'binary' }).map(storableText),
  fc.constantFrom('', '\x1e', 'NULL', '{}', '"', '\\', '\\"', ',', 'é€😀', '\r\n\t'),
  fc.json(),
)

test('rows come back as they were sent, in order, whatever characters they hold', async () => {
  const row = fc.record({
    note: fc.option(text),
    payload: text,
    at: fc.option(fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })),
    big: fc.option(fc.maxSafeInteger()),
    exact: fc.option(fc.constantFrom('0.1', '-12345678901234567890.123456789')),
    good: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 20 }), async (rows) => {
      await database.pool.query('TRUNCATE sample')
      await insert(
        database,
        rows.map((fields, n) => ({ n, ...fields })),
      )
      const stored = await database.query('all', 'SELECT * FROM sample', [])
      expect(stored.rows).toEqual(rows.map((fields, n) => ({ n, ...fields })))
    }),
    { numRuns: 60 },
  )
})

test('a statement of one own knows the place of each row', async () => {
  const number = unnestStatement<{ word: string }>({
    name: 'numbered',
    columns: { word: 'text' },
    text: (rows) => `SELECT word, place FROM ${rows} ORDER BY word`,
  })
  expect(await number(database, [{ word: 'b' }, { word: 'a' }])).toEqual([
    { word: 'a', place: 2 },
    { word: 'b', place: 1 },
  ])
})

test('NUL, the one character PostgreSQL has no place for, is replaced and nothing else is', () => {
  expect(storableText('a\0b\x01')).toBe('a\uFFFDb\x01')
})
