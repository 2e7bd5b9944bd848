export * from './reservation.ts'
export { createReservations, type ReservationsOptions } from './reservations-service.ts'
