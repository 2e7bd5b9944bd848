import { expect, test } from 'vitest'
import { decodeCursor, encodeCursor, isTimeKey, MAX_PAGE_SIZE, pageOf, pageSize } from './cursor.ts'

test('a cursor gives back the keys it was made of, whatever is in them', () => {
  const keys = ['RDAM|123', '2026-01-01T00:00:00.000Z', 'é"\\']
  expect(decodeCursor(encodeCursor(keys), 3)).toEqual(keys)
})

test.each([
  '',
  'x',
  '%%%',
  encodeCursor(['one']),
  Buffer.from('[1,2]').toString('base64url'),
  encodeCursor(['a', '\0']),
])('the cursor %j, which the list did not give out, is invalid', (cursor) => {
  expect(() => decodeCursor(cursor, 2)).toThrow(expect.objectContaining({ code: 'invalid' }))
})

test('a page is never larger than the bound and never empty by request', () => {
  expect([5_000, 10, 0, -3, Number.NaN].map((limit) => pageSize({ limit }))).toEqual([MAX_PAGE_SIZE, 10, 1, 1, 1])
})

test('a page has a cursor only when more rows follow', () => {
  const page = (rows: string[]) =>
    pageOf(
      rows,
      2,
      (row) => [row],
      (row) => row.toUpperCase(),
    )
  expect(page(['a', 'b'])).toEqual({ items: ['A', 'B'] })
  expect(page(['a', 'b', 'c'])).toEqual({ items: ['A', 'B'], nextCursor: encodeCursor(['b']) })
})

test('a time key is a time as we write it, and no other text that JavaScript takes for one', () => {
  expect(isTimeKey(new Date(0).toISOString())).toBe(true)
  for (const key of ['', 'x 1', '2016-12-31', '2016-12-31T23:59:60.000Z', '+275761-01-01T00:00:00.000Z'])
    expect(isTimeKey(key)).toBe(false)
})
