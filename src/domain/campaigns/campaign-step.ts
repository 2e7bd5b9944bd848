import type { CampaignManner, VariableResult } from './campaign.ts'

/** How an order ended at a station; `unheard` when it is not known to have heard it, and may be told again. */
export interface OrderEnd {
  readonly result: 'succeeded' | 'failed' | 'unheard'
  readonly reason?: string
  readonly results?: readonly VariableResult[]
  readonly rebootRequired?: boolean
}

/** A station that needs no order. */
export interface NoOrder {
  readonly state: 'succeeded' | 'skipped'
  readonly reason: string
}

/** What is known of a station of the wave a campaign is at that has not come to its end. */
export interface MemberFacts {
  readonly number: number
  readonly state: 'waiting' | 'ordered'
  readonly attempts: number
  readonly orderedAt?: Date
  /** And may be asked something. */
  readonly connected: boolean
  /** Somebody charges there or has reserved it, and the order would be in their way. */
  readonly busy: boolean
  /** This is an hour in which it is little used. */
  readonly quiet: boolean
  /** Its last order could not be given: others have their turn before it. */
  readonly held: boolean
  /** What is to be done with one that waits; absent as long as nobody can say. */
  readonly due?: 'order' | NoOrder
  /** How the order ended. Absent while it goes on. */
  readonly end?: OrderEnd
}

export interface WaveFacts {
  readonly manner: CampaignManner
  readonly waveStartedAt: Date
  readonly isLast: boolean
  readonly members: readonly MemberFacts[]
  /** Stations of the wave that wait and are not looked at now. */
  readonly unseen: number
  /** Of this wave and those before it: how many there are, and how many have failed. */
  readonly begun: { readonly stations: number; readonly failed: number }
}

export interface Settlement extends Omit<OrderEnd, 'result'> {
  readonly number: number
  readonly state: 'succeeded' | 'failed' | 'skipped'
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
  const { manner, members, begun } = wave
  const settle = members.flatMap((member) => settlement(wave, member, now) ?? [])
  const settled = new Set(settle.map(({ number }) => number))
  const open = members.filter(({ number }) => !settled.has(number))
  const ordered = open.filter(({ state }) => state === 'ordered')
  const again = ordered.filter(({ end }) => end?.result === 'unheard')
  const step = { settle, again: again.map(({ number }) => number) }
  const failed = begun.failed + settle.filter(({ state }) => state === 'failed').length
  if (failed * 100 > manner.failureLimitPercent * begun.stations) return { ...step, order: [], next: 'stop' }
  if (open.length + wave.unseen === 0) return { ...step, order: [], next: wave.isLast ? 'finish' : 'next-wave' }
  const ready = open
    .filter((one) => one.state === 'waiting' && mayOrder(manner, one))
    .toSorted((one, other) => Number(one.held) - Number(other.held))
  const room = Math.max(manner.atOnce - (ordered.length - again.length), 0)
  return { ...step, order: ready.slice(0, room).map(({ number }) => number), next: 'stay' }
}

function mayOrder({ quietHours }: CampaignManner, { connected, busy, quiet, due }: MemberFacts): boolean {
  return due === 'order' && connected && !busy && (quiet || !quietHours)
}

/** How a station of the wave has come to its end; undefined while it has not. */
function settlement({ manner, waveStartedAt }: WaveFacts, member: MemberFacts, now: Date): Settlement | undefined {
  const { number, state, due, end, orderedAt, attempts } = member
  if (state === 'waiting') {
    if (due !== undefined && due !== 'order') return { number, ...due }
    if (isOver(waveStartedAt, manner.waitHours * 60, now)) {
      return { number, state: 'skipped', reason: member.connected ? 'never free in time' : 'not connected in time' }
    }
    return undefined
  }
  if (end?.result === 'unheard') {
    if (attempts < MOST_ATTEMPTS) return undefined
    return { number, state: 'failed', reason: end.reason ?? 'no order reached it' }
  }
  if (end !== undefined) {
    const { result: state, ...told } = end
    return { number, state, ...told }
  }
  return orderedAt !== undefined && isOver(orderedAt, manner.timeoutMinutes, now)
    ? { number, state: 'failed', reason: 'no end in time' }
    : undefined
}

/** What has come to its end of those that were ordered by a campaign that orders nothing more. */
export function stepOrdered(wave: WaveFacts, now: Date): CampaignStep {
  const members = wave.members.filter(({ state }) => state === 'ordered')
  const { settle, again } = stepCampaign({ ...wave, members }, now)
  return { settle, again, order: [], next: 'stay' }
}

function isOver(since: Date, minutes: number, now: Date): boolean {
  return now.getTime() - since.getTime() >= minutes * 60_000
}
