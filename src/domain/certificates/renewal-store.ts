import { sql } from 'kysely'
import type { Queries } from '#storage'

export interface Renewal {
  readonly stationId: string
  readonly certificateId: string
}

/**
 * Connected stations whose certificate ends before a time, with no newer one on its way, and that were not asked since
 * another; notes that they are asked now. Those that end first come first.
 */
export async function takeRenewals(
  queries: Queries,
  endsBefore: Date,
  notAskedSince: Date,
  at: Date,
  atMost: number,
): Promise<Renewal[]> {
  const { rows } = await sql<Renewal>`
    UPDATE station_certificate SET renewal_asked_at = ${at}
    WHERE id IN (
      SELECT c.id FROM station_certificate c
      JOIN station s ON s.id = c.station_id AND s.admission = 'accepted'
      JOIN station_presence p ON p.station_id = c.station_id AND p.connected
      WHERE c.state = 'in-use' AND c.not_after < ${endsBefore}
        AND (c.renewal_asked_at IS NULL OR c.renewal_asked_at < ${notAskedSince})
        AND NOT EXISTS (
          SELECT FROM station_certificate n WHERE n.station_id = c.station_id AND n.id <> c.id
            AND n.state IN ('requested', 'issued', 'installed') AND n.requested_at > ${notAskedSince}
        )
      ORDER BY c.not_after LIMIT ${atMost}
      FOR NO KEY UPDATE OF c SKIP LOCKED
    )
    RETURNING station_id AS "stationId", id AS "certificateId"`.execute(queries.kysely)
  return rows
}

/** Whether a station can be asked to renew its certificate now. */
export interface Reach {
  readonly connected: boolean
  readonly accepted: boolean
}

export async function loadReach({ kysely }: Queries, stationId: string): Promise<Reach> {
  const row = await kysely
    .selectFrom('station')
    .leftJoin('station_presence', 'station_presence.station_id', 'station.id')
    .select(['station.admission', 'station_presence.connected'])
    .where('station.id', '=', stationId)
    .executeTakeFirst()
  return { connected: row?.connected === true, accepted: row?.admission === 'accepted' }
}
