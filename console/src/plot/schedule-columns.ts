import type { Column } from './columns.ts'

/** What may flow from a moment on, in steps; a step without a limit is one that nothing limits. */
export interface Schedule {
  readonly startAt: string
  readonly durationS: number
  readonly periods: readonly { readonly startS: number; readonly limit?: string }[]
}

/**
 * Times in seconds, then the limit of each schedule, each value holding until the next; null where nothing limits. What
 * was before `from` is left out.
 */
export function scheduleColumns(schedules: readonly Schedule[], from?: string): readonly Column[] {
  const stepsOf = schedules.map(steps)
  const begin = from === undefined ? Number.NEGATIVE_INFINITY : secondsOf(from)
  const known = new Set(stepsOf.flatMap((each) => each.map(({ at }) => Math.max(at, begin))))
  const times = [...known].toSorted((a, b) => a - b)
  const columns = stepsOf.map((each) =>
    times.map((time): number | null => {
      const end = each.at(-1)?.at ?? Number.NEGATIVE_INFINITY
      return time > end ? null : (each.findLast(({ at }) => at <= time)?.limit ?? null)
    }),
  )
  return [times, ...columns]
}

const secondsOf = (at: string): number => Math.round(new Date(at).getTime() / 1_000)

interface Step {
  readonly at: number
  readonly limit: number | null
}

/** The steps of a schedule, and its end, where the last one still holds. */
function steps({ startAt, durationS, periods }: Schedule): readonly Step[] {
  const start = secondsOf(startAt)
  const begun = periods
    .filter(({ startS }) => startS < durationS)
    .map(({ startS, limit }): Step => ({ at: start + startS, limit: limit === undefined ? null : Number(limit) }))
  const last = begun.at(-1)
  return last === undefined ? [] : [...begun, { at: start + durationS, limit: last.limit }]
}

/** The next moment at which a schedule says something else, and what; undefined when it does not. */
export function nextStep({ startAt, periods }: Schedule, nowMs: number): { at: string; limit?: string } | undefined {
  const start = new Date(startAt).getTime()
  const next = periods.find(({ startS }) => start + startS * 1_000 > nowMs)
  if (next === undefined) return undefined
  return {
    at: new Date(start + next.startS * 1_000).toISOString(),
    ...(next.limit === undefined ? {} : { limit: next.limit }),
  }
}
