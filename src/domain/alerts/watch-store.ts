import type { Queries } from '#storage'

export const OCCUPIED = ['occupied', 'preparing', 'finishing', 'suspended-vehicle', 'suspended-station']

/**
 * Notes since when running transactions and connectors in use have been as they are. Looked at less often than the rest:
 * what comes of it is measured in hours.
 */
export async function followWatches(queries: Queries, now: Date): Promise<void> {
  await queries.query(
    'alert-watch-transactions',
    `INSERT INTO alert_transaction_watch AS w (transaction_id, energy_wh, energy_since, written_at, written_since)
     SELECT id, energy_wh, $1, updated_at, $1 FROM transaction WHERE status = 'active' ORDER BY id
     ON CONFLICT (transaction_id) DO UPDATE SET
       energy_wh = excluded.energy_wh, written_at = excluded.written_at, written_since = excluded.written_since,
       energy_since = CASE WHEN w.energy_wh = excluded.energy_wh THEN w.energy_since ELSE excluded.energy_since END
     WHERE w.written_at <> excluded.written_at`,
    [now],
  )
  await queries.query(
    'alert-watch-connectors',
    `INSERT INTO alert_connector_watch AS w (station_id, evse_id, connector_id, status, since)
     SELECT station_id, evse_id, connector_id, status, least(received_at, $1) FROM connector WHERE status = ANY($2)
     ORDER BY station_id, evse_id, connector_id
     ON CONFLICT (station_id, evse_id, connector_id) DO UPDATE SET status = excluded.status, since = excluded.since
     WHERE w.status <> excluded.status`,
    [now, ['reserved', ...OCCUPIED]],
  )
  await queries.query(
    'alert-watch-over',
    `WITH ended AS (
       DELETE FROM alert_transaction_watch w
       WHERE NOT EXISTS (SELECT FROM transaction t WHERE t.id = w.transaction_id AND t.status = 'active')
     )
     DELETE FROM alert_connector_watch w
     WHERE NOT EXISTS (SELECT FROM connector c WHERE c.station_id = w.station_id AND c.evse_id = w.evse_id
       AND c.connector_id = w.connector_id AND c.status = w.status)`,
    [],
  )
}
