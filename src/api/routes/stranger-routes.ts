import type { ApiApp } from '../api-app.ts'
import { mayChange, scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import { byId, nothing, pageOf, pageRequest, stranger, strangerQuery } from '../schemas/index.ts'

const tags = ['Stations']

/** Who tried to connect, was turned away, and is no station that is known. */
export function strangerRoutes(app: ApiApp, { services: { strangers } }: RouteContext): void {
  app.get(
    '/strangers',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listStrangers',
        summary: 'Who tried to connect and was turned away without being known, by page, newest first',
        description: 'One that is entered as a station is a stranger no more. A bounded number is kept, each once.',
        querystring: strangerQuery,
        response: { 200: pageOf(stranger) },
      },
    },
    (request) => strangers.list(scopeFor(request), pageRequest(request.query)),
  )

  app.delete(
    '/strangers/:id',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'forgetStranger',
        summary: 'Forget a stranger, until it tries again',
        params: byId,
        response: { 204: nothing },
      },
    },
    async (request, reply) => {
      const { id, partyId = '' } = await strangers.get(scopeFor(request), request.params.id)
      await strangers.forget(mayChange(request, { partyId }), id)
      return reply.code(204).send()
    },
  )
}
