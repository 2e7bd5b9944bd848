import type { Entry } from './entry.ts'

/** A transaction of the same station as far as joining needs to know it. */
export interface Neighbour {
  readonly id: string
  readonly status: 'active' | 'ended'
  readonly numbered: boolean
  readonly evseId?: number
  readonly tokenValue?: string
  readonly startedAtMs?: number
  readonly endedAtMs?: number
  readonly superseded: boolean
  /** Only a stop that named no number: its start may still come. */
  readonly unconfirmed: boolean
  readonly stopTokenValue?: string
}

export interface NewStart {
  readonly id: string
  readonly evseId: number
  readonly atMs: number
  readonly tokenValue?: string
}

/** Which of its neighbours a start ends, and which later one has ended it already: by connector, by time, in any order (D-08). */
export function supersededBy(
  start: NewStart,
  neighbours: readonly Neighbour[],
): readonly { readonly id: string; readonly successorId: string; readonly atMs: number }[] {
  const sameConnector = neighbours.filter(({ evseId, id }) => evseId === start.evseId && id !== start.id)
  const ended = sameConnector
    .filter(
      ({ startedAtMs, status, superseded, endedAtMs }) =>
        startedAtMs !== undefined &&
        startedAtMs < start.atMs &&
        (status === 'active' || (superseded && endedAtMs !== undefined && endedAtMs > start.atMs)),
    )
    .map(({ id }) => ({ id, successorId: start.id, atMs: start.atMs }))
  const successor = sameConnector
    .filter(({ startedAtMs }) => startedAtMs !== undefined && startedAtMs > start.atMs)
    .sort((a, b) => (a.startedAtMs ?? 0) - (b.startedAtMs ?? 0))[0]
  if (successor?.startedAtMs === undefined) return ended
  return [...ended, { id: start.id, successorId: successor.id, atMs: successor.startedAtMs }]
}

export function supersededEntry(successorId: string, atMs: number, receivedAtMs: number): Entry {
  return {
    key: `superseded/${successorId}`,
    kind: 'superseded',
    atMs,
    receivedAtMs,
    facts: {},
    registers: [],
    measured: {},
  }
}

/**
 * The transaction that a stop without a number belongs to (D-04): the latest start before it that has no end of its own,
 * one of the same token before all others.
 */
export function startOf(
  stop: { readonly atMs: number; readonly tokenValue?: string },
  neighbours: readonly Neighbour[],
): Neighbour | undefined {
  const open = neighbours.filter(
    ({ startedAtMs, status, superseded, numbered }) =>
      numbered && startedAtMs !== undefined && startedAtMs <= stop.atMs && (status === 'active' || superseded),
  )
  return best(
    open,
    stop.tokenValue,
    ({ tokenValue }) => tokenValue,
    ({ startedAtMs }) => -(startedAtMs ?? 0),
  )
}

/** The stop that came before its start did (D-07): the earliest end without a start that follows it. */
export function stopOf(start: NewStart, neighbours: readonly Neighbour[]): Neighbour | undefined {
  const orphans = neighbours.filter(
    ({ unconfirmed, endedAtMs }) => unconfirmed && endedAtMs !== undefined && endedAtMs >= start.atMs,
  )
  return best(
    orphans,
    start.tokenValue,
    ({ stopTokenValue }) => stopTokenValue,
    ({ endedAtMs }) => endedAtMs ?? 0,
  )
}

function best(
  candidates: readonly Neighbour[],
  token: string | undefined,
  tokenOf: (candidate: Neighbour) => string | undefined,
  distance: (candidate: Neighbour) => number,
): Neighbour | undefined {
  const wanted = token?.toLowerCase()
  const matches = candidates.filter((candidate) => wanted !== undefined && tokenOf(candidate)?.toLowerCase() === wanted)
  const pool = matches.length > 0 ? matches : candidates
  return [...pool].sort((a, b) => distance(a) - distance(b))[0]
}
