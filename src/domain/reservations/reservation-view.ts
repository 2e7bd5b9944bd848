import { type RawBuilder, sql } from 'kysely'
import { AppError, known, type Page, type PageRequest, type Scope } from '#kernel'
import { newestFirst, type Queries, withinScope } from '#storage'
import { RESERVATION_STATES, type Reservation, type ReservationFilter } from './reservation.ts'

/** @throws AppError `not-found` for a reservation outside the scope. */
export async function viewReservation(queries: Queries, scope: Scope, id: string, now: Date): Promise<Reservation> {
  const row = await reservations(queries, scope, now).where('reservation.id', '=', id).executeTakeFirst()
  if (row === undefined) throw new AppError('not-found', `There is no reservation ${id}`, { reservationId: id })
  return readReservation(row)
}

/** A page of reservations, newest first. */
export async function viewReservations(
  queries: Queries,
  scope: Scope,
  filter: ReservationFilter,
  page: PageRequest,
  now: Date,
): Promise<Page<Reservation>> {
  let query = reservations(queries, scope, now)
  if (filter.stationId !== undefined) query = query.where('reservation.station_id', '=', filter.stationId)
  if (filter.state !== undefined) query = query.where(stateAt(now), '=', filter.state)
  // Few of those that were ever held are held now, and not every station tells of their end.
  if (filter.state === 'asked' || filter.state === 'active') query = query.where('reservation.expires_at', '>', now)
  if (filter.token !== undefined) {
    query = query.where(sql<string>`lower(reservation.token_value)`, '=', filter.token.toLowerCase())
  }
  return newestFirst(query, 'reservation.id', page, readReservation)
}

/**
 * How a reservation stands: used, once a transaction bears its number (1.6 §5.13, 2.x H01.FR.15); over, once its time is,
 * which a 1.6 station does not tell.
 */
function stateAt(now: Date): RawBuilder<string> {
  return sql<string>`CASE
    WHEN used.id IS NOT NULL THEN 'used'
    WHEN reservation.state IN ('asked', 'active') AND reservation.expires_at <= ${now} THEN 'expired'
    ELSE reservation.state END`
}

function reservations({ kysely }: Queries, scope: Scope, now: Date) {
  return kysely
    .selectFrom('reservation')
    .leftJoinLateral(
      (from) =>
        from
          .selectFrom('transaction')
          .select('transaction.id')
          .whereRef('transaction.station_id', '=', 'reservation.station_id')
          .whereRef('transaction.reservation_id', '=', 'reservation.number')
          .orderBy('transaction.first_event_at')
          .limit(1)
          .as('used'),
      (join) => join.onTrue(),
    )
    .selectAll('reservation')
    .select(['used.id as transaction_id', stateAt(now).as('state_now')])
    .where(withinScope(scope, 'reservation.party_id'))
}

type Row = Awaited<ReturnType<ReturnType<typeof reservations>['executeTakeFirstOrThrow']>>

function readReservation(row: Row): Reservation {
  return {
    id: row.id,
    stationId: row.station_id,
    partyId: row.party_id,
    number: row.number,
    state: RESERVATION_STATES.find((state) => state === row.state_now) ?? 'asked',
    token: row.token_value,
    tokenKind: row.token_kind,
    expiresAt: row.expires_at,
    commandId: row.command_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    ...known({
      status: row.status,
      evseId: row.evse_id,
      connectorType: row.connector_type,
      groupId: row.group_id,
      transactionId: row.transaction_id,
    }),
  }
}
