import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '#test/database'
import { type CopyRow, CopyRowWriter } from './copy-rows.ts'
import type { Database } from './database.ts'
import { isUniqueViolation } from './database-error.ts'

interface Sample {
  readonly key: number
  readonly note?: string
  readonly count?: number
  readonly ratio?: number
  readonly atMs?: number
  readonly days: number
  readonly exactThousandths?: number
}

let database: Database
beforeAll(async () => {
  database = await testDatabase({ unmigrated: true, poolSize: 1 })
  await database.pool.query(
    'CREATE TABLE sample (key bigint PRIMARY KEY, note text, count int, ratio float8, at timestamptz, day date, exact numeric(20, 3))',
  )
})
beforeEach(() => database.pool.query('TRUNCATE sample'))
afterAll(() => database.close())

const COPY = 'COPY sample (key, note, count, ratio, at, day, exact) FROM STDIN (FORMAT binary)'
const writer = new CopyRowWriter()

function row({ key, note, count, ratio, atMs, days, exactThousandths }: Sample): CopyRow {
  writer.begin(7, Buffer.byteLength(note ?? ''))
  writer.bigint(key)
  writer.text(note)
  writer.integer(count)
  writer.double(ratio)
  writer.timestamp(atMs)
  writer.date(days)
  writer.thousandths(exactThousandths)
  return writer.end()
}

async function stored(): Promise<unknown[]> {
  const { rows } = await database.pool.query(
    `SELECT key::text, note, count, ratio, (extract(epoch FROM at) * 1000)::bigint::text AS at, (day - '1970-01-01')::int AS days, exact::text
     FROM sample ORDER BY sample.key`,
  )
  return rows
}

function expected({ key, note, count, ratio, atMs, days, exactThousandths }: Sample): object {
  return {
    key: String(key),
    note: note ?? null,
    count: count ?? null,
    ratio: ratio ?? null,
    at: atMs === undefined ? null : String(atMs),
    days,
    exact: exactThousandths === undefined ? null : decimal(exactThousandths),
  }
}

function decimal(thousandths: number): string {
  const digits = String(Math.abs(thousandths)).padStart(4, '0')
  return `${thousandths < 0 ? '-' : ''}${digits.slice(0, -3)}.${digits.slice(-3)}`
}

const storable = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !text.includes('\0'))
const sample = fc.record(
  {
    key: fc.maxSafeInteger(),
    note: storable,
    count: fc.integer(),
    ratio: fc.double({ noNaN: true }).map((value) => (value === 0 ? 0 : value)),
    atMs: fc.integer({ min: Date.parse('1970-01-01'), max: Date.parse('2200-01-01') }),
    days: fc.integer({ min: 0, max: 80_000 }),
    exactThousandths: fc.maxSafeInteger(),
  },
  { requiredKeys: ['key', 'days'] },
)

test('rows arrive as they were written, whatever is in them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(sample, { selector: ({ key }) => key, maxLength: 30 }), async (samples) => {
      await database.pool.query('TRUNCATE sample')
      await database.copy(COPY, samples.map(row))
      expect(await stored()).toEqual(samples.toSorted((a, b) => a.key - b.key).map(expected))
    }),
    { numRuns: 60 },
  )
})

test('rows of many pieces of memory, in any order and any choice of them', async () => {
  const rows = Array.from({ length: 900 }, (_, key) => row({ key, days: 0, note: 'x'.repeat(key % 300) }))
  await database.copy(COPY, rows.filter((_, key) => key % 3 !== 1).toReversed())
  expect(await stored()).toHaveLength(600)
})

test('an integer that is too large is the nearest there is, as in other statements', async () => {
  await database.copy(COPY, [row({ key: 1, days: 0, count: 3e9 }), row({ key: 2, days: 0, count: -3e9 })])
  expect(await stored()).toMatchObject([{ count: 2 ** 31 - 1 }, { count: -(2 ** 31) }])
})

test('a text larger than a piece of memory', async () => {
  await database.copy(COPY, [row({ key: 1, days: 0, note: 'é'.repeat(100_000) })])
  expect(await stored()).toMatchObject([{ note: 'é'.repeat(100_000) }])
})

test('a key that exists fails all rows, changes nothing, and leaves the connection usable', async () => {
  await database.copy(COPY, [row({ key: 5, days: 0 })])
  const again = database.copy(COPY, [row({ key: 6, days: 0 }), row({ key: 5, days: 0 })])
  await expect(again).rejects.toSatisfy((thrown) => isUniqueViolation(thrown))
  expect(await stored()).toHaveLength(1)
  await database.copy(COPY, [row({ key: 6, days: 0 })])
  expect(await stored()).toHaveLength(2)
})

test('a statement that cannot work says so, and its data is dropped', async () => {
  const copied = database.copy('COPY nothing FROM STDIN (FORMAT binary)', [row({ key: 1, days: 0 })])
  await expect(copied).rejects.toMatchObject({ cause: { message: expect.stringContaining('does not exist') } })
  await database.copy(COPY, [row({ key: 1, days: 0 })])
  expect(await stored()).toHaveLength(1)
})

test('statements around the COPY belong to its transaction', async () => {
  const staged = `CREATE TEMP TABLE IF NOT EXISTS inbox (LIKE sample) ON COMMIT DELETE ROWS;
    ${COPY.replace('sample', 'inbox')}; INSERT INTO sample SELECT * FROM inbox ON CONFLICT DO NOTHING`
  const rows = [row({ key: 1, days: 0 }), row({ key: 2, days: 0 })]
  await database.copy(COPY, rows.slice(0, 1))
  await database.copy(staged, rows)
  await database.copy(staged, rows)
  expect(await stored()).toHaveLength(2)
})

test('a closed database is unavailable', async () => {
  const closed = await testDatabase({ unmigrated: true })
  await closed.close()
  await expect(closed.copy(COPY, [row({ key: 1, days: 0 })])).rejects.toMatchObject({ code: 'unavailable' })
})
