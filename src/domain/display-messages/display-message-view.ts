import type { Selectable } from 'kysely'
import { loadReports } from '#domain/station-reports'
import { requireStation } from '#domain/stations'
import { known, type Scope } from '#kernel'
import type { DatabaseSchema, Queries } from '#storage'
import {
  type DisplayMessage,
  type DisplayPlace,
  MESSAGE_PRIORITIES,
  MESSAGE_STATES,
  type StationDisplay,
  type Wording,
} from './display-message.ts'

/** @throws AppError `not-found` for a station outside the scope. */
export async function viewDisplay(
  queries: Queries,
  scope: Scope,
  stationId: string,
  now: Date,
): Promise<StationDisplay> {
  await requireStation(queries, scope, stationId)
  // O01.FR.07, O02.FR.02: these the station has removed by itself.
  const rows = await queries.kysely
    .selectFrom('display_message')
    .selectAll()
    .where('station_id', '=', stationId)
    .where((columns) => columns.or([columns('ends_at', 'is', null), columns('ends_at', '>', now)]))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('transaction')
            .select('transaction.id')
            .whereRef('transaction.station_id', '=', 'display_message.station_id')
            .whereRef('transaction.reference', '=', 'display_message.transaction_reference')
            .where('transaction.status', '=', 'ended'),
        ),
      ),
    )
    .orderBy('message_id')
    .execute()
  return {
    stationId,
    messages: rows.map(readMessage),
    reports: await loadReports(queries, stationId, 'display-messages'),
  }
}

function readMessage(row: Selectable<DatabaseSchema['display_message']>): DisplayMessage {
  const wordings: Wording[] = JSON.parse(row.wordings)
  const display: DisplayPlace | null = row.display === null ? null : JSON.parse(row.display)
  return {
    id: row.message_id,
    priority: MESSAGE_PRIORITIES.find((priority) => priority === row.priority) ?? 'normal-cycle',
    wordings,
    ...known({
      state: MESSAGE_STATES.find((state) => state === row.state),
      startsAt: row.starts_at,
      endsAt: row.ends_at,
      reference: row.transaction_reference,
      display,
      setAt: row.set_at,
      reportedAt: row.reported_at,
    }),
  }
}
