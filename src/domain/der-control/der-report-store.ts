import type { Queries } from '#storage'
import type { DerFilter } from './der-control.ts'

/** Reports of one station that may be under way. */
const MAX_REPORTS = 8

export async function noteAsked(
  { kysely }: Queries,
  stationId: string,
  requestId: number,
  { controlId, kind, isDefault }: DerFilter,
  at: Date,
): Promise<void> {
  const row = { filter: JSON.stringify({ controlId, kind, isDefault }), asked_at: at }
  await kysely
    .insertInto('der_report')
    .values({ station_id: stationId, request_id: requestId, ...row })
    .onConflict((conflict) => conflict.columns(['station_id', 'request_id']).doUpdateSet(row))
    .execute()
  await kysely
    .deleteFrom('der_report')
    .where('station_id', '=', stationId)
    .where('request_id', 'not in', (eb) =>
      eb
        .selectFrom('der_report')
        .select('request_id')
        .where('station_id', '=', stationId)
        .orderBy('asked_at', 'desc')
        .orderBy('request_id')
        .limit(MAX_REPORTS),
    )
    .execute()
}

/**
 * Forgets what a report was asked for and does not contain, but not what the station has taken since it was asked. A report
 * that nobody asked for says nothing of what is not in it.
 */
export async function endReport({ kysely }: Queries, stationId: string, requestId: number): Promise<void> {
  const report = await kysely
    .deleteFrom('der_report')
    .where('station_id', '=', stationId)
    .where('request_id', '=', requestId)
    .returning(['filter', 'asked_at'])
    .executeTakeFirst()
  if (report === undefined) return
  // Written by us alone, from this very type.
  const { controlId, kind, isDefault } = JSON.parse(report.filter) as DerFilter
  let gone = kysely
    .deleteFrom('der_control')
    .where('station_id', '=', stationId)
    .where('told_at', '<', report.asked_at)
    .where(({ eb, or }) => or([eb('report_id', 'is', null), eb('report_id', '<>', requestId)]))
  if (controlId !== undefined) gone = gone.where('control_id', '=', controlId)
  if (kind !== undefined) gone = gone.where('kind', '=', kind)
  if (isDefault !== undefined) gone = gone.where('is_default', '=', isDefault)
  await gone.execute()
}
