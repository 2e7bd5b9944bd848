import type { Campaign } from '#api-client'
import type { Tone } from '../format/words.ts'

/** How many stations of a campaign are in each state. */
export type Progress = Campaign['progress']
export type MemberState = keyof Progress

/** In the order in which they are drawn: what is done first, what waits last. */
export const memberWords: Readonly<
  Record<MemberState, { readonly label: string; readonly tone: Tone; readonly fill: string; readonly dot: string }>
> = {
  succeeded: { label: 'Done', tone: 'good', fill: 'fill-good', dot: 'bg-good' },
  ordered: { label: 'Under way', tone: 'busy', fill: 'fill-busy', dot: 'bg-busy' },
  failed: { label: 'Failed', tone: 'bad', fill: 'fill-bad', dot: 'bg-bad' },
  skipped: { label: 'Left out', tone: 'warn', fill: 'fill-warn', dot: 'bg-warn' },
  waiting: { label: 'Waiting', tone: 'quiet', fill: 'fill-line-strong', dot: 'bg-line-strong' },
}
export const MEMBER_STATES = Object.keys(memberWords) as readonly MemberState[]

export const totalOf = (progress: Progress): number => MEMBER_STATES.reduce((sum, state) => sum + progress[state], 0)

/** `12 done, 1 failed, 3 waiting`: what there is none of is left out. */
export function progressWords(progress: Progress): string {
  const some = MEMBER_STATES.filter((state) => progress[state] > 0)
  return some.map((state) => `${progress[state]} ${memberWords[state].label.toLowerCase()}`).join(', ')
}

export type RunState = Campaign['state']

export const runWords: Readonly<
  Record<RunState, { readonly label: string; readonly tone: Tone; readonly meaning: string }>
> = {
  draft: { label: 'Planned', tone: 'quiet', meaning: 'It starts when it is told to.' },
  running: { label: 'Running', tone: 'busy', meaning: 'It orders what is next by itself.' },
  paused: { label: 'Paused', tone: 'warn', meaning: 'Nothing more is ordered until it goes on.' },
  stopped: { label: 'Stopped', tone: 'bad', meaning: 'Too many stations failed.' },
  finished: { label: 'Finished', tone: 'good', meaning: 'Every station has had its turn.' },
  canceled: { label: 'Cancelled', tone: 'quiet', meaning: 'Ended for good by somebody.' },
}
