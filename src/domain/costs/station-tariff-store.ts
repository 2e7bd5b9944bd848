import { AppError, type Scope } from '#kernel'
import { type Queries, withinScope } from '#storage'
import type { StationTariff } from './charge.ts'

/** Whose a station is. @throws AppError `not-found` outside the scope. */
export async function partyOfStation({ kysely }: Queries, scope: Scope, stationId: string): Promise<string> {
  const row = await kysely
    .selectFrom('station')
    .select('party_id')
    .where('id', '=', stationId)
    .where(withinScope(scope, 'party_id'))
    .executeTakeFirst()
  if (row === undefined) throw new AppError('not-found', `There is no station ${stationId}`, { stationId })
  return row.party_id
}

export async function loadStationTariffs({ kysely }: Queries, stationId: string): Promise<readonly StationTariff[]> {
  const rows = await kysely
    .selectFrom('station_tariff')
    .selectAll()
    .where('station_id', '=', stationId)
    .orderBy('evse_id')
    .execute()
  return rows.map((row) => ({ stationId: row.station_id, evseId: row.evse_id, tariffId: row.tariff_id }))
}

export async function saveStationTariff(
  { kysely }: Queries,
  { stationId, evseId, tariffId }: StationTariff,
  partyId: string,
): Promise<void> {
  await kysely
    .insertInto('station_tariff')
    .values({ station_id: stationId, evse_id: evseId, party_id: partyId, tariff_id: tariffId })
    .onConflict((conflict) => conflict.columns(['station_id', 'evse_id']).doUpdateSet({ tariff_id: tariffId }))
    .execute()
}

export async function deleteStationTariff({ kysely }: Queries, stationId: string, evseId: number): Promise<void> {
  await kysely.deleteFrom('station_tariff').where('station_id', '=', stationId).where('evse_id', '=', evseId).execute()
}
