import type { ApiApp } from '../api-app.ts'
import { requesterOf } from '../auth/authenticate.ts'
import { mayChange, scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import {
  acknowledgement,
  alert,
  alertHistory,
  alertQuery,
  byId,
  filterOf,
  pageOf,
  pageRequest,
} from '../schemas/index.ts'

const tags = ['Alerts']

/** What is wrong with stations. */
export function alertRoutes(app: ApiApp, { services: { alerts } }: RouteContext): void {
  app.get(
    '/alerts',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listAlerts',
        summary: 'Alerts, by page, newest first',
        querystring: alertQuery,
        response: { 200: pageOf(alert) },
      },
    },
    (request) => alerts.list(scopeFor(request), filterOf(request.query), pageRequest(request.query)),
  )

  app.get(
    '/alerts/:id',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'getAlert',
        summary: 'One alert with its history',
        params: byId,
        response: { 200: alertHistory },
      },
    },
    (request) => alerts.get(scopeFor(request), request.params.id),
  )

  app.post(
    '/alerts/:id/acknowledge',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'acknowledgeAlert',
        summary: 'Say that somebody has seen it',
        description: 'A security event is over then; everything else is over when it is, unless told otherwise.',
        params: byId,
        body: acknowledgement,
        response: { 200: alertHistory },
      },
    },
    async (request) => {
      const { id } = request.params
      const scope = mayChange(request, await alerts.get(scopeFor(request), id))
      const { requestedBy: by, requestedByName: byName } = requesterOf(request)
      return await alerts.acknowledge(scope, id, { ...request.body, by, byName })
    },
  )
}
