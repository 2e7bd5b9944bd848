import { EVERY_PARTY, requireRole } from '#domain/accounts'
import type { ApiApp } from '../api-app.ts'
import { principalOf } from '../auth/authenticate.ts'
import { mayChange, scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import { byId, listOf, newParty, party, partyChange } from '../schemas/index.ts'

const tags = ['Parties']

/** The operators of the installation. */
export function partyRoutes(app: ApiApp, { services: { parties } }: RouteContext): void {
  app.get(
    '/parties',
    {
      config: { access: 'viewer' },
      schema: { tags, operationId: 'listParties', summary: 'The parties I may see', response: { 200: listOf(party) } },
    },
    async (request) => ({ items: await parties.list(scopeFor(request)) }),
  )

  app.post(
    '/parties',
    {
      config: { access: 'owner' },
      schema: {
        tags,
        operationId: 'createParty',
        summary: 'Add a party; for owners of every party',
        body: newParty,
        response: { 201: party },
      },
    },
    async (request, reply) => {
      requireRole(principalOf(request), EVERY_PARTY, 'owner')
      const created = await parties.create(request.body)
      return reply
        .code(201)
        .header('location', `/api/v1/parties/${encodeURIComponent(created.id)}`)
        .send(created)
    },
  )

  app.get(
    '/parties/:id',
    {
      config: { access: 'viewer' },
      schema: { tags, operationId: 'getParty', summary: 'One party', params: byId, response: { 200: party } },
    },
    (request) => parties.get(scopeFor(request), request.params.id),
  )

  app.patch(
    '/parties/:id',
    {
      config: { access: 'owner' },
      schema: {
        tags,
        operationId: 'changeParty',
        summary: 'Rename a party',
        params: byId,
        body: partyChange,
        response: { 200: party },
      },
    },
    async (request) => {
      const { id } = await parties.get(scopeFor(request), request.params.id)
      return parties.rename(mayChange(request, { partyId: id }, 'owner'), id, request.body.name)
    },
  )
}
