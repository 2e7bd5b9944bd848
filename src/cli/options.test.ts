import { describe, expect, test } from 'vitest'
import { assignment, month, pointInTime, wholeNumber } from './options.ts'

describe('a whole number', () => {
  const read = wholeNumber(1, 100)
  test('within its bounds', () => expect([read('1'), read('100')]).toEqual([1, 100]))
  test.each(['0', '101', '-1', '1.5', '1e1', '', 'x', ' 1'])('%j is none', (text) => {
    expect(() => read(text)).toThrow('a whole number from 1 to 100')
  })
})

describe('a point in time', () => {
  const read = pointInTime(() => Date.parse('2026-11-15T12:00:00Z'))
  test.each([
    ['2026-11-01T12:00:00+01:00', '2026-11-01T11:00:00.000Z'],
    ['2026-11-01', '2026-11-01T00:00:00.000Z'],
    ['90s', '2026-11-15T11:58:30.000Z'],
    ['30m', '2026-11-15T11:30:00.000Z'],
    ['2h', '2026-11-15T10:00:00.000Z'],
    ['7d', '2026-11-08T12:00:00.000Z'],
  ])('%s is %s', (text, instant) => expect(read(text)).toBe(instant))
  test.each(['', 'yesterday', '2 h', '1w'])('%j is none', (text) =>
    expect(() => read(text)).toThrow('It has to be a time'),
  )
})

describe('a month', () => {
  test('is year and month', () => expect(month('2026-11')).toBe('2026-11'))
  test.each(['2026-13', '2026-1', '11-2026', '2026-11-01'])('%s is none', (text) => {
    expect(() => month(text)).toThrow('as 2026-11')
  })
})

describe('an assignment', () => {
  test('splits at the first equals sign', () => expect(assignment('A=b=c')).toEqual([['A', 'b=c']]))
  test('several are gathered in order', () => {
    expect(assignment('B=', assignment('A=1'))).toEqual([
      ['A', '1'],
      ['B', ''],
    ])
  })
  test.each(['A', '=1', ''])('%j is none', (text) => expect(() => assignment(text)).toThrow('name=value'))
})
