import { type Selectable, sql } from 'kysely'
import { AppError, decodeCursor, known, type Page, type PageRequest, pageOf, pageSize, type Scope } from '#kernel'
import { type DatabaseSchema, type Queries, sqlState, withinScope } from '#storage'
import {
  CAMPAIGN_KINDS,
  CAMPAIGN_STATES,
  type Campaign,
  type CampaignGroup,
  type CampaignManner,
  type CampaignState,
  type MEMBER_STATES,
  type NewCampaign,
} from './campaign.ts'

/** Stations of one campaign at most. */
export const MOST_STATIONS = 20_000

type Row = Selectable<DatabaseSchema['campaign']>
type CountedRow = Row & { readonly counts: Record<string, number>; readonly waves: number }

export type CampaignToStore = NewCampaign &
  CampaignManner & {
    readonly id: string
    readonly version?: string
    readonly at: Date
  }

/** @throws AppError `invalid` without such a party. */
export async function insertCampaign(queries: Queries, campaign: CampaignToStore): Promise<void> {
  try {
    await queries.kysely
      .insertInto('campaign')
      .values({
        id: campaign.id,
        party_id: campaign.partyId,
        name: campaign.name,
        kind: campaign.kind,
        image_id: campaign.imageId ?? null,
        version: campaign.version ?? null,
        state: 'draft',
        canary_size: campaign.canarySize,
        wave_size: campaign.waveSize,
        failure_limit_percent: campaign.failureLimitPercent,
        quiet_hours: campaign.quietHours,
        timeout_minutes: campaign.timeoutMinutes,
        wait_hours: campaign.waitHours,
        rollback_note: campaign.rollbackNote ?? null,
        requested_by: campaign.requestedBy,
        requested_by_name: campaign.requestedByName,
        created_at: campaign.at,
      })
      .execute()
  } catch (thrown) {
    if (sqlState(thrown) !== '23503') throw thrown
    throw new AppError('invalid', `There is no party ${campaign.partyId}`, { field: 'partyId' })
  }
}

/** Enters the stations that fit, those that are connected first, each with its wave. @returns how many */
export async function insertMembers(
  queries: Queries,
  { id, partyId, group, version, canarySize, waveSize }: CampaignToStore,
): Promise<number> {
  const { vendor, model, locationId, stationIds }: CampaignGroup = group
  const fits = [
    sql<boolean>`s.party_id = ${partyId} AND s.admission = 'accepted'`,
    ...(vendor === undefined ? [] : [sql<boolean>`s.vendor = ${vendor}`]),
    ...(model === undefined ? [] : [sql<boolean>`s.model = ${model}`]),
    ...(locationId === undefined ? [] : [sql<boolean>`s.location_id = ${locationId}`]),
    ...(stationIds === undefined ? [] : [sql<boolean>`s.id = ANY(${[...stationIds]})`]),
    ...(version === undefined ? [] : [sql<boolean>`s.firmware_version IS DISTINCT FROM ${version}`]),
  ]
  const { numAffectedRows = 0n } = await sql`
    INSERT INTO campaign_station (campaign_id, number, station_id, wave, former_version)
    SELECT ${id}, place, station_id,
      CASE WHEN place <= ${canarySize}::int THEN 0 ELSE 1 + (place - ${canarySize}::int - 1) / ${waveSize}::int END,
      firmware_version
    FROM (
      SELECT s.id AS station_id, s.firmware_version,
        row_number() OVER (ORDER BY p.connected IS TRUE DESC, s.id)::int AS place
      FROM station s LEFT JOIN station_presence p ON p.station_id = s.id
      WHERE ${sql.join(fits, sql` AND `)}
      LIMIT ${MOST_STATIONS + 1}
    ) chosen`.execute(queries.kysely)
  return Number(numAffectedRows)
}

