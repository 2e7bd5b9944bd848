import type { ApiApp } from '../api-app.ts'
import { requesterOf } from '../auth/authenticate.ts'
import { mayChange, scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import { byId, scannedAddress, scannedCode, webPaymentChange, webPaymentSettings } from '../schemas/index.ts'

const tags = ['Payments']

/** Payments in the web: for the program behind the page that a station's QR code leads to. */
export function webPaymentRoutes(app: ApiApp, { services: { stations, webPayments } }: RouteContext): void {
  app.post(
    '/web-payments',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'checkScannedCode',
        summary: 'Judge the address somebody came by; lead them to pay only when it is good',
        body: scannedAddress,
        response: { 200: scannedCode },
      },
    },
    (request) => webPayments.check(scopeFor(request), request.body.url),
  )

  app.get(
    '/stations/:id/web-payment',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'getWebPayment',
        summary: 'How a station makes the address in its QR code',
        params: byId,
        response: { 200: webPaymentSettings },
      },
    },
    (request) => webPayments.get(scopeFor(request), request.params.id),
  )

  app.patch(
    '/stations/:id/web-payment',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'configureWebPayment',
        summary: 'Tell a station what address to show, with a new secret for its codes',
        params: byId,
        body: webPaymentChange,
        response: { 200: webPaymentSettings },
      },
    },
    async (request) => {
      const found = await stations.get(scopeFor(request), request.params.id)
      return await webPayments.configure(mayChange(request, found), found.id, {
        ...request.body,
        ...requesterOf(request),
      })
    },
  )
}
