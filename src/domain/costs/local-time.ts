import { zoneOffsetMs } from '#domain/locations'
import type { Weekday } from '#domain/tariffs'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
/** Days that are looked at one by one; what lasts longer was not charging. */
const MOST_DAYS = 400

export interface LocalTime {
  /** Minutes since midnight. */
  readonly minute: number
  /** As 2026-12-24. */
  readonly date: string
  readonly weekday: Weekday
}

const WEEKDAY_OF = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const

/** What clocks on the wall show. A time zone nobody knows counts as UTC. */
export function localTime(atMs: number, timeZone: string): LocalTime {
  const local = new Date(atMs + zoneOffsetMs(atMs, timeZone))
  return {
    minute: local.getUTCHours() * 60 + local.getUTCMinutes(),
    date: local.toISOString().slice(0, 10),
    weekday: WEEKDAY_OF[local.getUTCDay()] ?? 'sunday',
  }
}

/**
 * Every moment within (from, to) at which a wall clock shows one of these minutes of the day or midnight, or is put
 * forward or back (2.1 I12.FR.37); some may be in it at which neither happens.
 */
export function clockCuts(fromMs: number, toMs: number, timeZone: string, minutes: readonly number[]): number[] {
  const cuts: number[] = []
  const firstDay = Math.floor((fromMs + zoneOffsetMs(fromMs, timeZone)) / DAY_MS) * DAY_MS
  for (let day = 0; day <= MOST_DAYS; day += 1) {
    const midnight = firstDay + day * DAY_MS
    const before = zoneOffsetMs(midnight - DAY_MS / 2, timeZone)
    if (midnight - before > toMs) break
    const ahead = new Set([before, zoneOffsetMs(midnight + DAY_MS * 1.5, timeZone)])
    for (const offset of ahead) for (const minute of [0, ...minutes]) cuts.push(midnight + minute * MINUTE_MS - offset)
    if (ahead.size > 1) cuts.push(shiftWithin(midnight - DAY_MS / 2, midnight + DAY_MS * 1.5, timeZone))
  }
  return cuts.filter((cut) => cut > fromMs && cut < toMs)
}

/** When the offset becomes that of the end. */
function shiftWithin(fromMs: number, toMs: number, timeZone: string): number {
  const after = zoneOffsetMs(toMs, timeZone)
  let [before, since] = [fromMs, toMs]
  while (since - before > MINUTE_MS) {
    const middle = Math.floor((before + since) / 2 / MINUTE_MS) * MINUTE_MS
    if (middle <= before) break
    if (zoneOffsetMs(middle, timeZone) === after) since = middle
    else before = middle
  }
  return since
}
