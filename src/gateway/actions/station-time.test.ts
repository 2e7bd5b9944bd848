import { expect, test } from 'vitest'
import { oddTimestamp, stationTime } from './station-time.ts'

const receivedAt = new Date('2026-03-01T12:00:05Z')

test.each([
  ['2026-03-01T12:00:00Z', '2026-03-01T12:00:00.000Z'],
  ['2026-03-01T12:00:00.250Z', '2026-03-01T12:00:00.250Z'],
  ['2026-03-01T12:00:00.123456Z', '2026-03-01T12:00:00.123Z'],
  ['2026-03-01T14:00:00+02:00', '2026-03-01T12:00:00.000Z'],
  ['2026-03-01T12:00:00', '2026-03-01T12:00:00.000Z'],
  ['2026-03-01 12:00:00', '2026-03-01T12:00:00.000Z'],
  ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'],
  ['2028-02-29T12:00:00Z', '2028-02-29T12:00:00.000Z'],
  ['2026-02-30T12:00:00Z', '2026-03-01T12:00:05.000Z'],
  ['2026-13-99T00:00:00Z', '2026-03-01T12:00:05.000Z'],
  // The longer years of ECMAScript are no dates of RFC 3339, and some of them before any the database knows.
  ['-100000-01-01T00:00Z', '2026-03-01T12:00:05.000Z'],
  ['+100000-01-01T00:00:00Z', '2026-03-01T12:00:05.000Z'],
  ['yesterday', '2026-03-01T12:00:05.000Z'],
  [undefined, '2026-03-01T12:00:05.000Z'],
])('C-08: %j is %s', (text, at) => {
  expect(stationTime(text, receivedAt).toISOString()).toBe(at)
})

test.each(['2026-03-01T12:00:00', '2026-03-01 12:00:00Z', 'yesterday', '2026-13-01T12:00:00Z', '2026-02-30T12:00:00Z'])(
  'C-08 D-05: %j is kept beside the time it came, and makes the same message the same when told again',
  (text) => {
    expect(oddTimestamp(text)).toBe(text)
  },
)

test.each(['2026-03-01T12:00:00Z', '2026-03-01T12:00:00.5+01:00'])('C-08: of %j nothing is left to keep', (text) => {
  expect(oddTimestamp(text)).toBeUndefined()
})
