import type { NewWantedValue, WantedValue } from '#domain/configuration'
import type { StationGroup } from '#domain/stations'
import type { Page, PageRequest, Scope } from '#kernel'

export const CAMPAIGN_KINDS = ['firmware', 'configuration', 'reboot'] as const
export type CampaignKind = (typeof CAMPAIGN_KINDS)[number]

/** draft → running ⇄ paused → finished; stopped by too many failures, canceled by somebody. */
export const CAMPAIGN_STATES = ['draft', 'running', 'paused', 'stopped', 'finished', 'canceled'] as const
export type CampaignState = (typeof CAMPAIGN_STATES)[number]

export const MEMBER_STATES = ['waiting', 'ordered', 'succeeded', 'failed', 'skipped'] as const
export type MemberState = (typeof MEMBER_STATES)[number]

/**
 * Why a station of a campaign waits: the campaign is `not-started`, `paused` or has `ended` without it; its wave comes
 * later; it is offline, or not accepted yet so that it may be asked nothing; somebody charges there or has reserved it; the hour is not one in which it is little used; so many
 * others are at it as may be at once; as many commands wait for it as may, or its order could not be given for another
 * reason. On `next-look` nothing is in its way.
 */
export const WAIT_REASONS = [
  'not-started',
  'paused',
  'ended',
  'later-wave',
  'offline',
  'not-accepted',
  'charging',
  'reserved',
  'quiet-hours',
  'others-first',
  'command-limit',
  'order-failed',
  'next-look',
] as const
export type WaitReason = (typeof WAIT_REASONS)[number]

export interface MemberWait {
  readonly reason: WaitReason
  /** When the next hour begins in which it is little used: of `quiet-hours` alone. */
  readonly until?: Date
}

/** How a campaign goes about it. */
export interface CampaignManner {
  /** Stations of the first wave, which all others wait for; 0 for none. */
  readonly canarySize: number
  readonly waveSize: number
  /** Stations of a wave that are at it at the same time. */
  readonly atOnce: number
  /** It stops once more than this share of the stations it has begun with has failed; 0: at the first failure. */
  readonly failureLimitPercent: number
  /** Each station only in those hours of the week in which it is little used, by its own past. */
  readonly quietHours: boolean
  /** How long one station may take before it counts as failed. */
  readonly timeoutMinutes: number
  /** How long a wave waits for a station that is away or busy before it goes on without. */
  readonly waitHours: number
}

/** One thing to be done to many stations: a few first, then wave by wave. */
export interface Campaign extends CampaignManner {
  readonly id: string
  readonly partyId: string
  readonly name: string
  readonly kind: CampaignKind
  /** Of a firmware campaign; absent once the image was removed. */
  readonly imageId?: string
  readonly version?: string
  /** Whose values a configuration campaign sets. */
  readonly templateId?: string
  /** What a configuration campaign sets. */
  readonly wanted?: readonly WantedValue[]
  /** By which schedule it was begun. */
  readonly scheduleId?: string
  readonly state: CampaignState
  /** Why it stopped. */
  readonly reason?: string
  /** What to do when it has to be taken back, in the words of whoever planned it. */
  readonly rollbackNote?: string
  readonly requestedBy: string
  readonly requestedByName: string
  /** The wave it is at, from 0 on. */
  readonly wave: number
  readonly waves: number
  /** How many of its stations are in each state. */
  readonly progress: Readonly<Record<MemberState, number>>
  /** Stations that have to be rebooted before some value counts. */
  readonly rebootsRequired: number
  readonly createdAt: Date
  readonly startedAt?: Date
  readonly finishedAt?: Date
}

/** What a station answered to one variable, in its own word. */
export interface VariableResult {
  readonly component: string
  readonly name: string
  readonly instance?: string
  readonly status: string
}

/** One station of a campaign. */
export interface CampaignMember {
  readonly stationId: string
  readonly wave: number
  readonly state: MemberState
  /** Why it failed or was left out. */
  readonly reason?: string
  /** Why it waits; of one that does. */
  readonly wait?: MemberWait
  readonly attempts: number
  readonly commandId?: string
  /** What it ran before: the way back. */
  readonly formerVersion?: string
  /** What it answered to each variable it was told. */
  readonly results?: readonly VariableResult[]
  /** Some value counts only after a reboot, which has not been. */
  readonly rebootRequired: boolean
  readonly orderedAt?: Date
  readonly settledAt?: Date
}

export interface NewCampaign extends Partial<CampaignManner> {
  readonly partyId: string
  readonly name: string
  readonly kind: CampaignKind
  /** Of a firmware campaign. */
  readonly imageId?: string
  /** Of a configuration campaign: its values, for the stations it fits unless there is a group. */
  readonly templateId?: string
  /** Of a configuration campaign without a template. */
  readonly wanted?: readonly NewWantedValue[]
  readonly group?: StationGroup
  /** It begins at once, rather than when it is started. */
  readonly begin?: boolean
  readonly rollbackNote?: string
  readonly requestedBy: string
  readonly requestedByName: string
}

export interface CampaignFilter {
  readonly kind?: CampaignKind
  readonly state?: CampaignState
  readonly scheduleId?: string
}

export interface MemberFilter {
  readonly state?: MemberState
  readonly rebootRequired?: boolean
}

export interface Campaigns {
  /**
   * Plans a campaign over the stations that fit now; those that have the version already are left out.
   * @throws AppError `invalid` for a plan that cannot be, or without stations; `not-found` for an image or a template that is
   * not there.
   */
  create(campaign: NewCampaign): Promise<Campaign>
  /** From draft or paused. @throws AppError `conflict` from any other state. */
  start(scope: Scope, campaignId: string): Promise<Campaign>
  /** Orders nothing more until it is started again; what was ordered goes on. @throws AppError `conflict` unless running. */
  pause(scope: Scope, campaignId: string): Promise<Campaign>
  /** For good; what was ordered goes on at the stations. @throws AppError `conflict` once it has ended. */
  cancel(scope: Scope, campaignId: string): Promise<Campaign>
  get(scope: Scope, campaignId: string): Promise<Campaign>
  list(scope: Scope, filter: CampaignFilter, page: PageRequest): Promise<Page<Campaign>>
  members(scope: Scope, campaignId: string, filter: MemberFilter, page: PageRequest): Promise<Page<CampaignMember>>
  /**
   * Takes every running campaign as far as it goes now. Called again and again by one worker, which may end at any moment:
   * nothing is kept outside the database, and no station is ordered twice.
   */
  work(): Promise<void>
  /**
   * Removes campaigns that were over before a time, station by station and then themselves, at most so many rows of either at
   * once. @returns how many; fewer when there are no more
   */
  removeBefore(time: Date, atMost: number): Promise<number>
}
