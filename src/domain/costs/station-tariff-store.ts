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

/** What holds now, and what will later: what the station keeps itself, then what was assigned. */
export async function loadStationTariffs(
  queries: Queries,
  stationId: string,
  now: Date,
): Promise<readonly StationTariff[]> {
  const { rows } = await queries.query<TariffRow>('station-tariffs', TARIFFS, [stationId, now])
  const isSamePlace = (a: TariffRow, b: TariffRow | undefined) => a.evseId === b?.evseId && a.isDefault === b.isDefault
  const holding = rows.filter((row, index) => row.isLater || !isSamePlace(row, rows[index - 1]))
  return holding.map(({ evseId, tariffId, isDefault }) => ({
    ...{ stationId, evseId, tariffId },
    ...(isDefault ? { isDefault } : {}),
  }))
}

interface TariffRow {
  readonly [column: string]: unknown
  readonly evseId: number
  readonly tariffId: string
  readonly isDefault: boolean
  readonly isLater: boolean
}

const TARIFFS = `
SELECT "evseId", "tariffId", "isDefault", "isLater" FROM (
  SELECT d.evse_id AS "evseId", d.tariff_id AS "tariffId", true AS "isDefault", coalesce(f.valid_from > $2, false) AS "isLater",
    greatest(d.accepted_at, f.valid_from) AS since, d.accepted_at AS said
  FROM station_default_tariff d JOIN tariff f ON f.id = d.tariff_id WHERE d.station_id = $1
  UNION ALL
  SELECT s.evse_id, s.tariff_id, false, coalesce(f.valid_from > $2, false), coalesce(f.valid_from, '-infinity'), s.assigned_at
  FROM station_tariff s JOIN tariff f ON f.id = s.tariff_id WHERE s.station_id = $1) t
ORDER BY "isDefault" DESC, "evseId", "isLater", since DESC, said DESC`

/** Inside a transaction. One that begins later stands beside the one that holds until then (2.1 I07.FR.20 to 23). */
export async function saveStationTariff(
  queries: Queries,
  { stationId, evseId, tariffId }: StationTariff,
  partyId: string,
  now: Date,
): Promise<void> {
  await queries.query(
    'station-tariff-replaced',
    `DELETE FROM station_tariff s USING tariff f, tariff n
     WHERE s.station_id = $1 AND s.evse_id = $2 AND f.id = s.tariff_id AND n.id = $3
       AND coalesce(n.valid_from <= $4, true) AND coalesce(f.valid_from <= $4, true)`,
    [stationId, evseId, tariffId, now],
  )
  await queries.query(
    'station-tariff',
    `INSERT INTO station_tariff (station_id, evse_id, party_id, tariff_id, assigned_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (station_id, evse_id, tariff_id) DO UPDATE SET assigned_at = excluded.assigned_at`,
    [stationId, evseId, partyId, tariffId, now],
  )
}

export async function deleteStationTariff({ kysely }: Queries, stationId: string, evseId: number): Promise<void> {
  await kysely.deleteFrom('station_tariff').where('station_id', '=', stationId).where('evse_id', '=', evseId).execute()
}
