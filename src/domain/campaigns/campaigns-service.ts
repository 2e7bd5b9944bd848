import { checkedName, type SetAtFirstBoot } from '#domain/configuration'
import { AppError, type Clock, describeFailure, errorCode, everyParty, newId, type Scope } from '#kernel'
import type { Queries } from '#storage'
import type { Campaign, CampaignState, Campaigns } from './campaign.ts'
import { type RoundOptions, takeFurther } from './campaign-round.ts'
import {
  type CampaignToStore,
  findUnderWay,
  insertCampaign,
  loadUnderWay,
  MOST_STATIONS,
  moveCampaign,
  removeOver,
} from './campaign-store.ts'
import { viewCampaign, viewCampaigns } from './campaign-view.ts'
import { campaignWorks, type WorksOptions } from './campaign-works.ts'
import { checkCampaign } from './check-campaign.ts'
import { viewMembers } from './member-view.ts'

export type CampaignsOptions = Omit<RoundOptions, 'works'> & WorksOptions & { readonly clock: Clock }

/** What is done to many stations, a few at a time. */
export function createCampaigns(given: CampaignsOptions): Campaigns & { readonly setAtFirstBoot: SetAtFirstBoot } {
  const { database, clock, logger } = given
  const options = { ...given, works: campaignWorks(given) }
  const now = () => new Date(clock.nowMs())

  async function move(scope: Scope, id: string, from: readonly CampaignState[], to: CampaignState): Promise<Campaign> {
    const { state } = await viewCampaign(database, scope, id)
    const moved = await moveCampaign(database, scope, id, from, to, now())
    if (!moved) throw new AppError('conflict', `The campaign is ${state}`, { state })
    return await viewCampaign(database, scope, id)
  }

  return {
    async create({ begin = false, ...wanted }) {
      const work = options.works[wanted.kind]
      const campaign = { ...work.usual, ...wanted, name: checkedName(wanted.name) }
      checkCampaign(campaign)
      const subject = await work.plan(campaign)
      const state = begin ? ('running' as const) : ('draft' as const)
      const { wanted: _, ...plan } = campaign
      const made = { ...plan, ...subject, state, id: newId(clock.nowMs()), at: now() }
      await database.transaction((queries) => enter(queries, made))
      return await viewCampaign(database, everyParty, made.id)
    },
    start: (scope, id) => move(scope, id, ['draft', 'paused'], 'running'),
    pause: (scope, id) => move(scope, id, ['running'], 'paused'),
    cancel: (scope, id) => move(scope, id, ['draft', 'running', 'paused'], 'canceled'),
    get: (scope, id) => viewCampaign(database, scope, id),
    list: (scope, filter, page) => viewCampaigns(database, scope, filter, page),
    async members(scope, campaignId, filter, page) {
      const campaign = await viewCampaign(database, scope, campaignId)
      const { interrupts } = options.works[campaign.kind]
      return await viewMembers(database, { ...campaign, interrupts }, filter, page, now())
    },
    async setAtFirstBoot(queries, { stationId, ...boot }) {
      const about = { id: newId(clock.nowMs()), kind: 'configuration', state: 'running', at: now() } as const
      await enter(queries, {
        ...options.works.configuration.usual,
        ...boot,
        ...about,
        group: { stationIds: [stationId] },
      })
    },
    removeBefore: (time, atMost) => removeOver(database, time, atMost),
    async work() {
      for (const campaignId of await findUnderWay(database)) {
        try {
          const campaign = await loadUnderWay(database, campaignId)
          if (campaign !== undefined) await takeFurther(options, campaign, now())
        } catch (thrown) {
          const fields = { campaignId, code: errorCode(thrown), cause: describeFailure(thrown) }
          logger.warn('A campaign could not be taken further', fields)
        }
      }
    },
  }
}

/** @throws AppError `invalid` without stations, or with too many */
async function enter(queries: Queries, campaign: CampaignToStore): Promise<void> {
  const count = await insertCampaign(queries, campaign)
  if (count === 0) throw new AppError('invalid', 'No station fits that is not so already', { field: 'group' })
  if (count > MOST_STATIONS) {
    throw new AppError('invalid', `A campaign has ${MOST_STATIONS} stations at most`, { field: 'group' })
  }
}
