import { AppError } from '#kernel'
import type { ApiApp } from '../api-app.ts'
import { principalOf } from '../auth/authenticate.ts'
import { scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import { liveQuery, liveStream } from '../schemas/index.ts'

/** What changes, as it changes. */
export function liveRoutes(app: ApiApp, { services: { stations }, liveStreams }: RouteContext): void {
  app.get(
    '/live',
    {
      config: { access: 'viewer' },
      schema: {
        tags: ['Live events'],
        operationId: 'live',
        summary: 'What changes, as server-sent events',
        description:
          'Each event is named by its kind, with JSON data { kind, version, partyId, stationId, at, … }. An event ' +
          '`resync` means that something was left out because the reader was slow: ask for the state again.',
        querystring: liveQuery,
        response: {
          200: {
            description: 'Goes on until either side ends it',
            content: { 'text/event-stream': { schema: liveStream } },
          },
        },
      },
    },
    async (request, reply) => {
      const { stationId } = request.query
      const principal = principalOf(request)
      const { credential } = request
      if (credential === undefined) throw new AppError('unauthenticated', 'Sign in, or send an API key')
      if (stationId !== undefined) await stations.get(scopeFor(request), stationId)
      const stream = liveStreams.open(principal, credential, stationId)
      return (
        reply
          .header('content-type', 'text/event-stream')
          .header('cache-control', 'no-store')
          .header('x-accel-buffering', 'no')
          // The end of a stream ends its connection: kept alive, it would keep the server from stopping.
          .header('connection', 'close')
          .send(stream.body)
      )
    },
  )
}
