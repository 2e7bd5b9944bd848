import type { Queries } from '#storage'
import type { ReportPart } from './variable.ts'

/** Reports of one station whose parts are remembered. */
export const MAX_REPORTS = 8

/** Notes that a part has come, and forgets old reports of its station. All parts of its report that have come. */
export async function notePart(
  queries: Queries,
  { stationId, requestId, seqNo, toBeContinued }: ReportPart,
  receivedAt: Date,
): Promise<{ seqNo: number; last: boolean }[]> {
  await queries.query(
    'report-part',
    `INSERT INTO report_part (station_id, request_id, seq_no, last, received_at)
     SELECT id, $2, $3, $4, $5 FROM station WHERE id = $1
     ON CONFLICT (station_id, request_id, seq_no) DO UPDATE SET last = excluded.last, received_at = excluded.received_at`,
    [stationId, requestId, seqNo, !toBeContinued, receivedAt],
  )
  await queries.query(
    'report-part-old',
    `DELETE FROM report_part WHERE station_id = $1 AND request_id NOT IN (
       SELECT request_id FROM report_part WHERE station_id = $1
       GROUP BY request_id ORDER BY max(received_at) DESC, request_id DESC LIMIT $2)`,
    [stationId, MAX_REPORTS],
  )
  const { rows } = await queries.query<{ seqNo: number; last: boolean }>(
    'report-parts',
    'SELECT seq_no AS "seqNo", last FROM report_part WHERE station_id = $1 AND request_id = $2',
    [stationId, requestId],
  )
  return rows
}
