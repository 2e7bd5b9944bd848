import { requireStation } from '#domain/stations'
import type { Scope } from '#kernel'
import { type Queries, storableText, withinScope } from '#storage'
import type { StoredPart } from './assemble.ts'
import type { CustomerReportPart } from './customer-report.ts'

/** Reports of one station that are kept. */
export const MOST_REPORTS = 8
/** Parts a report may have, and characters a part: 2.x allows 512. */
export const MOST_PARTS = 500
export const LONGEST_PART = 1_000

/** Stores a part, and forgets old reports of its station. */
export async function storePart(queries: Queries, part: CustomerReportPart): Promise<void> {
  const { stationId, requestId, seqNo, toBeContinued, data, receivedAt } = part
  await queries.query(
    'customer-report-part',
    `INSERT INTO customer_report_part (station_id, party_id, request_id, seq_no, last, data, received_at)
     SELECT id, party_id, $2, $3, $4, $5, $6 FROM station WHERE id = $1
     ON CONFLICT (station_id, request_id, seq_no) DO UPDATE
       SET last = excluded.last, data = excluded.data, received_at = excluded.received_at`,
    [stationId, requestId, seqNo, !toBeContinued, storableText(data.slice(0, LONGEST_PART)), receivedAt],
  )
  await queries.query(
    'customer-report-old',
    `DELETE FROM customer_report_part WHERE station_id = $1 AND request_id NOT IN (
       SELECT request_id FROM customer_report_part WHERE station_id = $1
       GROUP BY request_id ORDER BY max(received_at) DESC, request_id DESC LIMIT $2)`,
    [stationId, MOST_REPORTS],
  )
}

/** Whose a station is, and every part it has told. @throws AppError `not-found` for a station outside the scope. */
export async function loadParts(
  queries: Queries,
  scope: Scope,
  stationId: string,
): Promise<{ readonly partyId: string; readonly parts: readonly StoredPart[] }> {
  const { partyId } = await requireStation(queries, scope, stationId)
  const parts = await queries.kysely
    .selectFrom('customer_report_part')
    .select(['request_id as requestId', 'seq_no as seqNo', 'last', 'data', 'received_at as receivedAt'])
    .where('station_id', '=', stationId)
    .where(withinScope(scope, 'party_id'))
    .execute()
  return { partyId, parts }
}

/** Deletes parts received before a time, at most so many. */
export async function deleteParts(queries: Queries, time: Date, atMost: number): Promise<number> {
  const { rowCount } = await queries.query(
    'customer-report-removal',
    `DELETE FROM customer_report_part WHERE (station_id, request_id, seq_no) IN (
       SELECT station_id, request_id, seq_no FROM customer_report_part
       WHERE received_at < $1 ORDER BY received_at LIMIT $2)`,
    [time, atMost],
  )
  return rowCount ?? 0
}
