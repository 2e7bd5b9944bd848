import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testDatabase } from '#test/database'
import { bigintColumn, dateColumn, doubleColumn, integerColumn, textColumn, timestampColumn } from './column.ts'

test('columns arrive as they were sent', async () => {
  const database = await testDatabase()
  const row = fc.record({
    text: fc.option(fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'))),
    big: fc.option(fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER })),
    int: fc.option(fc.integer()),
    double: fc.option(fc.double({ noNaN: true })),
    time: fc.option(fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })),
    day: fc.option(fc.integer({ min: -20_000, max: 60_000 })),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 30 }), async (rows) => {
      const { rows: read } = await database.pool.query(
        `SELECT t, b::text, i, d, (extract(epoch FROM z) * 1000)::float8 AS z, (y - date '1970-01-01') AS y
         FROM unnest($1::text[], $2::bigint[], $3::integer[], $4::double precision[], $5::timestamptz[], $6::date[]) u(t, b, i, d, z, y)`,
        [
          textColumn(rows.map((row) => row.text)),
          bigintColumn(rows.map((row) => row.big)),
          integerColumn(rows.map((row) => row.int)),
          doubleColumn(rows.map((row) => row.double)),
          timestampColumn(rows.map((row) => row.time?.getTime())),
          dateColumn(rows.map((row) => row.day)),
        ],
      )
      expect(read).toEqual(
        rows.map(({ text, big, int, double, time, day }) => ({
          t: text,
          b: big === null ? null : String(big),
          i: int,
          d: double,
          z: time === null ? null : time.getTime(),
          y: day,
        })),
      )
    }),
    { numRuns: 40 },
  )
  await database.close()
})

test('what PostgreSQL cannot hold is stored as the nearest it can, and costs no other row its place', async () => {
  const database = await testDatabase()
  const { rows } = await database.pool.query(
    'SELECT t, b::text, i FROM unnest($1::text[], $2::bigint[], $3::integer[]) u(t, b, i)',
    [textColumn(['a\0b', 'ordinary', '\0']), bigintColumn([1e30, 7, -1e30]), integerColumn([1e12, 7, -1e12])],
  )
  expect(rows).toEqual([
    { t: 'a\uFFFDb', b: '9007199254740991', i: 2_147_483_647 },
    { t: 'ordinary', b: '7', i: 7 },
    { t: '\uFFFD', b: '-9007199254740991', i: -2_147_483_648 },
  ])
  await database.close()
})
