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

const rfc3339 =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/

test('C-08 to the letter is what the grammar of RFC 3339 §5.6 lets through, and nothing else', () => {
  const two = fc
    .oneof({ weight: 6, arbitrary: fc.integer({ min: 0, max: 65 }) }, fc.integer({ min: 66, max: 120 }))
    .map(String)
  const pair = fc.oneof({ weight: 8, arbitrary: two.map((digits) => digits.padStart(2, '0')) }, two)
  const mark = (usual: string) =>
    fc.oneof({ weight: 12, arbitrary: fc.constant(usual) }, fc.constantFrom('', '-', ':', 'T', 't', ' ', '.', 'Z', '1'))
  const fraction = fc.oneof(fc.constantFrom('', '.', '.5', '.123456', ',5', '.5.', '.x'))
  const zone = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('Z', 'z', '', 'ZZ', '+', '-00:00', '+2:00', '+24:00', '+01:60') },
    fc.tuple(mark('+'), pair, mark(':'), pair).map((parts) => parts.join('')),
  )
  const parts = [pair, pair, mark('-'), pair, mark('-'), pair, mark('T'), pair, mark(':'), pair, mark(':'), pair]
  const written = fc.tuple(...parts, fraction, zone).map((all) => all.join(''))
  let right = 0
  fc.assert(
    fc.property(written, (text) => {
      const expected = rfc3339.test(text)
      if (expected) right += 1
      expect(isDateTime(text)).toBe(expected)
    }),
    { numRuns: 20_000 },
  )
  expect(right).toBeGreaterThan(0)
})

test('C-08 reading a timestamp never throws', () => {
  fc.assert(fc.property(fc.string(), (text) => typeof (parseTimestamp(text) ?? 0) === 'number'))
})
