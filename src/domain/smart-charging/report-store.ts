import type { Queries } from '#storage'
import type { ProfileFilter } from './smart-charging.ts'

/** Reports of one station that may be under way. */
const MAX_REPORTS = 8

export async function noteAsked(
  { kysely }: Queries,
  stationId: string,
  requestId: number,
  filter: ProfileFilter,
  at: Date,
): Promise<void> {
  await kysely
    .insertInto('charging_report')
    .values({ station_id: stationId, request_id: requestId, filter: JSON.stringify(filter), asked_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await kysely
    .deleteFrom('charging_report')
    .where('station_id', '=', stationId)
    .where('request_id', 'not in', (eb) =>
      eb
        .selectFrom('charging_report')
        .select('request_id')
        .where('station_id', '=', stationId)
        .orderBy('asked_at', 'desc')
        .orderBy('request_id')
        .limit(MAX_REPORTS),
    )
    .execute()
}

/** Ends a report; undefined when nobody has asked for it. */
export async function endReport(
  { kysely }: Queries,
  stationId: string,
  requestId: number,
): Promise<{ readonly filter: ProfileFilter; readonly askedAt: Date } | undefined> {
  const row = await kysely
    .deleteFrom('charging_report')
    .where('station_id', '=', stationId)
    .where('request_id', '=', requestId)
    .returning(['filter', 'asked_at'])
    .executeTakeFirst()
  // Written by us alone, from this very type.
  return row && { filter: JSON.parse(row.filter) as ProfileFilter, askedAt: row.asked_at }
}
