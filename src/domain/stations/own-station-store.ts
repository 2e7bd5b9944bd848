import type { Scope } from '#kernel'
import { type Queries, withinScope } from '#storage'
import { noSuchStation } from './station-store.ts'

/** Whose a station is. @throws AppError `not-found` for a station outside the scope. */
export async function requireStation(
  { kysely }: Queries,
  scope: Scope,
  stationId: string,
): Promise<{ readonly partyId: string }> {
  const station = await kysely
    .selectFrom('station')
    .select('party_id as partyId')
    .where('id', '=', stationId)
    .where(withinScope(scope, 'party_id'))
    .executeTakeFirst()
  if (station === undefined) throw noSuchStation(stationId)
  return station
}
