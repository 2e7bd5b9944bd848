const rfc3339 = /^\d{4}-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|[+-](\d\d):(\d\d))$/
const zone = /^([Zz]|[+-]\d\d(?::?\d\d)?)$/
const tolerated =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:[Tt ](\d\d?):(\d\d?)(?::(\d\d?)(?:[.,]\d*)?)?)? ?([Zz]|[+-]\d\d(?::?\d\d)?)?$/

/** True for a timestamp as RFC 3339 wants it: date, time and offset, each in its range. */
export function isDateTime(text: string): boolean {
  const match = rfc3339.exec(text)
  if (match === null) return false
  return (
    inRange(match[1], 1, 12) &&
    inRange(match[2], 1, 31) &&
    inRange(match[3], 0, 23) &&
    inRange(match[4], 0, 59) &&
    inRange(match[5], 0, 60) &&
    inRange(match[6], 0, 23) &&
    inRange(match[7], 0, 59)
  )
}

/**
 * True for what stations send besides RFC 3339 and a reader can still date: no offset, a blank for the `T`, no seconds,
 * no time, an offset without colon, one-digit fields. Without an offset it is UTC (1.6 §3.14, 2.0.1 part 2 2.1.1).
 */
export function isToleratedDateTime(text: string): boolean {
  const match = tolerated.exec(text)
  if (match === null) return false
  return (
    inRange(match[2], 1, 12) &&
    inRange(match[3], 1, 31) &&
    inRange(match[4], 0, 24) &&
    inRange(match[5], 0, 59) &&
    inRange(match[6], 0, 60) &&
    (match[7] === undefined || zone.test(match[7]))
  )
}

function inRange(digits: string | undefined, low: number, high: number): boolean {
  if (digits === undefined) return true
  const value = Number(digits)
  return value >= low && value <= high
}
