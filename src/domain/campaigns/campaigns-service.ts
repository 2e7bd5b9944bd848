import type { Commands, NewCommand } from '#domain/commands'
import type { Firmware } from '#domain/firmware'
import { publishLive } from '#domain/live'
import { AppError, type Bus, type Clock, errorCode, everyParty, type Logger, newId, type Scope } from '#kernel'
import type { Database } from '#storage'
import type { Campaign, CampaignState, Campaigns } from './campaign.ts'
import {
  learnQuietHours,
  loadMembers,
  loadOtherWaves,
  loadWave,
  type MemberRow,
  noteOrdered,
  noteSettled,
  noteUnheard,
} from './campaign-member-store.ts'
import { type CampaignStep, stepCampaign } from './campaign-step.ts'
import {
  insertCampaign,
  insertMembers,
  loadCampaign,
  loadCampaigns,
  loadUnderWay,
  MOST_STATIONS,
  moveCampaign,
  nextWave,
  type RunningCampaign,
} from './campaign-store.ts'
import { checkCampaign, USUAL_MANNER } from './check-campaign.ts'
import { memberFacts } from './member-facts.ts'

export interface CampaignsOptions {
  readonly database: Database
  readonly bus: Bus
  readonly clock: Clock
  readonly logger: Logger
  readonly commands: Commands
  readonly firmware: Firmware
}

/** How long an order waits for a station that has just gone; then it counts as unheard. */
const ORDER_EXPIRES_S = 300

/** What is done to many stations, a few at a time. */
export function createCampaigns(options: CampaignsOptions): Campaigns {
  const { database, clock, firmware, logger } = options
  const now = () => new Date(clock.nowMs())

  async function move(scope: Scope, id: string, from: readonly CampaignState[], to: CampaignState): Promise<Campaign> {
    const { state } = await loadCampaign(database, scope, id)
    const moved = await moveCampaign(database, scope, id, from, to, now())
    if (!moved) throw new AppError('conflict', `The campaign is ${state}`, { state })
    return await loadCampaign(database, scope, id)
  }

  return {
    async create(wanted) {
      const campaign = { ...USUAL_MANNER, ...wanted }
      checkCampaign(campaign)
      const scope = { partyIds: [campaign.partyId] }
      const image = campaign.imageId === undefined ? undefined : await firmware.images.get(scope, campaign.imageId)
      const make = image && { vendor: image.vendor, ...(image.model !== undefined && { model: image.model }) }
      const nowMs = clock.nowMs()
      const made = {
        ...campaign,
        id: newId(nowMs),
        at: new Date(nowMs),
        // Never to another make than the image is for.
        group: { ...campaign.group, ...make },
        ...(image && { version: image.version }),
      }
      await database.transaction(async (queries) => {
        await insertCampaign(queries, made)
        const count = await insertMembers(queries, made)
        if (count === 0) throw new AppError('invalid', 'No station fits that is not so already', { field: 'group' })
        if (count > MOST_STATIONS) {
          throw new AppError('invalid', `A campaign has ${MOST_STATIONS} stations at most`, { field: 'group' })
        }
      })
      return await loadCampaign(database, everyParty, made.id)
    },
    start: (scope, id) => move(scope, id, ['draft', 'paused'], 'running'),
    pause: (scope, id) => move(scope, id, ['running'], 'paused'),
    cancel: (scope, id) => move(scope, id, ['draft', 'running', 'paused'], 'canceled'),
    get: (scope, id) => loadCampaign(database, scope, id),
    list: (scope, filter, page) => loadCampaigns(database, scope, filter, page),
    async members(scope, campaignId, filter, page) {
      const { id } = await loadCampaign(database, scope, campaignId)
      return await loadMembers(database, id, filter, page)
    },
    async work() {
      for (const campaign of await loadUnderWay(database)) {
        try {
          await takeFurther(options, campaign, now())
        } catch (thrown) {
          const fields = { campaignId: campaign.id, code: errorCode(thrown), cause: String(thrown) }
          logger.warn('A campaign could not be taken further', fields)
        }
      }
    },
  }
}

