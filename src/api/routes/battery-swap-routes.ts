import type { ApiApp } from '../api-app.ts'
import { scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import { batterySwapEvent, batterySwapQuery, filterOf, pageOf, pageRequest } from '../schemas/index.ts'

/** Which batteries drivers gave and took. */
export function batterySwapRoutes(app: ApiApp, { services: { batterySwaps } }: RouteContext): void {
  app.get(
    '/battery-swaps',
    {
      config: { access: 'viewer' },
      schema: {
        tags: ['Stations'],
        operationId: 'listBatterySwaps',
        summary: 'Batteries that were given back and taken, by page',
        querystring: batterySwapQuery,
        response: { 200: pageOf(batterySwapEvent) },
      },
    },
    (request) => batterySwaps.list(scopeFor(request), filterOf(request.query), pageRequest(request.query)),
  )
}
