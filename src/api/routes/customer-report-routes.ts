import type { ApiApp } from '../api-app.ts'
import { mayChange, scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import { byId, customerReport, listOf } from '../schemas/index.ts'

/** What stations know of customers: for those who may ask for it, since it is about people. */
export function customerReportRoutes(app: ApiApp, { services }: RouteContext): void {
  const { stations, customerInformation } = services
  app.get(
    '/stations/:id/customer-reports',
    {
      config: { access: 'operator' },
      schema: {
        tags: ['Stations'],
        operationId: 'listCustomerReports',
        summary: 'What a station told of customers it was asked about, newest first',
        params: byId,
        response: { 200: listOf(customerReport) },
      },
    },
    async (request) => {
      const found = await stations.get(scopeFor(request), request.params.id)
      return { items: await customerInformation.list(mayChange(request, found), found.id) }
    },
  )
}
