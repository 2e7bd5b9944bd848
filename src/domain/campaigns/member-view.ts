import { type Selectable, sql } from 'kysely'
import { AppError, decodeCursor, known, type Page, type PageRequest, pageOf, pageSize } from '#kernel'
import type { DatabaseSchema, Queries } from '#storage'
import { IS_CHARGING, isReserved } from './busy-store.ts'
import {
  type Campaign,
  type CampaignMember,
  MEMBER_STATES,
  type MemberFilter,
  type MemberWait,
  type VariableResult,
} from './campaign.ts'
import { waitOf } from './member-wait.ts'
import { rebootRequired } from './reboot-required-store.ts'

/** A page of a campaign's stations, in the order they come to their turn. */
export async function viewMembers(
  { kysely }: Queries,
  campaign: ViewedCampaign,
  filter: MemberFilter,
  page: PageRequest,
  now: Date,
): Promise<Page<CampaignMember>> {
  const size = pageSize(page)
  let query = kysely
    .selectFrom('campaign_station as m')
    .innerJoin('station as s', 's.id', 'm.station_id')
    .leftJoin('station_presence as p', 'p.station_id', 'm.station_id')
    .selectAll('m')
    .select([rebootRequired.as('still_required'), 'p.connected', 's.registration'])
    .select([IS_CHARGING.as('charging'), isReserved(now).as('reserved')])
    .where('m.campaign_id', '=', campaign.id)
    .orderBy('m.number')
    .limit(size + 1)
  if (filter.state !== undefined) query = query.where('m.state', '=', filter.state)
  if (filter.rebootRequired !== undefined) {
    query = query.where(sql<boolean>`${rebootRequired} = ${filter.rebootRequired}`)
  }
  if (page.cursor !== undefined) query = query.where('m.number', '>', readNumber(page.cursor))
  const rows = await query.execute()
  return pageOf(
    rows,
    size,
    (row) => [String(row.number)],
    (row) => readMember(row, row.state === 'waiting' ? waitFor(row, campaign, now) : undefined),
  )
}

function readNumber(cursor: string): number {
  const number = Number(decodeCursor(cursor, 1)[0])
  if (Number.isInteger(number) && Math.abs(number) < 2 ** 31) return number
  throw new AppError('invalid', 'The cursor is not one that this list has given out')
}

/** What of a campaign its stations wait for. */
type ViewedCampaign = Pick<Campaign, 'id' | 'state' | 'wave' | 'quietHours' | 'atOnce' | 'progress'> & {
  readonly interrupts: boolean
}

type MemberRow = Selectable<DatabaseSchema['campaign_station']> & {
  readonly still_required: unknown
  readonly connected: boolean | null
  readonly registration: string
  readonly charging: boolean
  readonly reserved: boolean
}

function waitFor(row: MemberRow, campaign: ViewedCampaign, now: Date): MemberWait {
  const { wave, charging, reserved, quiet, held } = row
  const hasRoom = campaign.progress.ordered < campaign.atOnce
  return waitOf(
    {
      campaign: { ...campaign, hasRoom },
      ...{ wave, charging, reserved, connected: row.connected === true },
      accepted: row.registration === 'accepted',
      ...known({ held, quiet: quiet === null ? null : Array.from(quiet, (digit) => digit === '1') }),
    },
    now,
  )
}

function readMember(row: MemberRow, wait: MemberWait | undefined): CampaignMember {
  return {
    stationId: row.station_id,
    wave: row.wave,
    state: MEMBER_STATES.find((state) => state === row.state) ?? 'waiting',
    attempts: row.attempts,
    rebootRequired: row.still_required === true,
    ...known({
      reason: row.reason,
      wait,
      commandId: row.command_id,
      formerVersion: row.former_version,
      // Written by us alone, from this very type.
      results: row.results === null ? null : (JSON.parse(row.results) as readonly VariableResult[]),
      orderedAt: row.ordered_at,
      settledAt: row.settled_at,
    }),
  }
}
