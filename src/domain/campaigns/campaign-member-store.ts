import { type Selectable, sql } from 'kysely'
import { AppError, decodeCursor, known, type Page, type PageRequest, pageOf, pageSize } from '#kernel'
import type { DatabaseSchema, Queries } from '#storage'
import { type CampaignMember, MEMBER_STATES, type MemberState } from './campaign.ts'
import type { Settlement } from './campaign-step.ts'
import type { RunningCampaign } from './campaign-store.ts'
import { HOURS_OF_WEEK, quietHours } from './quiet-hours.ts'

/** How far back the use of a station is looked at. */
const USE_DAYS = 56
/** A transaction that never ends does not make every hour a used one. */
const LONGEST_USE = '7 days'

export interface MemberRow {
  readonly number: number
  readonly station_id: string
  readonly state: MemberState
  readonly attempts: number
  readonly quiet: string | null
  readonly ordered_at: Date | null
  readonly booted_at: Date | null
  readonly firmware_version: string | null
  readonly connected: boolean | null
  readonly busy: boolean
  readonly command_state: string | null
  readonly update_status: string | null
  readonly update_outcome: string | null
}

/** The stations of the wave a campaign is at, with all that tells how they are. */
export async function loadWave(queries: Queries, { id, wave }: RunningCampaign): Promise<MemberRow[]> {
  const { rows } = await sql<MemberRow>`
    SELECT m.number, m.station_id, m.state, m.attempts, m.quiet, m.ordered_at, s.booted_at, s.firmware_version,
      p.connected, c.state AS command_state, u.status AS update_status, u.outcome AS update_outcome,
      EXISTS (SELECT FROM transaction t WHERE t.station_id = m.station_id AND t.status = 'active') AS busy
    FROM campaign_station m
    JOIN station s ON s.id = m.station_id
    LEFT JOIN station_presence p ON p.station_id = m.station_id
    LEFT JOIN command c ON c.id = m.command_id
    LEFT JOIN firmware_update u ON u.command_id = m.command_id
    WHERE m.campaign_id = ${id} AND m.wave = ${wave}
    ORDER BY m.number`.execute(queries.kysely)
  return rows
}

/** How the waves before went, and whether there is one behind. */
export async function loadOtherWaves(
  queries: Queries,
  { id, wave }: RunningCampaign,
): Promise<{ stations: number; failed: number; isLast: boolean }> {
  const { rows } = await sql<{ stations: number; failed: number; is_last: boolean }>`
    SELECT count(*) FILTER (WHERE wave < ${wave}) AS stations,
      count(*) FILTER (WHERE wave < ${wave} AND state = 'failed') AS failed,
      count(*) FILTER (WHERE wave > ${wave}) = 0 AS is_last
    FROM campaign_station WHERE campaign_id = ${id}`.execute(queries.kysely)
  const [row] = rows
  return { stations: row?.stations ?? 0, failed: row?.failed ?? 0, isLast: row?.is_last ?? true }
}

/** Learns in which hours the stations of a wave are little used, once for each. */
export async function learnQuietHours(queries: Queries, { id, wave }: RunningCampaign, now: Date): Promise<void> {
  const since = new Date(now.getTime() - USE_DAYS * 86_400_000)
  const { rows } = await sql<{ number: number; hours: (number | null)[]; uses: (number | null)[] }>`
    SELECT m.number, array_agg(used.hour) AS hours, array_agg(used.uses) AS uses
    FROM campaign_station m
    LEFT JOIN LATERAL (
      SELECT ((extract(isodow FROM h AT TIME ZONE 'UTC') - 1) * 24 + extract(hour FROM h AT TIME ZONE 'UTC'))::int AS hour,
        count(*)::int AS uses
      FROM transaction t
      CROSS JOIN LATERAL generate_series(
        date_trunc('hour', t.started_at),
        least(coalesce(t.ended_at, ${now}::timestamptz), t.started_at + ${LONGEST_USE}::interval),
        interval '1 hour') h
      WHERE t.station_id = m.station_id AND t.first_event_at >= ${since} AND t.started_at IS NOT NULL
      GROUP BY 1
    ) used ON true
    WHERE m.campaign_id = ${id} AND m.wave = ${wave} AND m.quiet IS NULL
    GROUP BY m.number`.execute(queries.kysely)
  for (const { number, hours, uses } of rows) {
    const used = Array.from({ length: HOURS_OF_WEEK }, () => 0)
    hours.forEach((hour, index) => {
      if (hour !== null) used[hour] = uses[index] ?? 0
    })
    const quiet = quietHours(used)
      .map((one) => (one ? '1' : '0'))
      .join('')
    await queries.kysely
      .updateTable('campaign_station')
      .set({ quiet })
      .where('campaign_id', '=', id)
      .where('number', '=', number)
      .execute()
  }
}

