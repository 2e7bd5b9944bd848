import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HOURS_OF_WEEK, hourOfWeek, nextQuietHour, quietHours } from './quiet-hours.ts'

test.each([
  ['2026-03-02T00:00:00Z', 0],
  ['2026-03-02T00:59:59.999Z', 0],
  ['2026-03-08T23:00:00Z', 167],
  ['2026-03-04T13:30:00Z', 61],
  ['1970-01-01T00:00:00Z', 72],
  ['1969-12-29T00:00:00Z', 0],
])('%s is in hour %d of its week', (at, hour) => {
  expect(hourOfWeek(new Date(at))).toBe(hour)
})

describe('quiet hours', () => {
  test('of a station that is never used are all', () => {
    expect(quietHours([])).toEqual(Array(HOURS_OF_WEEK).fill(true))
  })

  test('of one that is used by day are at night', () => {
    const byDay = Array.from({ length: HOURS_OF_WEEK }, (_, hour) => (hour % 24 >= 7 && hour % 24 < 22 ? 5 : 0))
    const quiet = quietHours(byDay)
    expect(quiet[2]).toBe(true)
    expect(quiet[12]).toBe(false)
    // What begins at six lasts into the morning.
    expect(quiet[6]).toBe(false)
    expect(quiet[22]).toBe(true)
  })

  test('are a quarter of the week at least, and never busier than the rest', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: HOURS_OF_WEEK, maxLength: HOURS_OF_WEEK }), (used) => {
        const quiet = quietHours(used)
        expect(quiet.filter(Boolean).length).toBeGreaterThanOrEqual(HOURS_OF_WEEK / 4)
        const weight = (hour: number) => (used[hour] ?? 0) + (used[(hour + 1) % HOURS_OF_WEEK] ?? 0)
        const weights = (wanted: boolean) => quiet.flatMap((one, hour) => (one === wanted ? [weight(hour)] : []))
        expect(Math.max(...weights(true))).toBeLessThanOrEqual(Math.min(...weights(false), Number.POSITIVE_INFINITY))
      }),
    )
  })
})

describe('the next quiet hour', () => {
  const monday = new Date('2026-03-02T12:34:56Z')
  const only = (hour: number) => Array.from({ length: HOURS_OF_WEEK }, (_, at) => at === hour)

  test.each([
    [12, '2026-03-02T12:34:56.000Z'],
    [13, '2026-03-02T13:00:00.000Z'],
    [11, '2026-03-09T11:00:00.000Z'],
    [167, '2026-03-08T23:00:00.000Z'],
  ])('when only %d is quiet', (hour, expected) => {
    expect(nextQuietHour(only(hour), monday).toISOString()).toBe(expected)
  })

  test('is now, where nothing is known', () => {
    expect(nextQuietHour([], monday)).toEqual(monday)
  })
})
