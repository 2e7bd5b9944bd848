import { expect, test } from 'vitest'
import { daysIn, monthBounds, monthName, monthsBefore } from './month.ts'

test('a month is half-open, in UTC', () => {
  expect(monthBounds('2026-12')).toEqual({ from: '2026-12-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' })
})

test('months have their days', () => expect(['2026-02', '2028-02', '2026-11'].map(daysIn)).toEqual([28, 29, 30]))

test('months before go back over the new year, also from a 31st', () => {
  expect(monthsBefore(new Date('2026-03-31T23:00:00Z'), 4)).toEqual(['2026-03', '2026-02', '2026-01', '2025-12'])
})

test('a month has a name', () => expect(monthName('2026-11')).toBe('November 2026'))
