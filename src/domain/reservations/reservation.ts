import type { Page, PageRequest, Scope } from '#kernel'

/** How a reservation may stand; see {@link ReservationState}. */
export const RESERVATION_STATES = [
  'asked',
  'active',
  'refused',
  'used',
  'cancelled',
  'expired',
  'removed',
  'unused',
] as const

/**
 * `asked`: the station has not answered, and may hold it. `active`: it holds an EVSE. `refused`: it never did.
 * `used`: a transaction was started for it. `cancelled`: by us. `expired`: its time is over. `removed`: by the station,
 * because the EVSE failed or was taken out of service (2.x H01.FR.16 and 17). `unused`: its driver came and did not
 * charge (2.1 H03.FR.11).
 */
export type ReservationState = (typeof RESERVATION_STATES)[number]

/** An EVSE of a station held for somebody until a time. */
export interface Reservation {
  readonly id: string
  readonly stationId: string
  readonly partyId: string
  /** Its number on the wire. */
  readonly number: number
  readonly state: ReservationState
  /** The station's own word, where it said one. */
  readonly status?: string
  readonly evseId?: number
  readonly connectorType?: string
  readonly token: string
  readonly tokenKind: string
  readonly groupId?: string
  readonly expiresAt: Date
  /** The command it was asked for by last. */
  readonly commandId: string
  /** The transaction it was used for. */
  readonly transactionId?: string
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** Our id of a reservation, and its number on the wire. */
export type ReservationName = Pick<Reservation, 'id' | 'number'>

export interface NewReservation {
  readonly stationId: string
  readonly partyId: string
  readonly commandId: string
  readonly evseId?: number
  readonly connectorType?: string
  readonly token: string
  readonly tokenKind: string
  readonly groupId?: string
  readonly expiresAt: Date
}

export interface ReservationFilter {
  readonly stationId?: string
  readonly state?: ReservationState
  readonly token?: string
}

/** What a station says became of a reservation (2.x H04, H01.FR.16, H03.FR.11). */
export type ReservationEnd = 'expired' | 'removed' | 'unused'

/** Reservations: 1.6 §3.11, 2.x functional block H. */
export interface Reservations {
  /** Names a reservation that is about to be asked for. */
  next(): Promise<ReservationName>
  /** Keeps a reservation that is about to be asked for; of the same number, in place of the former. */
  asked(name: ReservationName, reservation: NewReservation): Promise<void>
  /** The station holds this in place of what it held under the name (2.x H01.FR.02): at once, so that no half of it stays. */
  changed(name: ReservationName, reservation: NewReservation, status: string): Promise<void>
  /** The station's answer: whether it holds an EVSE now. */
  answered(stationId: string, number: number, accepted: boolean, status: string): Promise<void>
  /** It was certainly never asked for. */
  withdrawn(stationId: string, number: number): Promise<void>
  /** The station has given it up because we wanted it. */
  cancelled(stationId: string, number: number): Promise<void>
  /** The station tells of its end; one we do not know is nobody's concern. */
  ended(stationId: string, number: number, how: ReservationEnd, status: string): Promise<void>
  /** @throws AppError `not-found` for a reservation outside the scope. */
  get(scope: Scope, reservationId: string): Promise<Reservation>
  list(scope: Scope, filter: ReservationFilter, page: PageRequest): Promise<Page<Reservation>>
}
