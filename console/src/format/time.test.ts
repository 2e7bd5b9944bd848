import { describe, expect, test } from 'vitest'
import { ago, duration, utc } from './time.ts'

const now = Date.UTC(2026, 10, 21, 10, 0, 0)

describe('how long ago', () => {
  test.each([
    [0, 'now'],
    [1_999, 'now'],
    [12_000, '12 s ago'],
    [59_999, '59 s ago'],
    [60_000, '1 min ago'],
    [3_600_000, '1 h ago'],
    [26 * 3_600_000, '1 d ago'],
  ])('%i ms before reads %s', (before, words) => expect(ago(now - before, now)).toBe(words))

  test('a clock that runs ahead of ours is not in the future', () => expect(ago(now + 5_000, now)).toBe('now'))
})

describe('how long something lasted', () => {
  test.each([
    [40_000, '40 s'],
    [12 * 60_000, '12 min'],
    [65 * 60_000, '1 h 05 min'],
    [-1, '0 s'],
  ])('%i ms reads %s', (milliseconds, words) => expect(duration(milliseconds)).toBe(words))
})

test('a moment in UTC says so', () => expect(utc(new Date(now))).toBe('2026-11-21 10:00:00 UTC'))
