import { type Selectable, sql } from 'kysely'
import type { DatabaseSchema, Queries } from '#storage'
import type { MeantErrand } from './errand.ts'

/** Where errands of each sort are kept; these tables have the columns of all errands in common. */
export type ErrandTable = 'firmware_update' | 'firmware_publication' | 'station_log'
type Row<Table extends ErrandTable> = Selectable<DatabaseSchema[Table]>

export interface NewErrand {
  readonly id: string
  readonly stationId: string
  readonly partyId: string
  readonly commandId: string
  readonly requestId: number
  readonly at: Date
  /** Until when the station may fetch or bring its file here. */
  readonly expiresAt: Date
}

/** The columns all errands begin with. */
export function errandColumns({ id, stationId, partyId, commandId, requestId, at, expiresAt }: NewErrand) {
  return {
    id,
    station_id: stationId,
    party_id: partyId,
    command_id: commandId,
    request_id: requestId,
    status: 'requested',
    outcome: 'running',
    requested_at: at,
    status_at: at,
    expires_at: expiresAt,
  }
}

/** What is read of all errands alike. */
export function readErrand(row: Row<ErrandTable>) {
  return {
    id: row.id,
    stationId: row.station_id,
    partyId: row.party_id,
    commandId: row.command_id,
    requestId: row.request_id,
    requestedAt: row.requested_at,
    statusAt: row.status_at,
  }
}

/** Takes the one that is meant in hand, inside a transaction; undefined where there is none. */
export async function lockErrand<Table extends ErrandTable>(
  { kysely }: Queries,
  table: Table,
  meant: MeantErrand,
): Promise<Row<Table> | undefined> {
  const { rows } = await sql<Row<Table>>`
    SELECT * FROM ${sql.table(table)} WHERE ${whichOne(meant)} ORDER BY id DESC LIMIT 1 FOR UPDATE`.execute(kysely)
  return rows[0]
}

function whichOne(meant: MeantErrand) {
  if ('commandId' in meant) return sql`command_id = ${meant.commandId}`
  const { stationId, requestId } = meant
  // What never reached the station is not what it speaks of.
  if (requestId === undefined) return sql`station_id = ${stationId} AND status <> 'refused'`
  return sql`station_id = ${stationId} AND request_id = ${requestId}`
}

/** A station that has taken a new one gives up those before it. */
export async function cancelOlder<Table extends ErrandTable>(
  { kysely }: Queries,
  table: Table,
  newer: { readonly id: string; readonly station_id: string },
  at: Date,
): Promise<Row<Table>[]> {
  const { rows } = await sql<Row<Table>>`
    UPDATE ${sql.table(table)} SET status = 'canceled', outcome = 'canceled', status_at = ${at}, finished_at = ${at}
    WHERE station_id = ${newer.station_id} AND id < ${newer.id} AND outcome = 'running'
    RETURNING *`.execute(kysely)
  return rows
}

/** Ends those whose command never reached the station. */
export async function settleUnsent<Table extends ErrandTable>(
  { kysely }: Queries,
  table: Table,
  at: Date,
): Promise<Row<Table>[]> {
  const { rows } = await sql<Row<Table>>`
    UPDATE ${sql.table(table)} e SET status = 'refused', outcome = 'failed', status_at = ${at}, finished_at = ${at}
    FROM command c
    WHERE c.id = e.command_id AND e.outcome = 'running' AND e.status = 'requested' AND c.state IN ('refused', 'expired')
    RETURNING e.*`.execute(kysely)
  return rows
}

/** Gives up those whose file can be fetched or brought no more and that were not heard of to their end; what is told later still counts. */
export async function settleSilent<Table extends ErrandTable>(
  { kysely }: Queries,
  table: Table,
  at: Date,
): Promise<Row<Table>[]> {
  const { rows } = await sql<Row<Table>>`
    UPDATE ${sql.table(table)} SET outcome = 'failed', finished_at = ${at}
    WHERE outcome = 'running' AND expires_at <= ${at} RETURNING *`.execute(kysely)
  return rows
}
