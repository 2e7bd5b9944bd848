import type { ApiApp } from '../api-app.ts'
import { scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import {
  byId,
  dates,
  filterOf,
  pageOf,
  pageRequest,
  reading,
  transaction,
  transactionEvent,
  transactionEventQuery,
  transactionQuery,
  transactionReadingQuery,
} from '../schemas/index.ts'

const tags = ['Transactions']

/** What was charged. */
export function transactionRoutes(app: ApiApp, context: RouteContext): void {
  listTransactions(app, context)
  showTransaction(app, context)
}

function listTransactions(app: ApiApp, { services: { transactions } }: RouteContext): void {
  app.get(
    '/transactions',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listTransactions',
        summary: 'Transactions, by page',
        description: 'Intervals are half-open: endedFrom is inside, endedTo is not.',
        querystring: transactionQuery,
        response: { 200: pageOf(transaction) },
      },
    },
    (request) => {
      const { startedFrom: _a, startedTo: _b, endedFrom: _c, endedTo: _d, ...filter } = filterOf(request.query)
      const times = dates(request.query, 'startedFrom', 'startedTo', 'endedFrom', 'endedTo')
      return transactions.list(scopeFor(request), { ...filter, ...times }, pageRequest(request.query))
    },
  )

  app.get(
    '/transactions/:id',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'getTransaction',
        summary: 'One transaction',
        params: byId,
        response: { 200: transaction },
      },
    },
    (request) => transactions.get(scopeFor(request), request.params.id),
  )
}

function showTransaction(app: ApiApp, { services: { transactions } }: RouteContext): void {
  app.get(
    '/transactions/:id/events',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listTransactionEvents',
        summary: 'What the station said of a transaction, in order',
        params: byId,
        querystring: transactionEventQuery,
        response: { 200: pageOf(transactionEvent) },
      },
    },
    (request) => transactions.listEvents(scopeFor(request), request.params.id, pageRequest(request.query)),
  )

  app.get(
    '/transactions/:id/readings',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listTransactionReadings',
        summary: 'Readings of the meter during a transaction',
        params: byId,
        querystring: transactionReadingQuery,
        response: { 200: pageOf(reading) },
      },
    },
    async (request) => {
      const scope = scopeFor(request)
      const { id, stationId } = await transactions.get(scope, request.params.id)
      const { from: _from, to: _to, ...filter } = filterOf(request.query)
      const filters = { ...filter, ...dates(request.query, 'from', 'to'), stationId, transactionId: id }
      return transactions.listReadings(scope, filters, pageRequest(request.query))
    },
  )
}
