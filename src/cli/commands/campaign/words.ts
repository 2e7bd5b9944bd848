import type { CampaignMember } from '#api-client'
import { gauge } from '../../format/bar.ts'
import { instant } from '../../format/quantities.ts'

/** How many stations are in each state. */
export interface Counts {
  readonly waiting: number
  readonly ordered: number
  readonly succeeded: number
  readonly failed: number
  readonly skipped: number
}

/** What is done to many stations. */
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

type Wait = NonNullable<CampaignMember['wait']>

const WAITS: Readonly<Record<Wait['reason'], string>> = {
  'not-started': 'the campaign has not been started',
  paused: 'the campaign is paused',
  ended: 'the campaign has ended without it',
  'later-wave': 'its wave comes later',
  offline: 'it is not connected',
  'not-accepted': 'it is not accepted yet, and may be asked nothing',
  charging: 'somebody charges there',
  reserved: 'somebody has reserved it',
  'quiet-hours': 'it is much used at this hour',
  'others-first': 'so many others are at it as may be at once',
  'command-limit': 'too many commands wait for it already',
  'order-failed': 'its order could not be given; the log says why',
  'next-look': 'it is next',
}

/** Why a station waits, for people; and until when, where that is known. */
export function waitText({ reason, until }: Wait): string {
  return [WAITS[reason], instant(until)].filter(Boolean).join(', until ')
}

/** The same with a bar before it, on one line. */
export function progressLine({ name, state, progress }: Undertaking): string {
  const { waiting, ordered, succeeded, failed, skipped } = progress
  const settled = succeeded + failed + skipped
  const all = settled + ordered + waiting
  return `${name} ${gauge(all === 0 ? 1 : settled / all, BAR_WIDTH)} ${countsOf(progress)} (${state})`
}
