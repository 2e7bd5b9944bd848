const MINUTE_MS = 60_000
const QUARTER_MS = 15 * MINUTE_MS
const offsets = new Map<string, number>()
const MOST_OFFSETS = 20_000

/**
 * What clocks on the wall are ahead of UTC at a moment, in whole minutes; they are changed on a quarter of an hour. A time zone
 * nobody knows counts as UTC.
 */
export function zoneOffsetMs(atMs: number, timeZone: string): number {
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

const formats = new Map<string, Intl.DateTimeFormat>()
const MOST_FORMATS = 500

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
