import { bigintColumn, type Queries, textColumn, timestampColumn } from '#storage'
import type { ConnectRequest } from './station.ts'

/** A connection that is to take its station's next epoch. */
export type Arrival = ConnectRequest & { readonly at: Date }
export interface Departure {
  readonly stationId: string
  readonly epoch: number
  readonly at: Date
  readonly lastSeenAt: Date
}
export interface Contact {
  readonly stationId: string
  readonly at: Date
  readonly deviations: number
}

/**
 * Takes one epoch for each arrival, in their order, by one statement; undefined where the station does not exist, or has been
 * refused since it was let in. Two arrivals of one station get epochs of their own, and the later one is who is connected.
 *
 * The security profile that a station has reached rises here and nowhere else: a profile that was merely
 * configured has not been shown to work. One that an operator has set rises only to what the station was told to change
 * to.
 */
export async function takeEpochs(
  queries: Queries,
  arrivals: readonly Arrival[],
): Promise<({ epoch: number; partyId: string } | undefined)[]> {
  const latest = new Map<string, Arrival>()
  const times = new Map<string, number>()
  const turns = arrivals.map((arrival) => {
    const turn = (times.get(arrival.stationId) ?? 0) + 1
    times.set(arrival.stationId, turn)
    latest.set(arrival.stationId, arrival)
    return turn
  })
  const rows = [...latest.values()]
  const taken = await queries.query<{ station_id: string; epoch: number; party_id: string }>(
    'station-connect',
    CONNECT,
    [
      rows.map((row) => row.stationId),
      rows.map((row) => times.get(row.stationId)),
      rows.map((row) => row.node),
      rows.map((row) => row.at),
      rows.map((row) => row.remoteAddress),
      rows.map((row) => row.protocol),
      rows.map((row) => row.securityProfile),
    ],
  )
  const byId = new Map(taken.rows.map((row) => [row.station_id, row]))
  return arrivals.map(({ stationId }, index) => {
    const row = byId.get(stationId)
    if (row === undefined) return undefined
    return { epoch: row.epoch - (times.get(stationId) ?? 1) + (turns[index] ?? 1), partyId: row.party_id }
  })
}

// Rows are locked in the order of their ids by everything that writes presence, so that batches of several nodes queue
// behind each other instead of holding each other up for ever.
const CONNECT = `
WITH arrival AS MATERIALIZED (
  SELECT * FROM unnest($1::text[], $2::integer[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::smallint[])
    AS i (station_id, times, node, at, remote_address, ocpp_version, security_profile)
), taken AS (
  INSERT INTO station_presence AS p (station_id, epoch, node, connected, connected_at, last_seen_at, remote_address,
    ocpp_version, security_profile, connection_count)
  SELECT s.id, i.times, i.node, true, i.at, i.at, i.remote_address, i.ocpp_version, i.security_profile, i.times
  FROM arrival i JOIN station s ON s.id = i.station_id AND s.admission <> 'refused'
  ORDER BY s.id
  ON CONFLICT (station_id) DO UPDATE SET
    epoch = p.epoch + excluded.epoch,
    node = excluded.node,
    connected = true,
    connected_at = excluded.connected_at,
    last_seen_at = greatest(p.last_seen_at, excluded.last_seen_at),
    remote_address = excluded.remote_address,
    ocpp_version = excluded.ocpp_version,
    security_profile = excluded.security_profile,
    connection_count = p.connection_count + excluded.connection_count
  RETURNING p.station_id, p.epoch
), raised AS (
  UPDATE station s SET security_profile = i.security_profile,
    awaited_profiles = ARRAY(SELECT p FROM unnest(s.awaited_profiles) AS p WHERE p > i.security_profile ORDER BY p)
  FROM arrival i WHERE s.id = i.station_id AND s.security_profile < i.security_profile
    AND (NOT s.profile_set OR i.security_profile = ANY (s.awaited_profiles))
)
SELECT t.station_id, t.epoch, s.party_id FROM taken t JOIN station s ON s.id = t.station_id`

/** Ends connections, except where a newer one exists. The parties of those that ended, in the order of the departures. */
export async function endConnections(
  queries: Queries,
  departures: readonly Departure[],
): Promise<(string | undefined)[]> {
  const ended = await queries.query<{ station_id: string; epoch: number; party_id: string }>(
    'station-disconnect',
    `WITH gone AS MATERIALIZED (
       SELECT p.station_id, i.epoch, i.at, i.seen_at
       FROM station_presence p
       JOIN unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::timestamptz[]) AS i (station_id, epoch, at, seen_at)
         ON i.station_id = p.station_id AND i.epoch = p.epoch
       WHERE p.connected
       ORDER BY p.station_id
       FOR UPDATE OF p
     )
     UPDATE station_presence p SET connected = false, node = NULL, disconnected_at = g.at,
       last_seen_at = greatest(p.last_seen_at, g.seen_at)
     FROM gone g JOIN station s ON s.id = g.station_id
     WHERE p.station_id = g.station_id AND p.epoch = g.epoch
     RETURNING p.station_id, p.epoch, s.party_id`,
    [
      departures.map(({ stationId }) => stationId),
      departures.map(({ epoch }) => epoch),
      departures.map(({ at }) => at),
      departures.map(({ lastSeenAt }) => lastSeenAt),
    ],
  )
  const parties = new Map(ended.rows.map((row) => [`${row.epoch} ${row.station_id}`, row.party_id]))
  return departures.map(({ epoch, stationId }) => parties.get(`${epoch} ${stationId}`))
}

/** Ends whatever is still said to be connected to a node: it has started anew and holds no socket. */
export async function endConnectionsOf(
  queries: Queries,
  node: string,
  at: Date,
): Promise<{ stationId: string; partyId: string }[]> {
  const { rows } = await queries.query<{ stationId: string; partyId: string }>(
    'station-release-node',
    `UPDATE station_presence p SET connected = false, node = NULL, disconnected_at = $2
     FROM station s
     WHERE s.id = p.station_id AND p.connected AND p.node = $1
     RETURNING p.station_id AS "stationId", s.party_id AS "partyId"`,
    [node, at],
  )
  return rows
}

/** Notes when stations were last heard of, and how often they strayed from the specification since they last said so. */
export async function noteContacts(queries: Queries, contacts: readonly Contact[]): Promise<void> {
  const merged = new Map<string, Contact>()
  for (const contact of contacts) {
    const { stationId, at, deviations } = contact
    const former = merged.get(stationId)
    if (former === undefined) merged.set(stationId, contact)
    else {
      const latest = former.at > at ? former.at : at
      merged.set(stationId, { stationId, at: latest, deviations: former.deviations + deviations })
    }
  }
  const rows = [...merged.values()]
  await queries.query(
    'station-seen',
    `WITH contact AS MATERIALIZED (
       SELECT p.station_id, i.at, i.deviations
       FROM station_presence p
       JOIN unnest($1::text[], $2::timestamptz[], $3::bigint[]) AS i (station_id, at, deviations)
         ON i.station_id = p.station_id
       ORDER BY p.station_id
       FOR UPDATE OF p
     )
     UPDATE station_presence p SET last_seen_at = greatest(p.last_seen_at, c.at),
       deviation_count = p.deviation_count + c.deviations
     FROM contact c WHERE p.station_id = c.station_id`,
    [
      textColumn(rows.map(({ stationId }) => stationId)),
      timestampColumn(rows.map(({ at }) => at.getTime())),
      bigintColumn(rows.map(({ deviations }) => deviations)),
    ],
  )
}
