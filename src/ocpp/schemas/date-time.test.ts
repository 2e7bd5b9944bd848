import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseTimestamp } from '#ocpp/schemas'
import { isDateTime } from './date-time.ts'

test.each([
  ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000Z'],
  ['2026-01-01T00:00:00.123Z', '2026-01-01T00:00:00.123Z'],
  ['2026-01-01T00:00:00.123456789Z', '2026-01-01T00:00:00.123Z'],
  ['2026-01-01T02:00:00+02:00', '2026-01-01T00:00:00.000Z'],
  ['2025-12-31T18:30:00-05:30', '2026-01-01T00:00:00.000Z'],
  ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'],
  ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
])('C-08 %s is to the letter and means %s', (text, meant) => {
  expect(isDateTime(text)).toBe(true)
  expect(new Date(parseTimestamp(text) ?? Number.NaN).toISOString()).toBe(meant)
})

test.each([
  ['2026-01-01T00:00:00', '2026-01-01T00:00:00.000Z'],
  ['2026-01-01 00:00:00', '2026-01-01T00:00:00.000Z'],
  ['2026-01-01 00:00:00Z', '2026-01-01T00:00:00.000Z'],
  ['2026-01-01T00:00Z', '2026-01-01T00:00:00.000Z'],
  ['2026-01-01T02:00:00+0200', '2026-01-01T00:00:00.000Z'],
  ['2026-01-01T02:00:00+02', '2026-01-01T00:00:00.000Z'],
  ['2026-1-1T0:0:0Z', '2026-01-01T00:00:00.000Z'],
  ['2026-01-01', '2026-01-01T00:00:00.000Z'],
  ['1767225600', '2026-01-01T00:00:00.000Z'],
  ['1767225600000', '2026-01-01T00:00:00.000Z'],
])('C-08 %s is odd and means %s', (text, meant) => {
  expect(isDateTime(text)).toBe(false)
  expect(new Date(parseTimestamp(text) ?? Number.NaN).toISOString()).toBe(meant)
})

test.each(['', 'soon', '2026-13-01T00:00:00Z', '2026-02-30T00:00:00Z', '2026-01-01T25:00:00Z', '01.01.2026', '12:00'])(
  'C-08 %j cannot be dated',
  (text) => {
    expect(parseTimestamp(text)).toBeUndefined()
  },
)

test('C-08 every instant is read back as it was written', () => {
  const instant = fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
  fc.assert(fc.property(instant, (date) => parseTimestamp(date.toISOString()) === date.getTime()))
})

test('C-08 reading a timestamp never throws', () => {
  fc.assert(fc.property(fc.string(), (text) => typeof (parseTimestamp(text) ?? 0) === 'number'))
})
