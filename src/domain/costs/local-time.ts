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

const formats = new Map<string, Intl.DateTimeFormat>()
const MOST_FORMATS = 500

/** What clocks on the wall show. A time zone nobody knows counts as UTC. */
export function localTime(atMs: number, timeZone: string): LocalTime {
  const local = new Date(atMs + offsetMs(atMs, timeZone))
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
  const firstDay = Math.floor((fromMs + offsetMs(fromMs, timeZone)) / DAY_MS) * DAY_MS
  for (let day = 0; day <= MOST_DAYS; day += 1) {
    const midnight = firstDay + day * DAY_MS
    const before = offsetMs(midnight - DAY_MS / 2, timeZone)
    if (midnight - before > toMs) break
    const ahead = new Set([before, offsetMs(midnight + DAY_MS * 1.5, timeZone)])
    for (const offset of ahead) for (const minute of [0, ...minutes]) cuts.push(midnight + minute * MINUTE_MS - offset)
    if (ahead.size > 1) cuts.push(shiftWithin(midnight - DAY_MS / 2, midnight + DAY_MS * 1.5, timeZone))
  }
  return cuts.filter((cut) => cut > fromMs && cut < toMs)
}

/** When the offset becomes that of the end. */
function shiftWithin(fromMs: number, toMs: number, timeZone: string): number {
  const after = offsetMs(toMs, timeZone)
  let [before, since] = [fromMs, toMs]
  while (since - before > MINUTE_MS) {
    const middle = Math.floor((before + since) / 2 / MINUTE_MS) * MINUTE_MS
    if (middle <= before) break
    if (offsetMs(middle, timeZone) === after) since = middle
    else before = middle
  }
  return since
}

const QUARTER_MS = 15 * MINUTE_MS
const offsets = new Map<string, number>()
const MOST_OFFSETS = 20_000

/** What local time is ahead of UTC, in whole minutes; clocks are changed on a quarter of an hour. */
function offsetMs(atMs: number, timeZone: string): number {
  const quarter = Math.floor(atMs / QUARTER_MS) * QUARTER_MS
  const key = `${timeZone} ${quarter}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  if (offsets.size >= MOST_OFFSETS) offsets.clear()
  const found = readOffsetMs(quarter, timeZone)
  offsets.set(key, found)
  return found
}

function readOffsetMs(atMs: number, timeZone: string): number {
  const name = formatOf(timeZone)
    .formatToParts(atMs)
    .find(({ type }) => type === 'timeZoneName')?.value
  const [, sign, hours, minutes = '0'] = /^GMT([+-])(\d+)(?::(\d+))?/.exec(name ?? '') ?? []
  if (sign === undefined) return 0
  const ahead = (Number(hours) * 60 + Number(minutes)) * MINUTE_MS
  return sign === '-' ? -ahead : ahead
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  if (formats.size >= MOST_FORMATS) formats.clear()
  const format = newFormat(timeZone) ?? newFormat('UTC') ?? new Intl.DateTimeFormat()
  formats.set(timeZone, format)
  return format
}

function newFormat(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
  } catch (thrown) {
    if (thrown instanceof RangeError) return undefined
    throw thrown
  }
}
