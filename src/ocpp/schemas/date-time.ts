const ZERO = 0x30
const NINE = 0x39
const zone = /^([Zz]|[+-]\d\d(?::?\d\d)?)$/
const tolerated =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:[Tt ](\d\d?):(\d\d?)(?::(\d\d?)(?:[.,]\d*)?)?)? ?([Zz]|[+-]\d\d(?::?\d\d)?)?$/

/** `1985-04-12T23:20:50`, the shortest that an offset may follow. */
const SECONDS_END = 19

/** True for a timestamp as RFC 3339 wants it: date, time and offset, each in its range. Asked for every message. */
export function isDateTime(text: string): boolean {
  return (
    isPair(text, 0, 99) &&
    isPair(text, 2, 99) &&
    text[4] === '-' &&
    isPair(text, 5, 12, 1) &&
    text[7] === '-' &&
    isPair(text, 8, 31, 1) &&
    (text[10] === 'T' || text[10] === 't') &&
    isPair(text, 11, 23) &&
    text[13] === ':' &&
    isPair(text, 14, 59) &&
    text[16] === ':' &&
    isPair(text, 17, 60) &&
    isOffset(text, text[SECONDS_END] === '.' ? digitsEnd(text, SECONDS_END + 1) : SECONDS_END)
  )
}

function isOffset(text: string, at: number): boolean {
  const first = text[at]
  if (first === 'Z' || first === 'z') return text.length === at + 1
  return (
    (first === '+' || first === '-') &&
    isPair(text, at + 1, 23) &&
    text[at + 3] === ':' &&
    isPair(text, at + 4, 59) &&
    text.length === at + 6
  )
}

/** Whether two digits stand here, and make a number between the two. */
function isPair(text: string, at: number, high: number, low = 0): boolean {
  const tens = text.charCodeAt(at) - ZERO
  const ones = text.charCodeAt(at + 1) - ZERO
  if (!(tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9)) return false
  const value = 10 * tens + ones
  return value >= low && value <= high
}

/** Where the digits from `from` on end; one before `from` when there are none. */
function digitsEnd(text: string, from: number): number {
  let at = from
  while (text.charCodeAt(at) >= ZERO && text.charCodeAt(at) <= NINE) at += 1
  return at === from ? from - 1 : at
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
