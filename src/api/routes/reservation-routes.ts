import type { ApiApp } from '../api-app.ts'
import { scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import { byId, filterOf, pageOf, pageRequest, reservation, reservationQuery } from '../schemas/index.ts'

const tags = ['Reservations']

/** What stations hold for somebody; made and cancelled by commands. */
export function reservationRoutes(app: ApiApp, { services: { reservations } }: RouteContext): void {
  app.get(
    '/reservations',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listReservations',
        summary: 'Reservations, by page',
        querystring: reservationQuery,
        response: { 200: pageOf(reservation) },
      },
    },
    (request) => reservations.list(scopeFor(request), filterOf(request.query), pageRequest(request.query)),
  )

  app.get(
    '/reservations/:id',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'getReservation',
        summary: 'One reservation',
        params: byId,
        response: { 200: reservation },
      },
    },
    (request) => reservations.get(scopeFor(request), request.params.id),
  )
}
