import type { Page, PageRequest, Scope } from '#kernel'

export const CAMPAIGN_KINDS = ['firmware', 'reboot'] as const
export type CampaignKind = (typeof CAMPAIGN_KINDS)[number]

/** draft → running ⇄ paused → finished; stopped by too many failures, canceled by somebody. */
export const CAMPAIGN_STATES = ['draft', 'running', 'paused', 'stopped', 'finished', 'canceled'] as const
export type CampaignState = (typeof CAMPAIGN_STATES)[number]

export const MEMBER_STATES = ['waiting', 'ordered', 'succeeded', 'failed', 'skipped'] as const
export type MemberState = (typeof MEMBER_STATES)[number]

/** How a campaign goes about it. */
export interface CampaignManner {
  /** Stations of the first wave, which all others wait for. */
  readonly canarySize: number
  readonly waveSize: number
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
  readonly state: CampaignState
  /** Why it stopped. */
  readonly reason?: string
  /** What to do when it has to be taken back, in the words of whoever planned it. */
  readonly rollbackNote?: string
  readonly requestedBy: string
  readonly requestedByName: string
  /** The wave it is at; 0 is the canary. */
  readonly wave: number
  readonly waves: number
  /** How many of its stations are in each state. */
  readonly progress: Readonly<Record<MemberState, number>>
  readonly createdAt: Date
  readonly startedAt?: Date
  readonly finishedAt?: Date
}

/** One station of a campaign. */
export interface CampaignMember {
  readonly stationId: string
  readonly wave: number
  readonly state: MemberState
  /** Why it failed or was left out. */
  readonly reason?: string
  readonly attempts: number
  readonly commandId?: string
  /** What it ran before: the way back. */
  readonly formerVersion?: string
  readonly orderedAt?: Date
  readonly settledAt?: Date
}

/** Which stations of the party; everything that is given has to fit. */
export interface CampaignGroup {
  readonly vendor?: string
  readonly model?: string
  readonly locationId?: string
  readonly stationIds?: readonly string[]
}

export interface NewCampaign extends Partial<CampaignManner> {
  readonly partyId: string
  readonly name: string
  readonly kind: CampaignKind
  /** Of a firmware campaign. */
  readonly imageId?: string
  readonly group: CampaignGroup
  readonly rollbackNote?: string
  readonly requestedBy: string
  readonly requestedByName: string
}

export interface Campaigns {
  /**
   * Plans a campaign over the stations that fit now; those that have the version already are left out.
   * @throws AppError `invalid` for a plan that cannot be, or without stations; `not-found` for an image that is not there.
   */
  create(campaign: NewCampaign): Promise<Campaign>
  /** From draft or paused. @throws AppError `conflict` from any other state. */
  start(scope: Scope, campaignId: string): Promise<Campaign>
  /** Orders nothing more until it is started again; what was ordered goes on. @throws AppError `conflict` unless running. */
  pause(scope: Scope, campaignId: string): Promise<Campaign>
  /** For good; what was ordered goes on at the stations. @throws AppError `conflict` once it has ended. */
  cancel(scope: Scope, campaignId: string): Promise<Campaign>
  get(scope: Scope, campaignId: string): Promise<Campaign>
  list(scope: Scope, filter: { state?: CampaignState }, page: PageRequest): Promise<Page<Campaign>>
  members(
    scope: Scope,
    campaignId: string,
    filter: { state?: MemberState },
    page: PageRequest,
  ): Promise<Page<CampaignMember>>
  /**
   * Takes every running campaign as far as it goes now. Called again and again by one worker, which may end at any moment:
   * nothing is kept outside the database, and no station is ordered twice.
   */
  work(): Promise<void>
}
