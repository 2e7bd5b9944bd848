import type { ApiApp } from '../api-app.ts'
import { principalOf } from '../auth/authenticate.ts'
import { mayChange, partyForNew, scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import {
  byId,
  dates,
  exactly,
  newTariff,
  nothing,
  pageFields,
  pageOf,
  pageRequest,
  tariff,
  tokenTariff,
  tokenTariffChange,
  transactionCost,
} from '../schemas/index.ts'

const tags = ['Tariffs']

/** What charging costs; given to stations by commands. */
export function tariffRoutes(app: ApiApp, context: RouteContext): void {
  readTariffs(app, context)
  changeTariffs(app, context)
  assignTariffs(app, context)
  showCost(app, context)
}

function readTariffs(app: ApiApp, { services: { tariffs } }: RouteContext): void {
  app.get(
    '/tariffs',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listTariffs',
        summary: 'Tariffs, by page',
        querystring: exactly(pageFields),
        response: { 200: pageOf(tariff) },
      },
    },
    (request) => tariffs.list(scopeFor(request), pageRequest(request.query)),
  )

  app.get(
    '/tariffs/:id',
    {
      config: { access: 'viewer' },
      schema: { tags, operationId: 'getTariff', summary: 'One tariff', params: byId, response: { 200: tariff } },
    },
    (request) => tariffs.get(scopeFor(request), request.params.id),
  )
}

function changeTariffs(app: ApiApp, { services: { tariffs, parties } }: RouteContext): void {
  app.post(
    '/tariffs',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'createTariff',
        summary: 'Add a tariff',
        description: 'A tariff never changes: make another, and give that to stations and tokens.',
        body: newTariff,
        response: { 201: tariff },
      },
    },
    async (request, reply) => {
      const { validFrom: _text, ...body } = request.body
      const partyId = await partyForNew(parties, principalOf(request), body.partyId)
      const created = await tariffs.create({ ...body, ...dates(request.body, 'validFrom'), partyId })
      return reply
        .code(201)
        .header('location', `/api/v1/tariffs/${encodeURIComponent(created.id)}`)
        .send(created)
    },
  )

  app.delete(
    '/tariffs/:id',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'removeTariff',
        summary: 'Remove a tariff that no token has',
        params: byId,
        response: { 204: nothing },
      },
    },
    async (request, reply) => {
      const found = await tariffs.get(scopeFor(request), request.params.id)
      await tariffs.remove(mayChange(request, found), found.id)
      return reply.code(204).send()
    },
  )
}

function assignTariffs(app: ApiApp, { services: { tariffs } }: RouteContext): void {
  app.get(
    '/tokens/:id/tariff',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'getTokenTariff',
        summary: 'The tariff of one driver',
        params: byId,
        response: { 200: tokenTariff },
      },
    },
    (request) => tariffs.ofToken(scopeFor(request), request.params.id),
  )

  app.patch(
    '/tokens/:id/tariff',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'assignTokenTariff',
        summary: 'Give a driver a tariff of their own, or take it away',
        description: 'Stations of OCPP 2.1 are told with the next authorization.',
        params: byId,
        body: tokenTariffChange,
        response: { 200: tokenTariff },
      },
    },
    async (request) => {
      const found = await tariffs.ofToken(scopeFor(request), request.params.id)
      return tariffs.assign(mayChange(request, found), found.tokenId, request.body.tariffId)
    },
  )
}

function showCost(app: ApiApp, { services: { tariffs, transactions } }: RouteContext): void {
  app.get(
    '/transactions/:id/cost',
    {
      config: { access: 'viewer' },
      schema: {
        tags: ['Transactions'],
        operationId: 'getTransactionCost',
        summary: 'What the station says a transaction costs so far, or came to',
        params: byId,
        response: { 200: transactionCost },
      },
    },
    async (request) => {
      const scope = scopeFor(request)
      const { stationId, reference } = await transactions.get(scope, request.params.id)
      return tariffs.cost(scope, stationId, reference)
    },
  )
}
