import { describe, expect, test } from 'vitest'
import { monthInterval } from './month.ts'

const told = (month: string, timeZone: string) => {
  const { from, to } = monthInterval(month, timeZone)
  return [from.toISOString(), to.toISOString()]
}

describe('a month', () => {
  test.each([
    ['of UTC', '2026-11', 'UTC', '2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'],
    ['at the end of the year', '2026-12', 'UTC', '2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
    ['in which summer time begins', '2026-03', 'Europe/Berlin', '2026-02-28T23:00:00.000Z', '2026-03-31T22:00:00.000Z'],
    ['in which summer time ends', '2026-10', 'Europe/Berlin', '2026-09-30T22:00:00.000Z', '2026-10-31T23:00:00.000Z'],
    ['west of Greenwich', '2026-01', 'America/Los_Angeles', '2026-01-01T08:00:00.000Z', '2026-02-01T08:00:00.000Z'],
    ['at a quarter of an hour', '2026-06', 'Asia/Kathmandu', '2026-05-31T18:15:00.000Z', '2026-06-30T18:15:00.000Z'],
    // On 1 November 2026 the clocks of New York go back at two, after midnight.
    [
      'that begins on the day clocks change',
      '2026-11',
      'America/New_York',
      '2026-11-01T04:00:00.000Z',
      '2026-12-01T05:00:00.000Z',
    ],
    // On 1 October 2017 the clocks of Asunción skipped the hour after midnight.
    [
      'whose first hour is skipped',
      '2017-10',
      'America/Asuncion',
      '2017-10-01T04:00:00.000Z',
      '2017-11-01T03:00:00.000Z',
    ],
  ])('%s', (_what, month, timeZone, from, to) => {
    expect(told(month, timeZone)).toEqual([from, to])
  })

  test('ends where the next begins, whatever the zone', () => {
    for (const timeZone of Intl.supportedValuesOf('timeZone')) {
      for (const [month, next] of [
        ['2026-03', '2026-04'],
        ['2026-10', '2026-11'],
      ] as const) {
        expect(monthInterval(month, timeZone).to, timeZone).toEqual(monthInterval(next, timeZone).from)
      }
    }
  })

  test.each(['2026-13', '2026-00', '2026-1', 'November', ''])('is not %s', (month) => {
    expect(() => monthInterval(month, 'UTC')).toThrow(expect.objectContaining({ code: 'invalid' }))
  })

  test('is of a time zone that exists', () => {
    expect(() => monthInterval('2026-11', 'Mars/Olympus')).toThrow('There is no time zone Mars/Olympus')
  })
})
