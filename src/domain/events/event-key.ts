import { createHash } from 'node:crypto'
import { canonicalJson } from '#kernel'
import type { NewStationEvent } from './station-event.ts'

/**
 * What makes two tellings the same event: its type, its time at the station, and everything it says, in whatever order.
 */
export function eventKey({ type, at, facts }: NewStationEvent): string {
  const text = canonicalJson([type, at.getTime(), facts])
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}
