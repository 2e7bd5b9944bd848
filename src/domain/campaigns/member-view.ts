import { type Selectable, sql } from 'kysely'
import { AppError, decodeCursor, known, type Page, type PageRequest, pageOf, pageSize } from '#kernel'
import type { DatabaseSchema, Queries } from '#storage'
import { type CampaignMember, MEMBER_STATES, type MemberFilter, type VariableResult } from './campaign.ts'
import { rebootRequired } from './reboot-required-store.ts'

/** A page of a campaign's stations, in the order they come to their turn. */
export async function viewMembers(
  { kysely }: Queries,
  campaignId: string,
  filter: MemberFilter,
  page: PageRequest,
): Promise<Page<CampaignMember>> {
  const size = pageSize(page)
  let query = kysely
    .selectFrom('campaign_station as m')
    .innerJoin('station as s', 's.id', 'm.station_id')
    .selectAll('m')
    .select(rebootRequired.as('still_required'))
    .where('m.campaign_id', '=', campaignId)
    .orderBy('m.number')
    .limit(size + 1)
  if (filter.state !== undefined) query = query.where('m.state', '=', filter.state)
  if (filter.rebootRequired !== undefined) {
    query = query.where(sql<boolean>`${rebootRequired} = ${filter.rebootRequired}`)
  }
  if (page.cursor !== undefined) query = query.where('m.number', '>', readNumber(page.cursor))
  return pageOf(await query.execute(), size, (row) => [String(row.number)], readMember)
}

function readNumber(cursor: string): number {
  const number = Number(decodeCursor(cursor, 1)[0])
  if (Number.isInteger(number) && Math.abs(number) < 2 ** 31) return number
  throw new AppError('invalid', 'The cursor is not one that this list has given out')
}

type MemberRow = Selectable<DatabaseSchema['campaign_station']> & { readonly still_required: unknown }

function readMember(row: MemberRow): CampaignMember {
  return {
    stationId: row.station_id,
    wave: row.wave,
    state: MEMBER_STATES.find((state) => state === row.state) ?? 'waiting',
    attempts: row.attempts,
    rebootRequired: row.still_required === true,
    ...known({
      reason: row.reason,
      commandId: row.command_id,
      formerVersion: row.former_version,
      // Written by us alone, from this very type.
      results: row.results === null ? null : (JSON.parse(row.results) as readonly VariableResult[]),
      orderedAt: row.ordered_at,
      settledAt: row.settled_at,
    }),
  }
}
