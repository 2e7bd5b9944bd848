import { AppError } from '#kernel'
import type { ApiApp } from '../api-app.ts'
import { mayChange, scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import { byId, configuredProvider, nothing, provider, providerChange } from '../schemas/index.ts'

const tags = ['Payments']

/** Who settles what drivers pay on the spot, and the way there for who scanned a code at a station. */
export function providerRoutes(app: ApiApp, context: RouteContext): void {
  settings(app, context)
  wayToPay(app, context)
}

function settings(app: ApiApp, { services: { parties, settlements } }: RouteContext): void {
  app.get(
    '/parties/:id/payment-provider',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'getPaymentProvider',
        summary: 'Who settles payments for a party',
        params: byId,
        response: { 200: provider },
      },
    },
    (request) => settlements.provider(scopeFor(request), request.params.id),
  )

  app.patch(
    '/parties/:id/payment-provider',
    {
      config: { access: 'owner' },
      schema: {
        tags,
        operationId: 'configurePaymentProvider',
        summary: 'Say who settles payments for a party, with a new secret',
        description:
          'Every payment the platform settles is told once its transaction is over: a POST of the amount, with the payment as ' +
          'Idempotency-Key and X-Chargewright-Signature made of the secret. What came of it is told by `PATCH /payments/{id}`.',
        params: byId,
        body: providerChange,
        response: { 200: configuredProvider },
      },
    },
    async (request) => {
      const { id } = await parties.get(scopeFor(request), request.params.id)
      return await settlements.configure(mayChange(request, { partyId: id }), id, request.body)
    },
  )

  app.delete(
    '/parties/:id/payment-provider',
    {
      config: { access: 'owner' },
      schema: {
        tags,
        operationId: 'removePaymentProvider',
        summary: 'Let nobody settle payments for a party any more',
        params: byId,
        response: { 204: nothing },
      },
    },
    async (request, reply) => {
      const { id } = await parties.get(scopeFor(request), request.params.id)
      await settlements.removeProvider(mayChange(request, { partyId: id }), id)
      return reply.code(204).send()
    },
  )
}

function wayToPay(app: ApiApp, { services: { settlements }, settings: { publicUrl } }: RouteContext): void {
  app.get(
    '/pay/*',
    {
      config: { access: 'public' },
      // A page for people, who come by the code at a station.
      schema: { hide: true },
    },
    async (request, reply) => {
      const origin = publicUrl?.replace(/\/$/, '') ?? `${request.protocol}://${request.host}`
      const page = await settlements.pageFor(`${origin}${request.url}`)
      if (page === undefined) throw new AppError('forbidden', 'The code is not good, or no longer: scan it again')
      return await reply.header('cache-control', 'no-store').redirect(page, 302)
    },
  )
}
