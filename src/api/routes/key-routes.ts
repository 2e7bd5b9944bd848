import { EVERY_PARTY, requireRole, scopeOf } from '#domain/accounts'
import { AppError, inScope } from '#kernel'
import type { ApiApp } from '../api-app.ts'
import { principalOf } from '../auth/authenticate.ts'
import { partyForNew } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import { apiKey, byId, createdKey, listOf, newApiKey, nothing } from '../schemas/index.ts'

const tags = ['People and programs']

/** The keys of programs. */
export function keyRoutes(app: ApiApp, { services: { accounts, parties }, announceRevoked }: RouteContext): void {
  app.get(
    '/keys',
    {
      config: { access: 'owner' },
      schema: { tags, operationId: 'listKeys', summary: 'API keys of my parties', response: { 200: listOf(apiKey) } },
    },
    async (request) => {
      const scope = scopeOf(principalOf(request), 'owner')
      return { items: (await accounts.listKeys()).filter(({ partyId }) => inScope(scope, partyId)) }
    },
  )

  app.post(
    '/keys',
    {
      config: { access: 'owner' },
      schema: {
        tags,
        operationId: 'createKey',
        summary: 'A key for a program; its secret is shown this once',
        body: newApiKey,
        response: { 201: createdKey },
      },
    },
    async (request, reply) => {
      const { name, role, partyId } = request.body
      const principal = principalOf(request)
      if (partyId === EVERY_PARTY) requireRole(principal, EVERY_PARTY, 'owner')
      const party = partyId === EVERY_PARTY ? partyId : await partyForNew(parties, principal, partyId, 'owner')
      return reply.code(201).send(await accounts.createKey({ name, role, partyId: party }))
    },
  )

  app.delete(
    '/keys/:id',
    {
      config: { access: 'owner' },
      schema: {
        tags,
        operationId: 'revokeKey',
        summary: 'Revoke a key, for ever',
        params: byId,
        response: { 204: nothing },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const scope = scopeOf(principalOf(request), 'owner')
      const visible = (await accounts.listKeys()).some((key) => key.id === id && inScope(scope, key.partyId))
      if (!visible) throw new AppError('not-found', `There is no API key ${id}`)
      await accounts.revokeKey(id)
      announceRevoked(id)
      return reply.code(204).send()
    },
  )
}