/** Moves a campaign, if it is in one of these states; undefined when it is not, or is outside the scope. */
export async function moveCampaign(
  queries: Queries,
  scope: Scope,
  campaignId: string,
  from: readonly CampaignState[],
  to: CampaignState,
  at: Date,
  reason?: string,
): Promise<boolean> {
  const moved = await queries.kysely
    .updateTable('campaign')
    .set((columns) => ({
      state: to,
      reason: reason ?? null,
      ...(to === 'running' && {
        started_at: columns.fn.coalesce('started_at', sql<Date>`${at}`),
        // Time on hold is not time a station has kept the others waiting.
        wave_started_at: at,
      }),
      ...((to === 'finished' || to === 'stopped' || to === 'canceled') && { finished_at: at }),
    }))
    .where('id', '=', campaignId)
    .where('state', 'in', from)
    .where(withinScope(scope, 'party_id'))
    .executeTakeFirst()
  return moved.numUpdatedRows > 0n
}

/** Goes on to the next wave, once. */
export async function nextWave(queries: Queries, campaignId: string, wave: number, at: Date): Promise<void> {
  await queries.kysely
    .updateTable('campaign')
    .set({ wave: wave + 1, wave_started_at: at })
    .where('id', '=', campaignId)
    .where('state', '=', 'running')
    .where('wave', '=', wave)
    .execute()
}

export interface RunningCampaign extends CampaignManner {
  readonly id: string
  readonly partyId: string
  readonly kind: string
  /** It orders more; otherwise it only waits for what it has ordered. */
  readonly goesOn: boolean
  readonly imageId: string | null
  readonly version: string | null
  readonly wave: number
  readonly waveStartedAt: Date
  readonly requestedByName: string
}

/** Those that go on, and those that order nothing more but wait for what they have ordered. */
export async function loadUnderWay(queries: Queries): Promise<RunningCampaign[]> {
  const rows = await queries.kysely
    .selectFrom('campaign')
    .selectAll()
    .where((columns) =>
      columns.or([
        columns('state', '=', 'running'),
        columns.exists(
          columns
            .selectFrom('campaign_station')
            .select('number')
            .whereRef('campaign_id', '=', 'campaign.id')
            .where('campaign_station.state', '=', 'ordered'),
        ),
      ]),
    )
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    ...readManner(row),
    id: row.id,
    partyId: row.party_id,
    kind: row.kind,
    goesOn: row.state === 'running',
    imageId: row.image_id,
    version: row.version,
    wave: row.wave,
    waveStartedAt: row.wave_started_at ?? row.created_at,
    requestedByName: row.requested_by_name,
  }))
}

/** @throws AppError `not-found` outside the scope. */
export async function loadCampaign(queries: Queries, scope: Scope, campaignId: string): Promise<Campaign> {
  const row = await selectCampaigns(queries, scope).where('c.id', '=', campaignId).executeTakeFirst()
  if (row === undefined) throw new AppError('not-found', `There is no campaign ${campaignId}`, { campaignId })
  return readCampaign(row)
}

/** A page of campaigns, newest first. */
export async function loadCampaigns(
  queries: Queries,
  scope: Scope,
  filter: { state?: CampaignState },
  page: PageRequest,
): Promise<Page<Campaign>> {
  const size = pageSize(page)
  let query = selectCampaigns(queries, scope)
    .orderBy('c.id', 'desc')
    .limit(size + 1)
  if (filter.state !== undefined) query = query.where('c.state', '=', filter.state)
  if (page.cursor !== undefined) query = query.where('c.id', '<', decodeCursor(page.cursor, 1)[0] ?? '')
  return pageOf(await query.execute(), size, (row) => [row.id], readCampaign)
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
    ])
    .where(withinScope(scope, 'c.party_id'))
}

function readManner(row: Row): CampaignManner {
  return {
    canarySize: row.canary_size,
    waveSize: row.wave_size,
    failureLimitPercent: row.failure_limit_percent,
    quietHours: row.quiet_hours,
    timeoutMinutes: row.timeout_minutes,
    waitHours: row.wait_hours,
  }
}

function readCampaign(row: CountedRow): Campaign {
  const count = (state: (typeof MEMBER_STATES)[number]) => row.counts[state] ?? 0
  return {
    id: row.id,
    partyId: row.party_id,
    name: row.name,
    kind: CAMPAIGN_KINDS.find((kind) => kind === row.kind) ?? 'reboot',
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
    createdAt: row.created_at,
    ...known({
      imageId: row.image_id,
      version: row.version,
      reason: row.reason,
      rollbackNote: row.rollback_note,
      startedAt: row.started_at,
      finishedAt: row.finished_at,
    }),
  }
}
