import type { Queries } from '#storage'
import type { StationTariff } from './charge.ts'

/**
 * A station has accepted a default tariff. What holds already gives way to one that holds now; one that begins later stands beside
 * it (2.1 I07.FR.20 to 23). Inside a transaction.
 */
export async function keepDefault(
  queries: Queries,
  { stationId, evseId, tariffId }: StationTariff,
  partyId: string,
  at: Date,
): Promise<void> {
  await queries.query(
    'default-tariff-replaced',
    `DELETE FROM station_default_tariff s USING tariff n
     WHERE s.station_id = $1 AND ($2 = 0 OR s.evse_id = $2) AND n.id = $3 AND coalesce(n.valid_from <= $4, true)
       AND NOT EXISTS (SELECT FROM tariff f WHERE f.id = s.tariff_id AND f.valid_from > $4)`,
    [stationId, evseId, tariffId, at],
  )
  await queries.query(
    'default-tariff',
    `INSERT INTO station_default_tariff (station_id, evse_id, party_id, tariff_id, accepted_at)
     SELECT $1, $2, $5, id, $4 FROM tariff WHERE id = $3 AND party_id = $5
     ON CONFLICT (station_id, evse_id, tariff_id) DO UPDATE SET accepted_at = excluded.accepted_at`,
    [stationId, evseId, tariffId, at, partyId],
  )
}

/**
 * A station has cleared default tariffs (2.1 I10), at one EVSE or, with EVSE 0, at all of them. Where it has none then, one that was set
 * for every EVSE before is covered by nothing. Inside a transaction.
 */
export async function clearDefaults(
  queries: Queries,
  stationId: string,
  evseId: number,
  tariffIds: readonly string[],
  at: Date,
): Promise<void> {
  await queries.query(
    'default-tariff-covered',
    `INSERT INTO station_default_tariff AS old (station_id, evse_id, party_id, tariff_id, accepted_at)
     SELECT s.station_id, CASE WHEN s.evse_id = 0 THEN $2::integer ELSE s.evse_id END AS place, s.party_id, NULL,
       max(CASE WHEN s.evse_id = 0 THEN $4::timestamptz ELSE greatest(s.accepted_at, f.valid_from) END)
     FROM station_default_tariff s JOIN tariff f ON f.id = s.tariff_id
     WHERE s.station_id = $1 AND s.tariff_id = ANY($3) AND coalesce(f.valid_from <= $4, true)
       AND CASE WHEN $2 = 0 THEN s.evse_id > 0 ELSE s.evse_id IN (0, $2) END
     GROUP BY s.station_id, place, s.party_id
     ON CONFLICT (station_id, evse_id, tariff_id) DO UPDATE SET accepted_at = greatest(old.accepted_at, excluded.accepted_at)`,
    [stationId, evseId, tariffIds, at],
  )
  await queries.query(
    'default-tariff-cleared',
    `DELETE FROM station_default_tariff WHERE station_id = $1 AND ($2 = 0 OR evse_id = $2) AND tariff_id = ANY($3)`,
    [stationId, evseId, tariffIds],
  )
}

/** A station has told every default tariff it keeps (2.1 I09): what it does not name is gone, what nobody knew of is kept. */
export async function tellDefaults(
  queries: Queries,
  stationId: string,
  partyId: string,
  told: readonly Pick<StationTariff, 'evseId' | 'tariffId'>[],
  at: Date,
): Promise<void> {
  const { rows: before } = await queries.query<{ evse_id: number; tariff_id: string | null; accepted_at: Date }>(
    'default-tariffs-before',
    'DELETE FROM station_default_tariff WHERE station_id = $1 RETURNING evse_id, tariff_id, accepted_at',
    [stationId],
  )
  const since = ({ evseId, tariffId }: Pick<StationTariff, 'evseId' | 'tariffId'>) =>
    before.find((one) => one.tariff_id === tariffId && (one.evse_id === 0 || one.evse_id === evseId))?.accepted_at ?? at
  await queries.query(
    'default-tariffs-told',
    `INSERT INTO station_default_tariff (station_id, evse_id, party_id, tariff_id, accepted_at)
     SELECT $1, t.evse_id, $5, f.id, t.since FROM unnest($2::integer[], $3::text[], $4::timestamptz[]) AS t (evse_id, tariff_id, since)
     JOIN tariff f ON f.id = t.tariff_id AND f.party_id = $5 ON CONFLICT DO NOTHING`,
    [stationId, told.map(({ evseId }) => evseId), told.map(({ tariffId }) => tariffId), told.map(since), partyId],
  )
}
