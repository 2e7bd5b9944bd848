import { isDateTime, parseTimestamp } from '#ocpp/schemas'
import { boundedName } from './bounded-name.ts'

/**
 * When a station says something happened. Stations write time in odd ways (C-08); what cannot be dated happened when it
 * was received.
 */
export function stationTime(text: string | undefined, receivedAt: Date): Date {
  if (text === undefined) return receivedAt
  const { ms } = dated(text)
  return ms === undefined ? receivedAt : new Date(ms)
}

/** The text of a timestamp worth keeping beside what was read of it: one that is not RFC 3339, or no day there ever was. */
export function oddTimestamp(text: string): string | undefined {
  return dated(text).isOdd ? boundedName(text) : undefined
}

interface Dated {
  readonly text: string
  readonly ms: number | undefined
  readonly isOdd: boolean
}

/** A message says the same time once for itself and once for what it brings. */
let last: Dated = { text: '', ms: undefined, isOdd: true }

function dated(text: string): Dated {
  if (text === last.text) return last
  const ms = readTime(text)
  last = { text, ms, isOdd: ms === undefined || !isDateTime(text) }
  return last
}

function readTime(text: string): number | undefined {
  // Nearly all write RFC 3339 in UTC, which the engine itself reads fastest, taking 30 February for 2 March.
  const usual = (text.length === 20 || text.length === 24) && text[4] === '-' && text.endsWith('Z')
  const ms = usual ? Date.parse(text) : Number.NaN
  return Number.isNaN(ms) || new Date(ms).getUTCDate() !== Number(text.slice(8, 10)) ? parseTimestamp(text) : ms
}
