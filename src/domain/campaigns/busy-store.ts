import { type RawBuilder, sql } from 'kysely'

/** Station `m.station_id` has a transaction. */
export const IS_CHARGING: RawBuilder<boolean> = sql<boolean>`EXISTS (
  SELECT FROM transaction t WHERE t.station_id = m.station_id AND t.status = 'active')`

/** Station `m.station_id` is held for somebody who has not come yet. */
export function isReserved(now: Date): RawBuilder<boolean> {
  return sql<boolean>`EXISTS (
    SELECT FROM reservation r
    WHERE r.station_id = m.station_id AND r.state IN ('asked', 'active') AND r.expires_at > ${now}
      AND NOT EXISTS (SELECT FROM transaction t
        WHERE t.station_id = r.station_id AND t.reservation_id = r.number))`
}
