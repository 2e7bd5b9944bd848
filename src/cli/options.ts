import { InvalidArgumentError } from 'commander'

/** Reads an option that is a whole number, between both bounds. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= least && value <= most) return value
    throw new InvalidArgumentError(`It has to be a whole number from ${least} to ${most}.`)
  }
}

const UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Reads a point in time: ISO 8601, or how long ago as 90s, 30m, 2h, 7d. Gives ISO 8601 with an offset. */
export function pointInTime(nowMs: () => number): (text: string) => string {
  return (text) => {
    const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? []
    const atMs = count === undefined ? Date.parse(text) : nowMs() - Number(count) * (UNITS_MS[unit] ?? 0)
    if (!Number.isNaN(atMs)) return new Date(atMs).toISOString()
    throw new InvalidArgumentError('It has to be a time as 2026-11-01T12:00:00Z, or how long ago as 30m, 2h, 7d.')
  }
}

/** Reads a month as 2026-11. */
export function month(text: string): string {
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return text
  throw new InvalidArgumentError('It has to be a month as 2026-11.')
}

/** Reads `name=value`; more than one are gathered in the order they are given. */
export function assignment(text: string, before: readonly (readonly [string, string])[] = []): [string, string][] {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('It has to be name=value.')
  return [...before.map(([name, value]): [string, string] => [name, value]), [text.slice(0, at), text.slice(at + 1)]]
}

/** Reads one of many words, too many to be listed. */
export function oneOfWords(words: readonly string[]): (text: string) => string {
  return (text) => {
    if (words.includes(text)) return text
    throw new InvalidArgumentError('There is no such word.')
  }
}
