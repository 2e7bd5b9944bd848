import { isInt32, known } from '#kernel'
import { type Queries, storableText } from '#storage'
import type { ChargingPurpose, ChargingSchedule } from './charging-profile.ts'
import { LONGEST_PROFILE } from './profile-store.ts'
import type { CompositeSchedule, ExternalLimit, ToldSchedule } from './smart-charging.ts'

/** Limits from outside that are kept of one station. */
const MAX_LIMITS = 100
const HIGHEST_EVSE = 9_999

/** What makes a limit the same when it is told again. */
const KEY = ['evse_id', 'source', 'local_generation'] as const

/** As it is stored. */
function sourceText(source: string): string {
  return storableText(source.slice(0, 50))
}

export async function putLimit({ kysely }: Queries, limit: ExternalLimit): Promise<void> {
  if (limit.evseId < 0 || limit.evseId > HIGHEST_EVSE) return
  const text = storableText(JSON.stringify(limit.schedules))
  const row = {
    station_id: limit.stationId,
    evse_id: limit.evseId,
    source: sourceText(limit.source),
    grid_critical: limit.gridCritical ?? null,
    local_generation: limit.localGeneration ?? false,
    schedules: text.length > LONGEST_PROFILE ? '[]' : text,
    notified_at: limit.notifiedAt,
  }
  await kysely
    .insertInto('charging_limit')
    .values(row)
    .onConflict((conflict) => conflict.columns(['station_id', ...KEY]).doUpdateSet(row))
    .execute()
  await kysely
    .deleteFrom('charging_limit')
    .where('station_id', '=', limit.stationId)
    .where((eb) =>
      eb(eb.refTuple(...KEY), 'not in', (inner) =>
        inner
          .selectFrom('charging_limit')
          .select(KEY)
          .where('station_id', '=', limit.stationId)
          .orderBy('notified_at', 'desc')
          .orderBy('evse_id')
          .orderBy('source')
          .orderBy('local_generation')
          .limit(MAX_LIMITS)
          .$asTuple(...KEY),
      ),
    )
    .execute()
}

export async function deleteLimit(
  { kysely }: Queries,
  stationId: string,
  source: string,
  evseId: number | undefined,
): Promise<void> {
  if (evseId !== undefined && !isInt32(evseId)) return
  let query = kysely
    .deleteFrom('charging_limit')
    .where('station_id', '=', stationId)
    .where('source', '=', sourceText(source))
  if (evseId !== undefined) query = query.where('evse_id', '=', evseId)
  await query.execute()
}

/** What a station has reported of these limits as profiles is no more (2.x K13). */
export async function deleteReported(
  { kysely }: Queries,
  stationId: string,
  { source, evseId, purposes }: { source: string; evseId: number | undefined; purposes: readonly ChargingPurpose[] },
): Promise<void> {
  if (evseId !== undefined && !isInt32(evseId)) return
  let query = kysely
    .deleteFrom('charging_profile')
    .where('station_id', '=', stationId)
    .where('source', '=', sourceText(source))
    .where('purpose', 'in', [...purposes])
    .where('sent', 'is', null)
  if (evseId !== undefined) query = query.where('evse_id', '=', evseId)
  await query.execute()
}

export async function loadLimits({ kysely }: Queries, stationId: string): Promise<ExternalLimit[]> {
  const rows = await kysely
    .selectFrom('charging_limit')
    .selectAll()
    .where('station_id', '=', stationId)
    .orderBy('evse_id')
    .orderBy('source')
    .orderBy('local_generation')
    .execute()
  return rows.map((row) => ({
    stationId: row.station_id,
    evseId: row.evse_id,
    source: row.source,
    ...known({ gridCritical: row.grid_critical, localGeneration: row.local_generation || null }),
    // Written by us alone, from this very type.
    schedules: JSON.parse(row.schedules) as ChargingSchedule[],
    notifiedAt: row.notified_at,
  }))
}

export async function putTold(
  { kysely }: Queries,
  stationId: string,
  schedule: CompositeSchedule,
  at: Date,
): Promise<void> {
  const text = storableText(JSON.stringify(schedule))
  if (text.length > LONGEST_PROFILE || schedule.evseId < 0 || schedule.evseId > HIGHEST_EVSE) return
  const row = { station_id: stationId, evse_id: schedule.evseId, schedule: text, told_at: at }
  await kysely
    .insertInto('told_schedule')
    .values(row)
    .onConflict((conflict) => conflict.columns(['station_id', 'evse_id']).doUpdateSet(row))
    .execute()
}

export async function loadTold(
  { kysely }: Queries,
  stationId: string,
  evseId: number,
): Promise<ToldSchedule | undefined> {
  const row = await kysely
    .selectFrom('told_schedule')
    .selectAll()
    .where('station_id', '=', stationId)
    .where('evse_id', '=', evseId)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const stored = JSON.parse(row.schedule) as Omit<CompositeSchedule, 'startAt'> & { readonly startAt: string }
  return { ...stored, startAt: new Date(stored.startAt), toldAt: row.told_at }
}
