import { type Queries, storableText } from '#storage'
import type { StatusReport } from './station.ts'
import { orderingTime } from './status-order.ts'

/** Connectors one station may have; what it reports beyond is not kept. */
export const MAX_CONNECTORS = 256

const LONGEST_TEXT = 500

export interface ArrivedStatus {
  readonly report: StatusReport
  readonly receivedAt: Date
}

interface StatusRow extends ArrivedStatus {
  readonly orderedAt: Date
}

/**
 * Stores the newest status of each connector, by one statement. The parties of the reports that took effect, in the
 * order of the reports; undefined for those that were older than what is known, or of a station that is gone.
 */
export async function storeStatuses(
  queries: Queries,
  arrived: readonly ArrivedStatus[],
): Promise<(string | undefined)[]> {
  const newest = new Map<string, StatusRow>()
  for (const status of arrived) {
    const row = { ...status, orderedAt: orderingTime(status.report.at, status.receivedAt) }
    const former = newest.get(keyOf(status.report))
    if (former === undefined || row.orderedAt >= former.orderedAt) newest.set(keyOf(status.report), row)
  }
  const rows = [...newest.values()]
  const column = <T>(read: (row: StatusRow) => T) => rows.map(read)
  const applied = await queries.query<{ stationId: string; evseId: number; connectorId: number; partyId: string }>(
    'connector-status',
    STORE,
    [
      column(({ report }) => report.stationId),
      column(({ report }) => report.evseId),
      column(({ report }) => report.connectorId),
      column(({ report }) => report.status),
      column(({ report }) => bounded(report.errorCode)),
      column(({ report }) => bounded(report.vendorErrorCode)),
      column(({ report }) => bounded(report.info)),
      column(({ report, receivedAt }) => (Number.isNaN(report.at.getTime()) ? receivedAt : report.at)),
      column(({ orderedAt }) => orderedAt),
      column(({ receivedAt }) => receivedAt),
      MAX_CONNECTORS,
    ],
  )
  const parties = new Map(applied.rows.map((row) => [keyOf(row), row.partyId]))
  return arrived.map(({ report }) =>
    newest.get(keyOf(report))?.report === report ? parties.get(keyOf(report)) : undefined,
  )
}

// Sorted by key, so that two batches with the same new connectors wait for each other in one direction only (C-11).
const STORE = `
WITH applied AS (
  INSERT INTO connector AS c (station_id, evse_id, connector_id, status, error_code, vendor_error_code, info, status_at,
    ordered_at, received_at)
  SELECT i.* FROM unnest($1::text[], $2::integer[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::text[],
    $8::timestamptz[], $9::timestamptz[], $10::timestamptz[]) AS i (station_id, evse_id, connector_id, status,
    error_code, vendor_error_code, info, status_at, ordered_at, received_at)
  JOIN station s ON s.id = i.station_id
  WHERE (SELECT count(*) FROM connector k WHERE k.station_id = i.station_id) < $11 OR EXISTS (
    SELECT FROM connector k
    WHERE k.station_id = i.station_id AND k.evse_id = i.evse_id AND k.connector_id = i.connector_id
  )
  ORDER BY i.station_id, i.evse_id, i.connector_id
  ON CONFLICT (station_id, evse_id, connector_id) DO UPDATE SET
    status = excluded.status,
    error_code = excluded.error_code,
    vendor_error_code = excluded.vendor_error_code,
    info = excluded.info,
    status_at = excluded.status_at,
    ordered_at = excluded.ordered_at,
    received_at = excluded.received_at
  WHERE excluded.ordered_at >= c.ordered_at
  RETURNING c.station_id, c.evse_id, c.connector_id
)
SELECT a.station_id AS "stationId", a.evse_id AS "evseId", a.connector_id AS "connectorId", s.party_id AS "partyId"
FROM applied a JOIN station s ON s.id = a.station_id`

function keyOf({ stationId, evseId, connectorId }: { stationId: string; evseId: number; connectorId: number }): string {
  return `${evseId} ${connectorId} ${stationId}`
}

function bounded(text: string | undefined): string | null {
  return text === undefined ? null : storableText(text.slice(0, LONGEST_TEXT))
}
