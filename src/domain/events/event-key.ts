import { createHash } from 'node:crypto'
import type { NewStationEvent } from './station-event.ts'

/** What makes two tellings the same event: its type, its time at the station, and everything it says. */
export function eventKey({ type, at, facts }: NewStationEvent): string {
  const text = JSON.stringify([type, at.getTime(), sorted(facts)])
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}

/** The same value with the fields of every object in one order, since a station may tell them in another next time. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, sorted(inner)])
}
