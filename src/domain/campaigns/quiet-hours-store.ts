import { sql } from 'kysely'
import type { Queries } from '#storage'
import type { RunningCampaign } from './campaign-store.ts'
import { HOURS_OF_WEEK, quietHours } from './quiet-hours.ts'

/** How far back the use of a station is looked at. */
const USE_DAYS = 56
/** A transaction that never ends does not make every hour a used one. */
const LONGEST_USE = '7 days'
/** Stations of one round; the next goes on. */
const LEARNED_AT_ONCE = 1_000

/** In which hours of the week each of these stations is little used, by its own past. */
export async function loadQuietHours(
  queries: Queries,
  stationIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, readonly boolean[]>> {
  const since = new Date(now.getTime() - USE_DAYS * 86_400_000)
  const { rows } = await sql<{ station_id: string; hour: number; uses: number }>`
    SELECT t.station_id,
      ((extract(isodow FROM h AT TIME ZONE 'UTC') - 1) * 24 + extract(hour FROM h AT TIME ZONE 'UTC'))::int AS hour,
      count(*)::int AS uses
    FROM transaction t
    CROSS JOIN LATERAL generate_series(
      date_trunc('hour', t.started_at),
      least(coalesce(t.ended_at, ${now}::timestamptz), t.started_at + ${LONGEST_USE}::interval),
      interval '1 hour') h
    WHERE t.station_id = ANY(${[...stationIds]}) AND t.first_event_at >= ${since} AND t.started_at IS NOT NULL
    GROUP BY 1, 2`.execute(queries.kysely)
  const used = new Map(stationIds.map((id) => [id, Array.from({ length: HOURS_OF_WEEK }, () => 0)]))
  for (const { station_id, hour, uses } of rows) used.get(station_id)?.splice(hour, 1, uses)
  return new Map([...used].map(([id, hours]) => [id, quietHours(hours)]))
}

/** Learns in which hours the stations of a wave are little used, once for each. */
export async function learnQuietHours(queries: Queries, { id, wave }: RunningCampaign, now: Date): Promise<void> {
  const unlearned = await queries.kysely
    .selectFrom('campaign_station')
    .select('station_id')
    .where('campaign_id', '=', id)
    .where('wave', '=', wave)
    .where('state', '=', 'waiting')
    .where('quiet', 'is', null)
    .orderBy('number')
    .limit(LEARNED_AT_ONCE)
    .execute()
  if (unlearned.length === 0) return
  const stationIds = unlearned.map(({ station_id }) => station_id)
  const learned = [...(await loadQuietHours(queries, stationIds, now))]
  const words = learned.map(([, hours]) => hours.map((quiet) => (quiet ? '1' : '0')).join(''))
  await sql`
    UPDATE campaign_station m SET quiet = learned.quiet
    FROM unnest(${learned.map(([stationId]) => stationId)}::text[], ${words}::text[]) AS learned (station_id, quiet)
    WHERE m.campaign_id = ${id} AND m.station_id = learned.station_id`.execute(queries.kysely)
}
