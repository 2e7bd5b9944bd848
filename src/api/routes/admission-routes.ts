import type { FastifyRequest } from 'fastify'
import type { Admission, Station } from '#domain/stations'
import type { ApiApp } from '../api-app.ts'
import { mayChange, scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import { byId, secretChange, shownSecret, station } from '../schemas/index.ts'

const tags = ['Stations']

/** Who is let in, and by which secret. */
export function admissionRoutes(app: ApiApp, { services: { stations } }: RouteContext): void {
  app.post(
    '/stations/:id/accept',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'acceptStation',
        summary: 'Let a waiting station in',
        params: byId,
        response: { 200: station },
      },
    },
    (request) => admit(request, request.params.id, 'accepted'),
  )

  app.post(
    '/stations/:id/refuse',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'refuseStation',
        summary: 'Let a station in no more',
        params: byId,
        response: { 200: station },
      },
    },
    (request) => admit(request, request.params.id, 'refused'),
  )

  app.post(
    '/stations/:id/secret',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'changeStationSecret',
        summary: 'Set the password of a station; the former one holds until the new one is used',
        params: byId,
        body: secretChange,
        response: { 200: shownSecret },
      },
    },
    async (request) => {
      const found = await stations.get(scopeFor(request), request.params.id)
      return stations.changeSecret(mayChange(request, found), found.id, request.body.secret)
    },
  )

  async function admit(request: FastifyRequest, stationId: string, admission: Admission): Promise<Station> {
    const found = await stations.get(scopeFor(request), stationId)
    return stations.change(mayChange(request, found), found.id, { admission })
  }
}
