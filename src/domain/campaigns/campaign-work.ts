import type { NewCommand } from '#domain/commands'
import type { CampaignManner, NewCampaign } from './campaign.ts'
import type { NoOrder, OrderEnd } from './campaign-step.ts'
import type { RunningCampaign } from './campaign-store.ts'
import type { CampaignSubject } from './campaign-subject.ts'
import type { MemberRow } from './wave-store.ts'

/** What a station is told. */
export interface CampaignOrder {
  readonly command: Pick<NewCommand, 'kind' | 'request'>
  /** Tells this order from another of the same attempt, where they may differ. */
  readonly what?: string
}

/** What campaigns of one kind have of their own; all else is the same for all. */
export interface CampaignWork {
  /** How it is gone about where nothing else was asked for. */
  readonly usual: CampaignManner
  /** Its orders are in the way of whoever charges or has reserved: they wait until nobody does. */
  readonly interrupts: boolean
  /** How long an order waits for a station that has just gone; then it counts as unheard. */
  readonly expiresInS: number
  /** @throws AppError `invalid`, `not-found` */
  plan(campaign: NewCampaign): Promise<CampaignSubject>
  /** Why it cannot go on; undefined when it can. */
  hindrance(campaign: RunningCampaign): string | undefined
  /** What is due to stations that wait, by their number; an order is only made once it is given. */
  due(
    campaign: RunningCampaign,
    waiting: readonly MemberRow[],
  ): Promise<ReadonlyMap<number, NoOrder | (() => CampaignOrder)>>
  /** How the order of a station ended; undefined while it goes on. */
  endOf(member: MemberRow): OrderEnd | undefined
}