/** A station was ordered by this command; changes nothing when somebody has noted it already. */
export async function noteOrdered(
  queries: Queries,
  campaignId: string,
  number: number,
  order: { readonly commandId: string; readonly attempt: number },
  at: Date,
): Promise<boolean> {
  const noted = await queries.kysely
    .updateTable('campaign_station')
    .set({ state: 'ordered', command_id: order.commandId, attempts: order.attempt, ordered_at: at })
    .where('campaign_id', '=', campaignId)
    .where('number', '=', number)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  return noted.numUpdatedRows > 0n
}

/** The order never reached these: they wait for another. */
export async function noteUnheard(queries: Queries, campaignId: string, numbers: readonly number[]): Promise<void> {
  if (numbers.length === 0) return
  await queries.kysely
    .updateTable('campaign_station')
    .set({ state: 'waiting', command_id: null, ordered_at: null })
    .where('campaign_id', '=', campaignId)
    .where('number', 'in', numbers)
    .where('state', '=', 'ordered')
    .execute()
}

/** Notes how a station ended. @returns false when that was noted already */
export async function noteSettled(
  queries: Queries,
  campaignId: string,
  { number, state, reason }: Settlement,
  at: Date,
): Promise<boolean> {
  const noted = await queries.kysely
    .updateTable('campaign_station')
    .set({ state, reason: reason ?? null, settled_at: at })
    .where('campaign_id', '=', campaignId)
    .where('number', '=', number)
    .where('state', 'in', ['waiting', 'ordered'])
    .executeTakeFirst()
  return noted.numUpdatedRows > 0n
}

/** A page of a campaign's stations, in the order they come to their turn. */
export async function loadMembers(
  queries: Queries,
  campaignId: string,
  filter: { state?: MemberState },
  page: PageRequest,
): Promise<Page<CampaignMember>> {
  const size = pageSize(page)
  let query = queries.kysely
    .selectFrom('campaign_station')
    .selectAll()
    .where('campaign_id', '=', campaignId)
    .orderBy('number')
    .limit(size + 1)
  if (filter.state !== undefined) query = query.where('state', '=', filter.state)
  if (page.cursor !== undefined) query = query.where('number', '>', readNumber(page.cursor))
  return pageOf(await query.execute(), size, (row) => [String(row.number)], readMember)
}

function readNumber(cursor: string): number {
  const number = Number(decodeCursor(cursor, 1)[0])
  if (!Number.isInteger(number)) throw new AppError('invalid', 'The cursor is not one that this list has given out')
  return number
}

function readMember(row: Selectable<DatabaseSchema['campaign_station']>): CampaignMember {
  return {
    stationId: row.station_id,
    wave: row.wave,
    state: MEMBER_STATES.find((state) => state === row.state) ?? 'waiting',
    attempts: row.attempts,
    ...known({
      reason: row.reason,
      commandId: row.command_id,
      formerVersion: row.former_version,
      orderedAt: row.ordered_at,
      settledAt: row.settled_at,
    }),
  }
}
