import type { TransactionLimits } from '#domain/payments'
import type { TransactionReport } from '#domain/transactions'
import { type Queries, storableText } from '#storage'

export interface LimitState {
  /** What the station says it can keep to; null where it has not told of itself. */
  readonly supported: string | null
  readonly held: TransactionLimits
}

/** Keeps what a station holds itself, and says what is known of it. */
export async function noteHeld(
  queries: Queries,
  { stationId, reference }: { readonly stationId: string; readonly reference: string },
  held: TransactionLimits | undefined,
  at: Date,
): Promise<LimitState> {
  const { rows } = await queries.query<{ supported: string | null; held: string }>('limit-held', HELD, [
    ...[stationId, storableText(reference), held === undefined ? null : JSON.stringify(held), at],
  ])
  const [row] = rows
  const known: TransactionLimits = JSON.parse(row?.held ?? '{}')
  return { supported: row?.supported ?? null, held: known }
}

/** Where a station tells of transactions and not of limits, it knows none. */
const HELD = `
WITH kept AS (
  INSERT INTO transaction_limit AS old (station_id, reference, held, told_at)
  SELECT id, $2, $3, $4 FROM station WHERE id = $1 AND $3::text IS NOT NULL
  ON CONFLICT (station_id, reference) DO UPDATE SET held = excluded.held RETURNING held)
SELECT coalesce((SELECT held FROM kept),
    (SELECT held FROM transaction_limit WHERE station_id = $1 AND reference = $2), '{}') AS held,
  (SELECT coalesce(max(v.value) FILTER (WHERE v.name = 'SupportedLimits'), '') FROM variable v
    WHERE v.station_id = $1 AND v.component = 'TxCtrlr' AND v.attribute = 'Actual' HAVING count(*) > 0) AS supported`

/** Whether limits are to be told now: when they are new or others than before. */
export async function noteTold(
  queries: Queries,
  { stationId, reference, seqNo }: { readonly stationId: string; readonly reference: string; readonly seqNo: number },
  limits: TransactionLimits,
  at: Date,
): Promise<boolean> {
  const { rowCount } = await queries.query(
    'limit-told',
    `INSERT INTO transaction_limit AS old (station_id, reference, limits, told_seq, told_at)
     SELECT id, $2, $3, $4, $5 FROM station WHERE id = $1
     ON CONFLICT (station_id, reference) DO UPDATE SET limits = excluded.limits, told_seq = excluded.told_seq
     WHERE old.limits IS DISTINCT FROM excluded.limits`,
    [stationId, storableText(reference), JSON.stringify(limits), Number.isSafeInteger(seqNo) ? seqNo : null, at],
  )
  return rowCount === 1
}

/** The limits of the command that a transaction was started by (2.1 F07). */
async function limitsOfCommand(
  queries: Queries,
  started: { readonly stationId: string; readonly token: string; readonly remoteStartId: number },
  since: Date,
): Promise<TransactionLimits> {
  const { rows } = await queries.query<{ request: string }>(
    'limit-command',
    `SELECT request FROM command WHERE station_id = $1 AND kind = 'start-transaction' AND created_at > $4
       AND state IN ('sent', 'answered') AND lower(request::json->>'token') = lower($2)
       AND coalesce(result::json->'details'->>'remoteStartId', $3) = $3
     ORDER BY created_at DESC LIMIT 1`,
    [started.stationId, storableText(started.token), String(started.remoteStartId), since],
  )
  const [row] = rows
  if (row === undefined) return {}
  const { limits = {} }: { limits?: TransactionLimits } = JSON.parse(row.request)
  return limits
}

export interface LimitsBefore {
  readonly told: TransactionLimits
  /** The event that was answered with them. */
  readonly toldSeq: number | undefined
  /** By the command that started the transaction. */
  readonly asked: TransactionLimits
}

/** What a transaction was told, and what the command that started it had asked for. */
export async function limitsBefore(
  queries: Queries,
  { stationId, reference, facts }: Pick<TransactionReport, 'stationId' | 'reference' | 'facts'>,
  since: Date,
): Promise<LimitsBefore> {
  const { rows } = await queries.query<{
    limits: string | null
    seq: number | null
    token: string | null
    remote: number | null
  }>(
    'limit-before',
    `SELECT l.limits, l.told_seq AS seq, coalesce($3, t.token_value) AS token, coalesce($4, t.remote_start_id) AS remote
     FROM transaction t LEFT JOIN transaction_limit l ON l.station_id = t.station_id AND l.reference = t.reference
     WHERE t.station_id = $1 AND t.reference = $2 ORDER BY t.first_event_at DESC LIMIT 1`,
    [stationId, storableText(reference), facts.token?.value ?? null, facts.remoteStartId ?? null],
  )
  const [row] = rows
  const told: TransactionLimits = JSON.parse(row?.limits ?? '{}')
  const toldSeq = row?.seq ?? undefined
  const { token, remote: remoteStartId } = row ?? {}
  if (typeof token !== 'string' || typeof remoteStartId !== 'number') return { told, toldSeq, asked: {} }
  return { told, toldSeq, asked: await limitsOfCommand(queries, { stationId, token, remoteStartId }, since) }
}

/** Deletes what is old. */
export async function deleteLimits(queries: Queries, time: Date, atMost: number): Promise<number> {
  const { rowCount } = await queries.query(
    'limit-removal',
    `DELETE FROM transaction_limit WHERE (station_id, reference) IN (SELECT station_id, reference FROM transaction_limit
       WHERE told_at < $1 ORDER BY told_at LIMIT $2)`,
    [time, atMost],
  )
  return rowCount ?? 0
}
