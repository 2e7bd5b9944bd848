import { parseTimestamp } from '#ocpp/schemas'
import { boundedName } from './bounded-name.ts'

/**
 * When a station says something happened. Stations write time in odd ways (C-08); what cannot be dated happened when it
 * was received.
 */
export function stationTime(text: string | undefined, receivedAt: Date): Date {
  if (text === undefined) return receivedAt
  if (text !== last.text) last = { text, ms: readTime(text) }
  return last.ms === undefined ? receivedAt : new Date(last.ms)
}

/** A message says the same time once for itself and once for what it brings. */
let last: { readonly text: string; readonly ms: number | undefined } = { text: '', ms: undefined }

function readTime(text: string): number | undefined {
  // Nearly all write RFC 3339 in UTC, which the engine itself reads fastest.
  const ms =
    (text.length === 20 || text.length === 24) && text[4] === '-' && text.endsWith('Z') ? Date.parse(text) : Number.NaN
  return Number.isNaN(ms) ? parseTimestamp(text) : ms
}

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i

/** The text of a timestamp worth keeping beside what was read of it: one that is not RFC 3339. */
export function oddTimestamp(text: string): string | undefined {
  return RFC_3339.test(text) ? undefined : boundedName(text)
}
