import type { ApiApp } from '../api-app.ts'
import { principalOf } from '../auth/authenticate.ts'
import { mayChange, partyForNew, scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import {
  byId,
  dates,
  filterOf,
  newToken,
  nothing,
  pageOf,
  pageRequest,
  token,
  tokenChange,
  tokenQuery,
} from '../schemas/index.ts'

const tags = ['Tokens']

/** Who may charge. */
export function tokenRoutes(app: ApiApp, context: RouteContext): void {
  readTokens(app, context)
  changeTokens(app, context)
}

function readTokens(app: ApiApp, { services: { authorization } }: RouteContext): void {
  app.get(
    '/tokens',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listTokens',
        summary: 'Tokens, by page',
        querystring: tokenQuery,
        response: { 200: pageOf(token) },
      },
    },
    (request) => authorization.list(scopeFor(request), filterOf(request.query), pageRequest(request.query)),
  )

  app.get(
    '/tokens/:id',
    {
      config: { access: 'viewer' },
      schema: { tags, operationId: 'getToken', summary: 'One token', params: byId, response: { 200: token } },
    },
    (request) => authorization.get(scopeFor(request), request.params.id),
  )
}

function changeTokens(app: ApiApp, { services: { authorization, parties } }: RouteContext): void {
  app.post(
    '/tokens',
    {
      config: { access: 'operator' },
      schema: { tags, operationId: 'createToken', summary: 'Add a token', body: newToken, response: { 201: token } },
    },
    async (request, reply) => {
      const { validUntil: _text, ...body } = request.body
      const partyId = await partyForNew(parties, principalOf(request), body.partyId)
      const created = await authorization.create({ ...body, ...dates(request.body, 'validUntil'), partyId })
      return reply
        .code(201)
        .header('location', `/api/v1/tokens/${encodeURIComponent(created.id)}`)
        .send(created)
    },
  )

  app.patch(
    '/tokens/:id',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'changeToken',
        summary: 'Change a token; null takes a value away',
        params: byId,
        body: tokenChange,
        response: { 200: token },
      },
    },
    async (request) => {
      const found = await authorization.get(scopeFor(request), request.params.id)
      const { validUntil, ...change } = request.body
      return authorization.change(mayChange(request, found), found.id, {
        ...change,
        ...(validUntil !== undefined && { validUntil: validUntil === null ? null : new Date(validUntil) }),
      })
    },
  )

  app.delete(
    '/tokens/:id',
    {
      config: { access: 'operator' },
      schema: { tags, operationId: 'removeToken', summary: 'Remove a token', params: byId, response: { 204: nothing } },
    },
    async (request, reply) => {
      const found = await authorization.get(scopeFor(request), request.params.id)
      await authorization.remove(mayChange(request, found), found.id)
      return reply.code(204).send()
    },
  )
}
