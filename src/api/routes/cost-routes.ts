import type { ApiApp } from '../api-app.ts'
import { mayChange, scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import { byId, charge, listOf, stationTariff, stationTariffChange } from '../schemas/index.ts'

/** What charging costs as the platform counts it, and by which tariffs. */
export function costRoutes(app: ApiApp, { services: { costs, stations } }: RouteContext): void {
  app.get(
    '/transactions/:id/charge',
    {
      config: { access: 'viewer' },
      schema: {
        tags: ['Transactions'],
        operationId: 'getTransactionCharge',
        summary: 'What a transaction costs so far, or came to, and why',
        description: 'Not found where there is no tariff for it, and where nobody knows what it delivered.',
        params: byId,
        response: { 200: charge },
      },
    },
    (request) => costs.ofTransaction(scopeFor(request), request.params.id),
  )

  app.get(
    '/transactions/:id/charges',
    {
      config: { access: 'viewer' },
      schema: {
        tags: ['Transactions'],
        operationId: 'listTransactionCharges',
        summary:
          'Every revision of what a transaction came to, the one that counts first; empty where nobody counts it',
        params: byId,
        response: { 200: listOf(charge) },
      },
    },
    async (request) => ({ items: await costs.revisions(scopeFor(request), request.params.id) }),
  )

  app.get(
    '/stations/:id/tariffs',
    {
      config: { access: 'viewer' },
      schema: {
        tags: ['Tariffs'],
        operationId: 'listStationTariffs',
        summary: 'By which tariffs the platform counts at a station',
        params: byId,
        response: { 200: listOf(stationTariff) },
      },
    },
    async (request) => ({ items: await costs.stationTariffs(scopeFor(request), request.params.id) }),
  )

  app.patch(
    '/stations/:id/tariffs',
    {
      config: { access: 'operator' },
      schema: {
        tags: ['Tariffs'],
        operationId: 'assignStationTariff',
        summary:
          'Say by which tariff the platform counts at a station or an EVSE, for drivers without one of their own',
        description: 'Transactions that run go on by theirs. Stations that count themselves are told by a command.',
        params: byId,
        body: stationTariffChange,
        response: { 200: listOf(stationTariff) },
      },
    },
    async (request) => {
      const { evseId = 0, tariffId } = request.body
      const { id, partyId } = await stations.get(scopeFor(request), request.params.id)
      return { items: await costs.assign(mayChange(request, { partyId }), id, evseId, tariffId) }
    },
  )
}
