import { type Queries, storableText } from '#storage'
import type { NewReservation, ReservationName } from './reservation.ts'

type State = 'asked' | 'active' | 'refused' | 'cancelled' | 'expired' | 'removed' | 'unused'

export async function takeNumber(queries: Queries): Promise<number> {
  const { rows } = await queries.query<{ number: string }>(
    'reservation-number',
    "SELECT nextval('reservation_number') AS number",
    [],
  )
  return Number(rows[0]?.number)
}

/** Stores what is about to be asked for, or holds; a reservation of the same number is changed (2.x H01.FR.02). */
export async function upsertReservation(
  { kysely }: Queries,
  { id, number }: ReservationName,
  wanted: NewReservation,
  { state, status, at }: { readonly state: 'asked' | 'active'; readonly status?: string; readonly at: Date },
): Promise<void> {
  const row = {
    command_id: wanted.commandId,
    state,
    status: status === undefined ? null : storableText(status),
    evse_id: wanted.evseId ?? null,
    connector_type: wanted.connectorType ?? null,
    token_value: wanted.token,
    token_kind: wanted.tokenKind,
    group_id: wanted.groupId ?? null,
    expires_at: wanted.expiresAt,
    updated_at: at,
  }
  const { stationId, partyId } = wanted
  await kysely
    .insertInto('reservation')
    .values({ id, station_id: stationId, party_id: partyId, number, created_at: at, ...row })
    .onConflict((conflict) => conflict.columns(['station_id', 'number']).doUpdateSet(row))
    .execute()
}

/** Moves a reservation on from one of these states; otherwise it stays as it is. */
export async function moveReservation(
  { kysely }: Queries,
  stationId: string,
  number: number,
  to: { readonly from: readonly State[]; readonly state: State; readonly status?: string },
  at: Date,
): Promise<void> {
  const status = to.status === undefined ? {} : { status: storableText(to.status) }
  await kysely
    .updateTable('reservation')
    .set({ state: to.state, updated_at: at, ...status })
    .where('station_id', '=', stationId)
    .where('number', '=', number)
    .where('state', 'in', to.from)
    .execute()
}