/**
 * One round of one campaign. Whatever it does is noted at once and can be done again without harm, so that it may break
 * off anywhere; an order is a command with a key of its own, which gives the same command again.
 */
async function takeFurther(options: CampaignsOptions, campaign: RunningCampaign, now: Date): Promise<void> {
  const { database } = options
  if (campaign.goesOn && campaign.quietHours) await learnQuietHours(database, campaign, now)
  const rows = await loadWave(database, campaign)
  const { isLast, ...before } = await loadOtherWaves(database, campaign)
  const members = rows.map((row) => memberFacts(campaign, row, now))
  const step = stepCampaign({ manner: campaign, waveStartedAt: campaign.waveStartedAt, isLast, members, before }, now)
  const changed = new Set<number>()
  for (const settlement of step.settle) {
    if (await noteSettled(database, campaign.id, settlement, now)) changed.add(settlement.number)
  }
  await noteUnheard(database, campaign.id, step.again)
  if (campaign.goesOn) {
    for (const number of await orderAll(options, campaign, rows, step.order, now)) changed.add(number)
    await goOn(options, campaign, step.next, now)
  }
  await tell(
    options,
    campaign,
    rows.filter(({ number }) => changed.has(number)),
    now,
  )
}

/** @returns those that were ordered now */
async function orderAll(
  options: CampaignsOptions,
  campaign: RunningCampaign,
  rows: readonly MemberRow[],
  numbers: readonly number[],
  now: Date,
): Promise<number[]> {
  const ordered: number[] = []
  for (const row of rows) {
    if (!numbers.includes(row.number)) continue
    try {
      if (await order(options, campaign, row, now)) ordered.push(row.number)
    } catch (thrown) {
      // One that cannot take an order just now must not keep it from the others.
      const fields = { campaignId: campaign.id, stationId: row.station_id, code: errorCode(thrown) }
      options.logger.warn('A station of a campaign could not be ordered', fields)
    }
  }
  return ordered
}

async function goOn(
  { database }: CampaignsOptions,
  { id, wave, kind, imageId }: RunningCampaign,
  next: CampaignStep['next'],
  now: Date,
): Promise<void> {
  const end = (state: 'finished' | 'stopped', reason?: string) =>
    moveCampaign(database, everyParty, id, ['running'], state, now, reason)
  if (next === 'stop') await end('stopped', 'too many stations failed')
  else if (next === 'finish') await end('finished')
  else if (kind === 'firmware' && imageId === null) await end('stopped', 'its firmware was removed')
  else if (next === 'next-wave') await nextWave(database, id, wave, now)
}

async function order(
  { database, commands }: CampaignsOptions,
  { id, partyId, kind, imageId, requestedByName }: RunningCampaign,
  { number, station_id: stationId, attempts }: MemberRow,
  now: Date,
): Promise<boolean> {
  const attempt = attempts + 1
  const about = {
    stationId,
    requestedBy: id,
    requestedByName,
    idempotencyKey: `campaign ${id} ${number} ${attempt}`,
    expiresInS: ORDER_EXPIRES_S,
  }
  const asked: NewCommand =
    kind === 'firmware'
      ? { ...about, kind: 'update-firmware', request: { imageId: imageId ?? '' } }
      : { ...about, kind: 'reset', request: { when: 'when-idle' } }
  const command = await commands.submit({ partyIds: [partyId] }, asked)
  return await noteOrdered(database, id, number, { commandId: command.id, attempt }, now)
}

/** Each station that has moved, with how the whole campaign stands. */
async function tell(
  { database, bus }: CampaignsOptions,
  { id, partyId }: RunningCampaign,
  moved: readonly MemberRow[],
  now: Date,
): Promise<void> {
  if (moved.length === 0) return
  const { state, progress } = await loadCampaign(database, everyParty, id)
  for (const { station_id } of moved) {
    publishLive(bus, partyId, station_id, now, { kind: 'campaign', campaignId: id, state, ...progress })
  }
}
