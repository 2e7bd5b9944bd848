import { sql } from 'kysely'
import { known } from '#kernel'
import type { Queries } from '#storage'
import { MAX_PARTS, missingParts } from './report-parts.ts'
import type { ReportKind, ReportRef, StationReport } from './station-report.ts'

/** Reports of one kind and one station that are remembered. */
export const MAX_REPORTS = 8

/** Notes that the station will tell: with or without criteria, at that time. Inside a transaction: holds the report. */
export async function noteAnswered(
  queries: Queries,
  report: ReportRef,
  { whole, at }: { readonly whole: boolean; readonly at: Date },
): Promise<StationReport | undefined> {
  const { stationId, kind, requestId } = report
  await queries.query(
    'report-answered',
    `INSERT INTO station_report AS r (station_id, kind, request_id, whole, answered_at)
     SELECT id, $2, $3, $4, $5 FROM station WHERE id = $1
     ON CONFLICT (station_id, kind, request_id)
     DO UPDATE SET whole = excluded.whole, answered_at = coalesce(r.answered_at, excluded.answered_at)`,
    [stationId, kind, requestId, whole, at],
  )
  await forgetOld(queries, stationId, kind)
  return await stateOf(queries, report)
}

/**
 * Notes that a part has come. Without a number (NotifyDisplayMessages has none) it is the next one. Inside a transaction:
 * holds the report. Undefined for what can be no part, or of a station that is gone.
 */
export async function notePart(
  queries: Queries,
  report: ReportRef,
  { seqNo, last, at }: { readonly seqNo?: number; readonly last: boolean; readonly at: Date },
): Promise<StationReport | undefined> {
  const { stationId, kind, requestId } = report
  if (!Number.isSafeInteger(requestId)) return undefined
  if (seqNo !== undefined && !(Number.isInteger(seqNo) && seqNo >= 0 && seqNo < MAX_PARTS)) return undefined
  const { rows } = await queries.query(
    'report-part-of',
    `INSERT INTO station_report AS r (station_id, kind, request_id, first_part_at, last_part_at)
     SELECT id, $2, $3, $4, $4 FROM station WHERE id = $1
     ON CONFLICT (station_id, kind, request_id)
     DO UPDATE SET first_part_at = coalesce(r.first_part_at, excluded.first_part_at), last_part_at = excluded.last_part_at
     RETURNING 1`,
    [stationId, kind, requestId, at],
  )
  if (rows.length === 0) return undefined
  await queries.query(
    'report-part-note',
    `INSERT INTO station_report_part AS p (station_id, kind, request_id, seq_no, last)
     SELECT $1, $2, $3, coalesce($4::integer, (SELECT count(*) FROM station_report_part
       WHERE station_id = $1 AND kind = $2 AND request_id = $3)), $5
     ON CONFLICT (station_id, kind, request_id, seq_no) DO UPDATE SET last = excluded.last`,
    [stationId, kind, requestId, seqNo ?? null, last],
  )
  await forgetOld(queries, stationId, kind)
  return await stateOf(queries, report)
}

/** What was known before this time, and is not in the report, the station has no more; undefined: the report cannot tell. */
export function supersededBefore(report: StationReport | undefined): Date | undefined {
  if (report === undefined || !report.whole || !report.complete) return undefined
  const { answeredAt, firstPartAt } = report
  if (answeredAt === undefined || firstPartAt === undefined) return answeredAt ?? firstPartAt
  return answeredAt < firstPartAt ? answeredAt : firstPartAt
}

/** Removes what was known before a time and is not in that report. */
export async function removeNotReported(
  { kysely }: Queries,
  table: 'monitor' | 'display_message',
  stationId: string,
  requestId: number,
  before: Date,
): Promise<void> {
  await sql`
    DELETE FROM ${sql.table(table)} WHERE station_id = ${stationId} AND report_request_id IS DISTINCT FROM ${requestId}
      AND greatest(set_at, reported_at) < ${before}`.execute(kysely)
}

/** The reports that are remembered, the newest first. */
export async function loadReports(queries: Queries, stationId: string, kind: ReportKind): Promise<StationReport[]> {
  const { rows } = await queries.query<ReportRow>(
    'reports-of',
    `${REPORTS} WHERE r.station_id = $1 AND r.kind = $2
     GROUP BY r.station_id, r.kind, r.request_id
     ORDER BY ${NEWEST} DESC, r.request_id DESC LIMIT ${MAX_REPORTS}`,
    [stationId, kind],
  )
  return rows.map(readReport)
}

const NEWEST = 'greatest(r.answered_at, r.last_part_at)'
const REPORTS = `
  SELECT r.request_id AS "requestId", r.whole, r.answered_at AS "answeredAt", r.first_part_at AS "firstPartAt",
    r.last_part_at AS "lastPartAt", coalesce(array_agg(p.seq_no ORDER BY p.seq_no) FILTER (WHERE p.seq_no IS NOT NULL),
    '{}') AS numbers, max(p.seq_no) FILTER (WHERE p.last) AS last
  FROM station_report r LEFT JOIN station_report_part p USING (station_id, kind, request_id)`

interface ReportRow {
  readonly requestId: number
  readonly whole: boolean
  readonly answeredAt: Date | null
  readonly firstPartAt: Date | null
  readonly lastPartAt: Date | null
  readonly numbers: number[]
  readonly last: number | null
}

function readReport({ numbers, last, requestId, whole, ...times }: ReportRow): StationReport {
  const { complete, missing } = missingParts(numbers.map((seqNo) => ({ seqNo, last: seqNo === last })))
  return { requestId, whole, complete, missing, parts: numbers.length, ...known(times) }
}

async function stateOf(
  queries: Queries,
  { stationId, kind, requestId }: ReportRef,
): Promise<StationReport | undefined> {
  const { rows } = await queries.query<ReportRow>(
    'report-state',
    `${REPORTS} WHERE r.station_id = $1 AND r.kind = $2 AND r.request_id = $3
     GROUP BY r.station_id, r.kind, r.request_id`,
    [stationId, kind, requestId],
  )
  return rows.map(readReport)[0]
}

async function forgetOld(queries: Queries, stationId: string, kind: ReportKind): Promise<void> {
  await queries.query(
    'reports-old',
    `DELETE FROM station_report WHERE station_id = $1 AND kind = $2 AND request_id NOT IN (
       SELECT r.request_id FROM station_report r WHERE r.station_id = $1 AND r.kind = $2
       ORDER BY ${NEWEST} DESC, r.request_id DESC LIMIT ${MAX_REPORTS})`,
    [stationId, kind],
  )
}
