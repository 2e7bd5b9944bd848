import type { ApiApp } from '../api-app.ts'
import { scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import { byId, derAlarm, listOf, stationDerControl } from '../schemas/index.ts'

const tags = ['Smart charging']

/** What stations that feed the grid do for it. */
export function derControlRoutes(app: ApiApp, { services: { derControls } }: RouteContext): void {
  app.get(
    '/stations/:id/der-controls',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listDerControls',
        summary: 'Controls of feeding the grid that a station has (OCPP 2.1)',
        params: byId,
        response: { 200: listOf(stationDerControl) },
      },
    },
    async (request) => ({ items: await derControls.list(scopeFor(request), request.params.id) }),
  )

  app.get(
    '/stations/:id/der-alarms',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listDerAlarms',
        summary: 'Where a station deviates, or did last, for the sake of the grid',
        params: byId,
        response: { 200: listOf(derAlarm) },
      },
    },
    async (request) => ({ items: await derControls.listAlarms(scopeFor(request), request.params.id) }),
  )
}
