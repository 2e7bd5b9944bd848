import { isDateTime, isToleratedDateTime } from './date-time.ts'

const parts =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:[Tt ](\d\d?):(\d\d?)(?::(\d\d?)(?:[.,](\d*))?)?)? ?([Zz]|[+-]\d\d(?::?\d\d)?)?$/
const EPOCH_SECONDS = /^\d{10}$/
const EPOCH_MILLISECONDS = /^\d{13}$/

/**
 * Reads a station's timestamp as milliseconds since 1970-01-01T00:00:00Z: RFC 3339, the odd forms lenient mode lets
 * through (no offset means UTC), and seconds or milliseconds since 1970. Undefined when it cannot be dated.
 */
export function parseTimestamp(text: string): number | undefined {
  if (EPOCH_SECONDS.test(text)) return Number(text) * 1000
  if (EPOCH_MILLISECONDS.test(text)) return Number(text)
  if (!isDateTime(text) && !isToleratedDateTime(text)) return undefined
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = parts.exec(text) ?? []
  const dayMs = Date.UTC(Number(year), Number(month) - 1, Number(day))
  if (Number.isNaN(dayMs) || new Date(dayMs).getUTCDate() !== Number(day)) return undefined
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(second)
  return dayMs + seconds * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3)) - offsetMs(zone)
}

function offsetMs(zone: string): number {
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}
