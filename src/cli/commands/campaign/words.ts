import { gauge } from '../../format/bar.ts'

/** How many stations are in each state. */
export interface Counts {
  readonly waiting: number
  readonly ordered: number
  readonly succeeded: number
  readonly failed: number
  readonly skipped: number
}

/** What is done to many stations: a campaign, or a change of their configuration. */
export interface Undertaking {
  readonly id: string
  readonly name: string
  readonly state: string
  readonly progress: Counts
}

const BAR_WIDTH = 24
/** States after which nothing more comes. */
const OVER: ReadonlySet<string> = new Set(['finished', 'stopped', 'canceled'])

export function isOver({ state }: Undertaking): boolean {
  return OVER.has(state)
}

/** True when it has come to its end and all went well. */
export function isDone({ state, progress }: Undertaking): boolean {
  return state === 'finished' && progress.failed === 0
}

/** `3 of 10, 1 failed, 2 skipped`: what has come to an end, and how. */
export function countsOf({ waiting, ordered, succeeded, failed, skipped }: Counts): string {
  const settled = succeeded + failed + skipped
  const remarks = [
    ordered > 0 ? `${ordered} at it` : '',
    failed > 0 ? `${failed} failed` : '',
    skipped > 0 ? `${skipped} skipped` : '',
  ].filter(Boolean)
  return [`${settled} of ${settled + ordered + waiting}`, ...remarks].join(', ')
}

/** The same with a bar before it, on one line. */
export function progressLine({ name, state, progress }: Undertaking): string {
  const { waiting, ordered, succeeded, failed, skipped } = progress
  const settled = succeeded + failed + skipped
  const all = settled + ordered + waiting
  return `${name} ${gauge(all === 0 ? 1 : settled / all, BAR_WIDTH)} ${countsOf(progress)} (${state})`
}
