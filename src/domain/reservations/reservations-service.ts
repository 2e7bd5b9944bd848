import { type Clock, isInt32, newId } from '#kernel'
import type { Database } from '#storage'
import type { Reservations } from './reservation.ts'
import { moveReservation, takeNumber, upsertReservation } from './reservation-store.ts'
import { viewReservation, viewReservations } from './reservation-view.ts'

export interface ReservationsOptions {
  readonly database: Database
  readonly clock: Clock
}

/** What stations hold for somebody, as far as they were asked and have told. */
export function createReservations({ database, clock }: ReservationsOptions): Reservations {
  const now = () => new Date(clock.nowMs())
  const move = (stationId: string, number: number, to: Parameters<typeof moveReservation>[3]) =>
    moveReservation(database, stationId, number, to, now())

  return {
    next: async () => ({ id: newId(clock.nowMs()), number: await takeNumber(database) }),
    asked: (name, wanted) => upsertReservation(database, name, wanted, { state: 'asked', at: now() }),
    changed: (name, wanted, status) =>
      upsertReservation(database, name, wanted, { state: 'active', status, at: now() }),
    answered: (stationId, number, accepted, status) =>
      move(stationId, number, { from: ['asked'], state: accepted ? 'active' : 'refused', status }),
    withdrawn: (stationId, number) => move(stationId, number, { from: ['asked'], state: 'refused' }),
    // Some stations tell that it is removed before they answer.
    cancelled: (stationId, number) =>
      move(stationId, number, { from: ['asked', 'active', 'removed'], state: 'cancelled' }),
    // It may come before the acceptance has been stored.
    async ended(stationId, number, how, status) {
      if (isInt32(number)) await move(stationId, number, { from: ['asked', 'active'], state: how, status })
    },
    get: (scope, reservationId) => viewReservation(database, scope, reservationId, now()),
    list: (scope, filter, page) => viewReservations(database, scope, filter, page, now()),
  }
}
