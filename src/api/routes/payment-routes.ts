import type { ApiApp } from '../api-app.ts'
import { requesterOf } from '../auth/authenticate.ts'
import { mayChange, scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import {
  byId,
  dates,
  filterOf,
  newPayment,
  pageOf,
  pageRequest,
  payment,
  paymentQuery,
  paymentSettlement,
  receipt,
} from '../schemas/index.ts'

const tags = ['Payments']

/** Ad hoc payments: told by the programs that talk to payment service providers, and by stations with a terminal. */
export function paymentRoutes(app: ApiApp, context: RouteContext): void {
  readPayments(app, context)
  changePayments(app, context)
}

function readPayments(app: ApiApp, { services: { payments } }: RouteContext): void {
  app.get(
    '/payments',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listPayments',
        summary: 'Ad hoc payments, by page',
        description: 'state=to-settle with settledBy=platform is what a program is to take from its provider.',
        querystring: paymentQuery,
        response: { 200: pageOf(payment) },
      },
    },
    (request) => payments.list(scopeFor(request), filterOf(request.query), pageRequest(request.query)),
  )

  app.get(
    '/payments/:id',
    {
      config: { access: 'viewer' },
      schema: { tags, operationId: 'getPayment', summary: 'One payment', params: byId, response: { 200: payment } },
    },
    (request) => payments.get(scopeFor(request), request.params.id),
  )

  app.get(
    '/receipts/:id',
    {
      config: { access: 'public' },
      schema: {
        tags,
        operationId: 'getReceipt',
        summary: 'What a driver paid; its address is given to them by the station',
        params: byId,
        response: { 200: receipt },
      },
    },
    (request) => payments.receipt(request.params.id),
  )
}

function changePayments(app: ApiApp, { services: { payments, stations } }: RouteContext): void {
  app.post(
    '/payments',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'authorizePayment',
        summary: 'A provider has authorized a payment: start charging for it',
        body: newPayment,
        response: { 201: payment },
      },
    },
    async (request, reply) => {
      const found = await stations.get(scopeFor(request), request.body.stationId)
      const created = await payments.authorize(mayChange(request, found), {
        ...request.body,
        ...requesterOf(request),
      })
      return reply
        .code(201)
        .header('location', `/api/v1/payments/${encodeURIComponent(created.id)}`)
        .send(created)
    },
  )

  app.patch(
    '/payments/:id',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'settlePayment',
        summary: 'Tell how the provider settled a payment; once it is settled it stays so',
        params: byId,
        body: paymentSettlement,
        response: { 200: payment },
      },
    },
    async (request) => {
      const found = await payments.get(scopeFor(request), request.params.id)
      const { settledAt: _text, ...settlement } = request.body
      const told = { ...settlement, ...dates(request.body, 'settledAt') }
      return payments.settle(mayChange(request, found), found.id, told)
    },
  )
}
