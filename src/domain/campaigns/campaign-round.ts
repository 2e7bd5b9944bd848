import type { Commands } from '#domain/commands'
import { publishLive } from '#domain/live'
import { type Bus, errorCode, everyParty, type Logger } from '#kernel'
import type { Database } from '#storage'
import type { CampaignKind } from './campaign.ts'
import { type CampaignStep, type MemberFacts, type NoOrder, stepCampaign, stepOrdered } from './campaign-step.ts'
import { moveCampaign, nextWave, type RunningCampaign, stillRuns } from './campaign-store.ts'
import { viewCampaign } from './campaign-view.ts'
import type { CampaignOrder, CampaignWork } from './campaign-work.ts'
import { learnQuietHours } from './quiet-hours-store.ts'
import { lookAtWave, type MemberRow, noteHeld, noteOrdered, noteSettled, noteUnheard } from './wave-store.ts'

export interface RoundOptions {
  readonly database: Database
  readonly bus: Bus
  readonly logger: Logger
  readonly commands: Commands
  readonly works: Readonly<Record<CampaignKind, CampaignWork>>
}

type Due = ReadonlyMap<number, NoOrder | (() => CampaignOrder)>

/**
 * One round of one campaign. Whatever it does is noted at once and can be done again without harm, so that it may break
 * off anywhere; an order is a command with a key of its own, which gives the same command again.
 */
export async function takeFurther(options: RoundOptions, campaign: RunningCampaign, now: Date): Promise<void> {
  const { database, works } = options
  const work = works[campaign.kind]
  if (campaign.goesOn && campaign.quietHours) await learnQuietHours(database, campaign, now)
  const { rows, begun, waiting, isLast } = await lookAtWave(database, campaign, work.interrupts, now)
  const waits = rows.filter(({ state }) => state === 'waiting')
  const due = await work.due(campaign, waits)
  const members = rows.map((row) => memberFacts(work, row, due))
  const { waveStartedAt } = campaign
  const unseen = Math.max(waiting - waits.length, 0)
  const judge = campaign.goesOn ? stepCampaign : stepOrdered
  const step = judge({ manner: campaign, waveStartedAt, isLast, members, unseen, begun }, now)
  const changed = new Set<number>()
  const seen = new Map(rows.map((row) => [row.number, row]))
  for (const settlement of step.settle) {
    const row = seen.get(settlement.number)
    if (row && (await noteSettled(database, campaign.id, settlement, row, now))) changed.add(settlement.number)
  }
  await noteUnheard(
    database,
    campaign.id,
    step.again.flatMap((number) => seen.get(number) ?? []),
  )
  for (const number of step.again) changed.add(number)
  if (campaign.goesOn) {
    const hindrance = work.hindrance(campaign)
    const order = hindrance === undefined ? step.order : []
    for (const number of await orderAll(options, campaign, rows, due, order, now)) changed.add(number)
    await goOn(options, campaign, step.next, hindrance, now)
  }
  const moved = rows.filter(({ number }) => changed.has(number))
  await tell(options, campaign, moved, now)
}

/** What the rows about a station amount to. */
function memberFacts(work: CampaignWork, row: MemberRow, all: Due): MemberFacts {
  const due = all.get(row.number)
  const end = row.state === 'ordered' ? work.endOf(row) : undefined
  return {
    number: row.number,
    state: row.state,
    attempts: row.attempts,
    connected: row.connected === true && row.registration === 'accepted',
    busy: row.busy && work.interrupts,
    quiet: row.quiet === true,
    held: row.held !== null,
    ...(due !== undefined && { due: typeof due === 'function' ? 'order' : due }),
    ...(row.ordered_at !== null && { orderedAt: row.ordered_at }),
    ...(end !== undefined && { end }),
  }
}

/** @returns those that were ordered now */
async function orderAll(
  options: RoundOptions,
  campaign: RunningCampaign,
  rows: readonly MemberRow[],
  due: Due,
  numbers: readonly number[],
  now: Date,
): Promise<number[]> {
  const { database, logger } = options
  const ordered: number[] = []
  const chosen = new Set(numbers)
  for (const row of rows) {
    const order = due.get(row.number)
    if (!chosen.has(row.number) || typeof order !== 'function') continue
    // A round may take long: whoever pauses or ends the campaign meanwhile is heeded at once.
    if (!(await stillRuns(database, campaign.id))) break
    try {
      if (await give(options, campaign, row, order(), now)) ordered.push(row.number)
    } catch (thrown) {
      // One that cannot take an order just now must not keep it from the others.
      const fields = { campaignId: campaign.id, stationId: row.station_id, code: errorCode(thrown) }
      const isNew = await noteHeld(database, campaign.id, row.number, fields.code)
      if (isNew) logger.warn('A station of a campaign could not be ordered', fields)
    }
  }
  return ordered
}

async function give(
  { database, commands, works }: RoundOptions,
  { id, partyId, kind, requestedByName }: RunningCampaign,
  { number, station_id: stationId, attempts }: MemberRow,
  { command: asked, what }: CampaignOrder,
  now: Date,
): Promise<boolean> {
  const attempt = attempts + 1
  const command = await commands.submit(
    { partyIds: [partyId] },
    {
      ...asked,
      stationId,
      requestedBy: id,
      requestedByName,
      idempotencyKey: ['campaign', id, number, attempt, ...(what === undefined ? [] : [what])].join(' '),
      expiresInS: works[kind].expiresInS,
    },
  )
  return await noteOrdered(database, id, number, { commandId: command.id, attempt }, now)
}

async function goOn(
  { database }: RoundOptions,
  { id, wave }: RunningCampaign,
  next: CampaignStep['next'],
  hindrance: string | undefined,
  now: Date,
): Promise<void> {
  const end = (state: 'finished' | 'stopped', reason?: string) =>
    moveCampaign(database, everyParty, id, ['running'], state, now, reason)
  if (next === 'stop') await end('stopped', 'too many stations failed')
  else if (next === 'finish') await end('finished')
  else if (hindrance !== undefined) await end('stopped', hindrance)
  else if (next === 'next-wave') await nextWave(database, id, wave, now)
}

/** Each station that has moved, with how the whole campaign stands. */
async function tell(
  { database, bus }: RoundOptions,
  { id, partyId, kind }: RunningCampaign,
  moved: readonly MemberRow[],
  now: Date,
): Promise<void> {
  if (moved.length === 0) return
  const { state, progress, rebootsRequired } = await viewCampaign(database, everyParty, id)
  const event = { kind: 'campaign', campaignId: id, campaignKind: kind, state, rebootsRequired, ...progress } as const
  for (const { station_id } of moved) publishLive(bus, partyId, station_id, now, event)
}
