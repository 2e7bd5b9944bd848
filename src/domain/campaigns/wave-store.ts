import { sql } from 'kysely'
import type { Database, Queries } from '#storage'
import { IS_CHARGING, isReserved } from './busy-store.ts'
import type { Settlement } from './campaign-step.ts'
import type { RunningCampaign } from './campaign-store.ts'
import { hourOfWeek } from './quiet-hours.ts'

/** Stations that wait and are looked at in one round; those that can be ordered now come first, so that nobody waits behind others who cannot. */
const LOOKED_AT = 1_000

export interface MemberRow {
  readonly number: number
  readonly station_id: string
  readonly state: 'waiting' | 'ordered'
  readonly attempts: number
  /** Null as long as it has not been learned. */
  readonly quiet: boolean | null
  /** Why its last order could not be given. */
  readonly held: string | null
  readonly ordered_at: Date | null
  /** Of its latest order. */
  readonly command_id: string | null
  readonly booted_at: Date | null
  readonly firmware_version: string | null
  readonly connected: boolean | null
  /** Only one that is accepted may be asked anything. */
  readonly registration: string
  readonly ocpp_version: string | null
  /** Somebody charges there, or has reserved it. */
  readonly busy: boolean
  readonly command_state: string | null
  readonly command_result: string | null
  readonly update_status: string | null
  readonly update_outcome: string | null
}

const isBusy = (now: Date) => sql<boolean>`(${IS_CHARGING} OR ${isReserved(now)})`

/**
 * The wave a campaign is at as it is at one moment: of what another node notes between two looks a failure would be counted
 * twice, and stop what need not be stopped.
 */
export async function lookAtWave(
  database: Database,
  campaign: RunningCampaign,
  interrupts: boolean,
  now: Date,
): Promise<WaveCounts & { readonly rows: MemberRow[] }> {
  return await database.transaction(async (queries) => {
    await sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY`.execute(queries.kysely)
    const rows = await loadWave(queries, campaign, interrupts, now)
    return { rows, ...(await countWaves(queries, campaign)) }
  })
}

/** The stations that were ordered, and of those of the wave that wait the next ones, with all that tells how they are. */
async function loadWave(
  queries: Queries,
  { id, wave, goesOn, quietHours }: RunningCampaign,
  interrupts: boolean,
  now: Date,
): Promise<MemberRow[]> {
  const isQuiet = sql<boolean>`substr(m.quiet, ${hourOfWeek(now) + 1}::int, 1) = '1'`
  const isReady = sql<boolean>`(p.connected IS TRUE AND s.registration = 'accepted' AND (NOT ${quietHours}::boolean OR ${isQuiet})
    AND NOT (${interrupts}::boolean AND ${isBusy(now)}))`
  const { rows } = await sql<MemberRow>`
    SELECT m.number, m.station_id, m.state, m.attempts, m.held, m.ordered_at, m.command_id, s.booted_at, s.firmware_version,
      p.connected, s.registration, p.ocpp_version, c.state AS command_state, c.result AS command_result,
      u.status AS update_status, u.outcome AS update_outcome,
      ${isQuiet} AS quiet, ${isBusy(now)} AS busy
    FROM (
      SELECT * FROM campaign_station WHERE campaign_id = ${id} AND state = 'ordered'
      UNION ALL (
        SELECT m.* FROM campaign_station m JOIN station s ON s.id = m.station_id
        LEFT JOIN station_presence p ON p.station_id = m.station_id
        WHERE m.campaign_id = ${id} AND m.wave = ${wave} AND m.state = 'waiting'
        ORDER BY ${isReady} IS TRUE DESC, m.held IS NOT NULL, m.number
        LIMIT ${goesOn ? LOOKED_AT : 0})
    ) m
    JOIN station s ON s.id = m.station_id
    LEFT JOIN station_presence p ON p.station_id = m.station_id
    LEFT JOIN command c ON c.id = m.command_id
    LEFT JOIN firmware_update u ON u.command_id = m.command_id
    ORDER BY m.number`.execute(queries.kysely)
  return rows
}

export interface WaveCounts {
  readonly begun: { readonly stations: number; readonly failed: number }
  readonly waiting: number
  readonly isLast: boolean
}

/** How the wave and those before it stand, and whether there is one behind. */
async function countWaves(queries: Queries, { id, wave }: RunningCampaign): Promise<WaveCounts> {
  const { rows } = await sql<{ stations: number; failed: number; waiting: number; is_last: boolean }>`
    SELECT count(*) FILTER (WHERE wave <= ${wave}) AS stations,
      count(*) FILTER (WHERE wave <= ${wave} AND state = 'failed') AS failed,
      count(*) FILTER (WHERE wave = ${wave} AND state = 'waiting') AS waiting,
      count(*) FILTER (WHERE wave > ${wave}) = 0 AS is_last
    FROM campaign_station WHERE campaign_id = ${id}`.execute(queries.kysely)
  const [{ stations = 0, failed = 0, waiting = 0, is_last: isLast = true } = {}] = rows
  return { begun: { stations: Number(stations), failed: Number(failed) }, waiting: Number(waiting), isLast }
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
    .set({ state: 'ordered', command_id: order.commandId, attempts: order.attempt, held: null, ordered_at: at })
    .where('campaign_id', '=', campaignId)
    .where('number', '=', number)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  return noted.numUpdatedRows > 0n
}

/** An order could not be given, for a reason of this code. @returns false when that was noted already */
export async function noteHeld(queries: Queries, campaignId: string, number: number, code: string): Promise<boolean> {
  const noted = await queries.kysely
    .updateTable('campaign_station')
    .set({ held: code })
    .where('campaign_id', '=', campaignId)
    .where('number', '=', number)
    .where('state', '=', 'waiting')
    .where('held', 'is distinct from', code)
    .executeTakeFirst()
  return noted.numUpdatedRows > 0n
}

/** These orders never reached their stations, which wait for others; one that another node has given since is no matter of it. */
export async function noteUnheard(queries: Queries, campaignId: string, members: readonly Ordered[]): Promise<void> {
  for (const { number, command_id } of members) {
    await queries.kysely
      .updateTable('campaign_station')
      .set({ state: 'waiting', command_id: null, ordered_at: null })
      .where('campaign_id', '=', campaignId)
      .where('number', '=', number)
      .where('state', '=', 'ordered')
      .where('command_id', 'is not distinct from', command_id)
      .execute()
  }
}

/** A station of a campaign, as it was looked at. */
export type Ordered = Pick<MemberRow, 'number' | 'command_id'>

/** Notes how a station ended. @returns false when that was noted already, or another node has ordered anew since */
export async function noteSettled(
  queries: Queries,
  campaignId: string,
  { state, reason, results, rebootRequired }: Settlement,
  { number, command_id }: Ordered,
  at: Date,
): Promise<boolean> {
  const noted = await queries.kysely
    .updateTable('campaign_station')
    .set({
      state,
      reason: reason ?? null,
      settled_at: at,
      ...(rebootRequired !== undefined && { reboot_required: rebootRequired }),
      ...(results !== undefined && { results: JSON.stringify(results) }),
    })
    .where('campaign_id', '=', campaignId)
    .where('number', '=', number)
    .where('state', 'in', ['waiting', 'ordered'])
    .where('command_id', 'is not distinct from', command_id)
    .executeTakeFirst()
  return noted.numUpdatedRows > 0n
}
