import { scopeOf } from '#domain/accounts'
import type { ApiApp } from '../api-app.ts'
import { principalOf } from '../auth/authenticate.ts'
import { mayChange, partyForNew } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import {
  byId,
  createdRecipient,
  delivery,
  deliveryQuery,
  listOf,
  newRecipient,
  nothing,
  pageOf,
  pageRequest,
  recipient,
  recipientChange,
} from '../schemas/index.ts'

const tags = ['Alerts']

/** Who is told of alerts: owners alone decide, since alerts then leave the platform. */
export function recipientRoutes(app: ApiApp, context: RouteContext): void {
  readRecipients(app, context)
  changeRecipients(app, context)
}

function readRecipients(app: ApiApp, { services: { alerts } }: RouteContext): void {
  app.get(
    '/recipients',
    {
      config: { access: 'owner' },
      schema: {
        tags,
        operationId: 'listAlertRecipients',
        summary: 'Who is told of alerts, by webhook or mail',
        response: { 200: listOf(recipient) },
      },
    },
    async (request) => ({ items: await alerts.listRecipients(scopeOf(principalOf(request), 'owner')) }),
  )

  app.get(
    '/recipients/:id/deliveries',
    {
      config: { access: 'owner' },
      schema: {
        tags,
        operationId: 'listAlertDeliveries',
        summary: 'What a recipient was told or is to be told, newest first',
        params: byId,
        querystring: deliveryQuery,
        response: { 200: pageOf(delivery) },
      },
    },
    (request) => {
      const scope = scopeOf(principalOf(request), 'owner')
      return alerts.listDeliveries(scope, request.params.id, pageRequest(request.query))
    },
  )
}

function changeRecipients(app: ApiApp, { services: { alerts, parties } }: RouteContext): void {
  app.post(
    '/recipients',
    {
      config: { access: 'owner' },
      schema: {
        tags,
        operationId: 'createAlertRecipient',
        summary: 'Tell somebody of alerts; the secret of a webhook is shown this once',
        description:
          'A webhook gets each alert as JSON { version, id, event, at, alert } by POST, with the header ' +
          'X-Chargewright-Signature: t=<unix seconds>,v1=<HMAC-SHA256 under the secret over "<unix seconds>.<body>", ' +
          'in hex>. What is not answered by 2xx within 10 seconds is sent again, less and less often, for about a day; ' +
          'the header X-Chargewright-Delivery stays the same.',
        body: newRecipient,
        response: { 201: createdRecipient },
      },
    },
    async (request, reply) => {
      const { partyId, ...rest } = request.body
      const party = await partyForNew(parties, principalOf(request), partyId, 'owner')
      return reply.code(201).send(await alerts.createRecipient({ ...rest, partyId: party }))
    },
  )

  app.patch(
    '/recipients/:id',
    {
      config: { access: 'owner' },
      schema: {
        tags,
        operationId: 'changeAlertRecipient',
        summary: 'Tell somebody of more or less, or of nothing for a while',
        params: byId,
        body: recipientChange,
        response: { 200: recipient },
      },
    },
    async (request) => {
      const { id } = request.params
      const found = await alerts.getRecipient(scopeOf(principalOf(request), 'owner'), id)
      return await alerts.changeRecipient(mayChange(request, found, 'owner'), id, request.body)
    },
  )

  app.delete(
    '/recipients/:id',
    {
      config: { access: 'owner' },
      schema: {
        tags,
        operationId: 'removeAlertRecipient',
        summary: 'Tell somebody nothing any more',
        params: byId,
        response: { 204: nothing },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const found = await alerts.getRecipient(scopeOf(principalOf(request), 'owner'), id)
      await alerts.removeRecipient(mayChange(request, found, 'owner'), id)
      return reply.code(204).send()
    },
  )
}
