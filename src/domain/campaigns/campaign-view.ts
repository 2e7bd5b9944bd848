import { type Selectable, sql } from 'kysely'
import { readKept, shownValue } from '#domain/configuration'
import { AppError, known, type Page, type PageRequest, type Scope } from '#kernel'
import { type DatabaseSchema, newestFirst, type Queries, withinScope } from '#storage'
import { CAMPAIGN_STATES, type Campaign, type CampaignFilter, type MEMBER_STATES } from './campaign.ts'
import { readKind, readManner } from './campaign-store.ts'
import { rebootRequired } from './reboot-required-store.ts'

type CountedRow = Selectable<DatabaseSchema['campaign']> & {
  readonly counts: Record<string, number>
  readonly waves: number
  readonly reboots: number
}

/** @throws AppError `not-found` outside the scope. */
export async function viewCampaign(queries: Queries, scope: Scope, campaignId: string): Promise<Campaign> {
  const row = await selectCampaigns(queries, scope).where('c.id', '=', campaignId).executeTakeFirst()
  if (row === undefined) throw new AppError('not-found', `There is no campaign ${campaignId}`, { campaignId })
  return readCampaign(row)
}

/** A page of campaigns, newest first. */
export async function viewCampaigns(
  queries: Queries,
  scope: Scope,
  filter: CampaignFilter,
  page: PageRequest,
): Promise<Page<Campaign>> {
  let query = selectCampaigns(queries, scope)
  if (filter.kind !== undefined) query = query.where('c.kind', '=', filter.kind)
  if (filter.state !== undefined) query = query.where('c.state', '=', filter.state)
  if (filter.scheduleId !== undefined) query = query.where('c.schedule_id', '=', filter.scheduleId)
  return newestFirst(query, 'c.id', page, readCampaign)
}

function selectCampaigns({ kysely }: Queries, scope: Scope) {
  return kysely
    .selectFrom('campaign as c')
    .selectAll('c')
    .select([
      sql<Record<string, number>>`(SELECT coalesce(json_object_agg(state, n), '{}') FROM (
        SELECT state, count(*) AS n FROM campaign_station WHERE campaign_id = c.id GROUP BY state) counted)`.as(
        'counts',
      ),
      sql<number>`(SELECT coalesce(max(wave) + 1, 0) FROM campaign_station WHERE campaign_id = c.id)`.as('waves'),
      sql<number>`(SELECT count(*) FROM campaign_station m JOIN station s ON s.id = m.station_id
        WHERE m.campaign_id = c.id AND ${rebootRequired})`.as('reboots'),
    ])
    .where(withinScope(scope, 'c.party_id'))
}

function readCampaign(row: CountedRow): Campaign {
  const count = (state: (typeof MEMBER_STATES)[number]) => row.counts[state] ?? 0
  return {
    id: row.id,
    partyId: row.party_id,
    name: row.name,
    kind: readKind(row),
    state: CAMPAIGN_STATES.find((state) => state === row.state) ?? 'canceled',
    ...readManner(row),
    requestedBy: row.requested_by,
    requestedByName: row.requested_by_name,
    wave: row.wave,
    waves: row.waves,
    progress: {
      waiting: count('waiting'),
      ordered: count('ordered'),
      succeeded: count('succeeded'),
      failed: count('failed'),
      skipped: count('skipped'),
    },
    rebootsRequired: Number(row.reboots),
    createdAt: row.created_at,
    ...known({
      imageId: row.image_id,
      version: row.version,
      templateId: row.template_id,
      wanted: row.wanted === null ? null : readKept(row.wanted).map(shownValue),
      scheduleId: row.schedule_id,
      reason: row.reason,
      rollbackNote: row.rollback_note,
      startedAt: row.started_at,
      finishedAt: row.finished_at,
    }),
  }
}
