import type { CampaignManner, MemberState } from './campaign.ts'

/** What is known of a station of the wave a campaign is at. */
export interface MemberFacts {
  readonly number: number
  readonly state: MemberState
  readonly attempts: number
  readonly orderedAt?: Date
  readonly connected: boolean
  /** Somebody charges there. */
  readonly busy: boolean
  /** This is an hour in which it is little used. */
  readonly quiet: boolean
  /** It is as it shall be, without anything being done. */
  readonly done: boolean
  /** How the order ended; `unheard` when the station never got it. Absent while it goes on. */
  readonly end?: { readonly result: 'succeeded' | 'failed' | 'unheard'; readonly reason?: string }
}

export interface WaveFacts {
  readonly manner: CampaignManner
  readonly waveStartedAt: Date
  readonly isLast: boolean
  readonly members: readonly MemberFacts[]
  /** Of the waves before this one. */
  readonly before: { readonly stations: number; readonly failed: number }
}

export interface Settlement {
  readonly number: number
  readonly state: 'succeeded' | 'failed' | 'skipped'
  readonly reason?: string
}

export interface CampaignStep {
  readonly settle: readonly Settlement[]
  /** Stations that never heard their order: they wait for another. */
  readonly again: readonly number[]
  readonly order: readonly number[]
  readonly next: 'stay' | 'next-wave' | 'finish' | 'stop'
}

/** Orders that a station may miss before it counts as failed. */
export const MOST_ATTEMPTS = 5

/** What to do next about the wave a campaign is at. Decides from the facts alone, so that any worker decides the same. */
export function stepCampaign(wave: WaveFacts, now: Date): CampaignStep {
  const settle = wave.members.flatMap((member) => settlement(wave, member, now) ?? [])
  const settled = new Map(settle.map((one) => [one.number, one.state]))
  const stateOf = ({ number, state }: MemberFacts): MemberState => settled.get(number) ?? state
  const again = wave.members.filter((one) => stateOf(one) === 'ordered' && one.end?.result === 'unheard')
  const failed = wave.before.failed + wave.members.filter((one) => stateOf(one) === 'failed').length
  const begun = wave.before.stations + wave.members.length
  const step = { settle, again: again.map(({ number }) => number) }
  if (failed * 100 > wave.manner.failureLimitPercent * begun) return { ...step, order: [], next: 'stop' }
  const open = wave.members.filter((one) => ['waiting', 'ordered'].includes(stateOf(one)))
  if (open.length === 0) return { ...step, order: [], next: wave.isLast ? 'finish' : 'next-wave' }
  const ready = open.filter((one) => one.state === 'waiting' && mayOrder(wave.manner, one))
  return { ...step, order: ready.map(({ number }) => number), next: 'stay' }
}

function mayOrder({ quietHours }: CampaignManner, { connected, busy, quiet }: MemberFacts): boolean {
  return connected && !busy && (quiet || !quietHours)
}

/** How a station of the wave has come to its end; undefined while it has not. */
function settlement({ manner, waveStartedAt }: WaveFacts, member: MemberFacts, now: Date): Settlement | undefined {
  const { number, state, end, orderedAt, attempts } = member
  if (state === 'waiting') {
    if (member.done) return { number, state: 'succeeded', reason: 'it was so already' }
    if (isOver(waveStartedAt, manner.waitHours * 60, now)) {
      return { number, state: 'skipped', reason: member.connected ? 'never free in time' : 'not connected in time' }
    }
    return undefined
  }
  if (state !== 'ordered') return undefined
  if (end?.result === 'unheard') {
    return attempts < MOST_ATTEMPTS ? undefined : { number, state: 'failed', reason: 'no order reached it' }
  }
  if (end !== undefined) {
    return { number, state: end.result, ...(end.reason === undefined ? {} : { reason: end.reason }) }
  }
  return orderedAt !== undefined && isOver(orderedAt, manner.timeoutMinutes, now)
    ? { number, state: 'failed', reason: 'no end in time' }
    : undefined
}

function isOver(since: Date, minutes: number, now: Date): boolean {
  return now.getTime() - since.getTime() >= minutes * 60_000
}
