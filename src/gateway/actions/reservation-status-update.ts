import type { ReservationEnd } from '#domain/reservations'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import type { Action } from './action.ts'
import { wordFor } from './word.ts'

type Request = v201.ReservationStatusUpdateRequest | v21.ReservationStatusUpdateRequest

const ends = {
  Expired: 'expired',
  Removed: 'removed',
  NoTransaction: 'unused',
} as const satisfies Record<Request['reservationUpdateStatus'], ReservationEnd>

interface Ended {
  readonly number: number
  readonly how: ReservationEnd
  readonly status: string
}

const generation2 = {
  action: 'ReservationStatusUpdate',
  read: ({ reservationId, reservationUpdateStatus: status }: Request): Ended => ({
    number: reservationId,
    // A word nobody knows still says that the station no longer holds it.
    how: wordFor<ReservationEnd>(ends, status) ?? 'removed',
    status,
  }),
  write: () => ({}),
} as const

/** ReservationStatusUpdate: 2.x H01.FR.16 and 17, H04 · 2.1 H03.FR.11. */
export const reservationStatusUpdate = {
  versions: { 'ocpp2.0.1': generation2, 'ocpp2.1': generation2 },
  handle: ({ number, how, status }, { station }, { reservations }) =>
    reservations.ended(station.stationId, number, how, status),
} satisfies Action<Ended, void>
