import type { CommandMove } from '#domain/commands'

/**
 * Something a station goes on doing after it has taken a command, and tells of by the number it was given: an update, a
 * publication, a log. What it can stand at is its own; how it moves is the same for all.
 */
export interface ErrandWords<Status extends string, Outcome extends string> {
  /** How far each is on the way; those of one number may follow each other either way. */
  readonly distance: Readonly<Record<Status | ErrandAnswer | 'requested', number>>
  /** What each amounts to. */
  readonly outcome: Readonly<Record<Status, Outcome | 'running'>>
}

export type ErrandAnswer = 'accepted' | 'refused'

/** Which is meant: the one of a command, the one of a number of the station's, or its newest. */
export type MeantErrand =
  | { readonly commandId: string }
  | { readonly stationId: string; readonly requestId?: number | undefined }

/** What the settling of its command says. Of one that was lost or not answered nobody knows whether it was taken. */
export function answerOf({ state }: CommandMove): ErrandAnswer | undefined {
  if (state === 'answered') return 'accepted'
  return state === 'refused' || state === 'expired' ? 'refused' : undefined
}

/**
 * Where an errand stands after one more report: only ever forward, so that late ones and repeats change nothing. What
 * failed goes on when the station tries once more, and whatever was thought lost is done once the station says so.
 */
export function furthest<Status extends string>(
  { distance }: Pick<ErrandWords<Status, string>, 'distance'>,
  current: Status,
  reported: Status,
): Status {
  return distance[reported] >= distance[current] ? reported : current
}

export interface ErrandProgress<Status extends string, Outcome extends string> {
  readonly status: Status
  readonly outcome: Outcome | 'running'
  readonly status_at: Date
  readonly finished_at: Date | null
}

/** The same with its times: it has stood there since it came there, and has ended when it first ended. */
export function progressOf<Status extends string, Outcome extends string>(
  words: ErrandWords<Status, Outcome>,
  row: {
    readonly status: Status
    readonly outcome: string
    readonly status_at: Date
    readonly finished_at: Date | null
  },
  reported: Status,
  at: Date,
): ErrandProgress<Status, Outcome> {
  const status = furthest(words, row.status, reported)
  const outcome = words.outcome[status]
  const endedAt = row.outcome === 'running' ? null : row.finished_at
  return {
    status,
    outcome,
    status_at: status === row.status ? row.status_at : at,
    finished_at: outcome === 'running' ? null : (endedAt ?? at),
  }
}
