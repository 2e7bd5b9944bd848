import { type Selectable, sql } from 'kysely'
import { type KeptValue, readKept } from '#domain/configuration'
import { fitsGroup } from '#domain/stations'
import { AppError, type Scope } from '#kernel'
import { type DatabaseSchema, type Queries, sqlState, withinScope } from '#storage'
import { CAMPAIGN_KINDS, type CampaignKind, type CampaignManner, type CampaignState } from './campaign.ts'
import type { CampaignSubject } from './campaign-subject.ts'

/** Stations of one campaign at most. */
export const MOST_STATIONS = 100_000

type Row = Selectable<DatabaseSchema['campaign']>

export interface CampaignToStore extends CampaignManner, CampaignSubject {
  readonly id: string
  readonly partyId: string
  readonly name: string
  readonly kind: CampaignKind
  readonly state: 'draft' | 'running'
  readonly scheduleId?: string
  readonly rollbackNote?: string
  readonly requestedBy: string
  readonly requestedByName: string
  readonly at: Date
}

/** Enters a campaign with its stations. @returns how many; @throws AppError `invalid` without such a party. */
export async function insertCampaign(queries: Queries, campaign: CampaignToStore): Promise<number> {
  try {
    await queries.kysely.insertInto('campaign').values(columnsOf(campaign)).execute()
  } catch (thrown) {
    if (sqlState(thrown) !== '23503') throw thrown
    throw new AppError('invalid', `There is no party ${campaign.partyId}`, { field: 'partyId' })
  }
  return await insertMembers(queries, campaign)
}

export async function deleteCampaign({ kysely }: Queries, id: string): Promise<void> {
  await kysely.deleteFrom('campaign').where('id', '=', id).execute()
}

function columnsOf(campaign: CampaignToStore) {
  const began = campaign.state === 'running' ? campaign.at : null
  return {
    id: campaign.id,
    party_id: campaign.partyId,
    name: campaign.name,
    kind: campaign.kind,
    image_id: campaign.imageId ?? null,
    version: campaign.version ?? null,
    template_id: campaign.templateId ?? null,
    wanted: campaign.wanted === undefined ? null : JSON.stringify(campaign.wanted),
    schedule_id: campaign.scheduleId ?? null,
    state: campaign.state,
    canary_size: campaign.canarySize,
    wave_size: campaign.waveSize,
    at_once: campaign.atOnce,
    failure_limit_percent: campaign.failureLimitPercent,
    quiet_hours: campaign.quietHours,
    timeout_minutes: campaign.timeoutMinutes,
    wait_hours: campaign.waitHours,
    rollback_note: campaign.rollbackNote ?? null,
    requested_by: campaign.requestedBy,
    requested_by_name: campaign.requestedByName,
    wave_started_at: began,
    started_at: began,
    created_at: campaign.at,
  }
}

/** Enters the stations that fit, those that are connected first, each with its wave. */
async function insertMembers(
  queries: Queries,
  { id, partyId, group, make, version, canarySize, waveSize }: CampaignToStore,
): Promise<number> {
  const fits = [
    sql<boolean>`s.admission = 'accepted' AND ${fitsGroup(partyId, group)}`,
    ...(make === undefined ? [] : [sql<boolean>`s.vendor = ${make.vendor}`]),
    ...(make?.model === undefined ? [] : [sql<boolean>`s.model = ${make.model}`]),
    ...(version === undefined ? [] : [sql<boolean>`s.firmware_version IS DISTINCT FROM ${version}`]),
  ]
  const { numAffectedRows = 0n } = await sql`
    INSERT INTO campaign_station (campaign_id, number, station_id, wave, former_version)
    SELECT ${id}, place, station_id,
      CASE WHEN place <= ${canarySize}::int THEN 0
        ELSE least(${canarySize}::int, 1) + (place - ${canarySize}::int - 1) / ${waveSize}::int END,
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

/** Moves a campaign, if it is in one of these states. */
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

/** Removes what was over before a time: its stations, and then what has none left. @returns how many rows of either */
export async function removeOver({ kysely }: Queries, time: Date, atMost: number): Promise<number> {
  const isOver = sql<boolean>`c.finished_at < ${time} AND NOT EXISTS (
    SELECT FROM campaign_station o WHERE o.campaign_id = c.id AND o.state = 'ordered')`
  const stations = await sql`
    DELETE FROM campaign_station WHERE (campaign_id, number) IN (
      SELECT m.campaign_id, m.number FROM campaign_station m JOIN campaign c ON c.id = m.campaign_id
      WHERE ${isOver} LIMIT ${atMost})`.execute(kysely)
  const campaigns = await sql`
    DELETE FROM campaign WHERE id IN (
      SELECT c.id FROM campaign c
      WHERE ${isOver} AND NOT EXISTS (SELECT FROM campaign_station m WHERE m.campaign_id = c.id)
      ORDER BY c.id LIMIT ${atMost})`.execute(kysely)
  return Math.max(Number(stations.numAffectedRows ?? 0n), Number(campaigns.numAffectedRows ?? 0n))
}

/** Whether it goes on: somebody may have paused or ended it since it was looked at. */
export async function stillRuns({ kysely }: Queries, campaignId: string): Promise<boolean> {
  const row = await kysely.selectFrom('campaign').select('state').where('id', '=', campaignId).executeTakeFirst()
  return row?.state === 'running'
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
  readonly kind: CampaignKind
  /** It orders more; otherwise it only waits for what it has ordered. */
  readonly goesOn: boolean
  readonly imageId: string | null
  readonly version: string | null
  readonly wanted: readonly KeptValue[]
  readonly wave: number
  readonly waveStartedAt: Date
  readonly requestedByName: string
}

/** Those that go on, and those that order nothing more but wait for what they have ordered. */
export async function findUnderWay({ kysely }: Queries): Promise<string[]> {
  const rows = await kysely
    .selectFrom('campaign')
    .select('id')
    .where((columns) =>
      columns.or([
        columns('state', '=', 'running'),
        columns(
          'id',
          'in',
          columns.selectFrom('campaign_station').select('campaign_id').where('campaign_station.state', '=', 'ordered'),
        ),
      ]),
    )
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** One of them as it is now: those before it may have taken long. */
export async function loadUnderWay({ kysely }: Queries, campaignId: string): Promise<RunningCampaign | undefined> {
  const row = await kysely.selectFrom('campaign').selectAll().where('id', '=', campaignId).executeTakeFirst()
  return row && readRunning(row)
}

function readRunning(row: Row): RunningCampaign {
  return {
    ...readManner(row),
    id: row.id,
    partyId: row.party_id,
    kind: readKind(row),
    goesOn: row.state === 'running',
    imageId: row.image_id,
    version: row.version,
    wanted: row.wanted === null ? [] : readKept(row.wanted),
    wave: row.wave,
    waveStartedAt: row.wave_started_at ?? row.created_at,
    requestedByName: row.requested_by_name,
  }
}

export function readKind(row: Row): CampaignKind {
  return CAMPAIGN_KINDS.find((kind) => kind === row.kind) ?? 'reboot'
}

export function readManner(row: Row): CampaignManner {
  return {
    canarySize: row.canary_size,
    waveSize: row.wave_size,
    atOnce: row.at_once,
    failureLimitPercent: row.failure_limit_percent,
    quietHours: row.quiet_hours,
    timeoutMinutes: row.timeout_minutes,
    waitHours: row.wait_hours,
  }
}
