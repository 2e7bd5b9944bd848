import { AppError } from '#kernel'

/** The time from `from` up to, not including, `to`. */
export interface Interval {
  readonly from: Date
  readonly to: Date
}

/**
 * A calendar month (`2026-11`) as its inhabitants of an IANA time zone live it.
 *
 * @throws AppError `invalid` for what is no month or no time zone.
 */
export function monthInterval(month: string, timeZone: string): Interval {
  const match = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month)
  if (!match) throw invalid('month', 'A month is written like 2026-11')
  const [year, index] = [Number(match[1]), Number(match[2]) - 1]
  const wallClock = wallClockOf(timeZone)
  return { from: startOfDay(Date.UTC(year, index), wallClock), to: startOfDay(Date.UTC(year, index + 1), wallClock) }
}

/** What the clocks of a zone show at a moment, as the milliseconds UTC would show the same at. */
type WallClock = (atMs: number) => number

/** The moment at which the clocks of a zone show `shownMs`, or the first after it when they skip that. */
function startOfDay(shownMs: number, wallClock: WallClock): Date {
  const dayMs = 86_400_000
  // The offset holds before or after a change of clocks near it; try both, and take the one that shows what was asked.
  const candidates = [shownMs - dayMs, shownMs + dayMs].map((nearMs) => shownMs - (wallClock(nearMs) - nearMs))
  const exact = candidates.filter((atMs) => wallClock(atMs) === shownMs)
  return new Date(exact.length > 0 ? Math.min(...exact) : Math.max(...candidates))
}

function wallClockOf(timeZone: string): WallClock {
  const format = formatOf(timeZone)
  return (atMs) => {
    const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]))
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
    return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  }
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch (cause) {
    throw invalid('timeZone', `There is no time zone ${timeZone}; one is written like Europe/Berlin`, cause)
  }
}

function invalid(field: string, message: string, cause?: unknown): AppError {
  return new AppError('invalid', message, { fields: [{ field, problem: message }] }, { cause })
}
