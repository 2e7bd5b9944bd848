import type { CampaignState, MemberWait, WaitReason } from './campaign.ts'
import { hourOfWeek, nextQuietHour } from './quiet-hours.ts'

export interface WaitFacts {
  readonly campaign: {
    readonly state: CampaignState
    /** The wave it is at. */
    readonly wave: number
    readonly quietHours: boolean
    /** Its orders are in the way of whoever charges or has reserved. */
    readonly interrupts: boolean
    /** More of its stations may be at it now. */
    readonly hasRoom: boolean
  }
  readonly wave: number
  readonly connected: boolean
  /** It has been let in, and may be asked something. */
  readonly accepted: boolean
  readonly charging: boolean
  readonly reserved: boolean
  /** By hour of the week; absent as long as it has not been learned. */
  readonly quiet?: readonly boolean[]
  /** The code its last order failed with before it was given. */
  readonly held?: string
}

const HELD_BY_CAMPAIGN = {
  draft: 'not-started',
  running: undefined,
  paused: 'paused',
  stopped: 'ended',
  finished: 'ended',
  canceled: 'ended',
} as const satisfies Record<CampaignState, WaitReason | undefined>

/** What a station waits for first: what comes later in the list may hold as well. */
export function waitOf({ campaign, ...member }: WaitFacts, now: Date): MemberWait {
  const reason = HELD_BY_CAMPAIGN[campaign.state]
  if (reason !== undefined) return { reason }
  if (member.wave > campaign.wave) return { reason: 'later-wave' }
  if (!member.connected) return { reason: 'offline' }
  if (!member.accepted) return { reason: 'not-accepted' }
  if (campaign.interrupts && member.charging) return { reason: 'charging' }
  if (campaign.interrupts && member.reserved) return { reason: 'reserved' }
  const { quiet, held } = member
  if (campaign.quietHours && quiet !== undefined && quiet[hourOfWeek(now)] !== true) {
    return { reason: 'quiet-hours', until: nextQuietHour(quiet, now) }
  }
  if (!campaign.hasRoom) return { reason: 'others-first' }
  if (held !== undefined) return { reason: held === 'too-many' ? 'command-limit' : 'order-failed' }
  return { reason: 'next-look' }
}
