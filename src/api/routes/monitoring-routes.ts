import type { ApiApp } from '../api-app.ts'
import { scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import {
  byId,
  eventStream,
  filterOf,
  listOf,
  pageOf,
  pageRequest,
  stationDisplay,
  stationMonitoring,
  streamValue,
  streamValueQuery,
} from '../schemas/index.ts'

const tags = ['Stations']

/** What stations watch of themselves, what came of it, and what they show. */
export function monitoringRoutes(app: ApiApp, context: RouteContext): void {
  wholeRoutes(app, context)
  streamRoutes(app, context)
}

function wholeRoutes(app: ApiApp, { services: { monitoring, displayMessages } }: RouteContext): void {
  app.get(
    '/stations/:id/monitoring',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'getMonitoring',
        summary: 'The variable monitors of a station, as set and as reported',
        params: byId,
        response: { 200: stationMonitoring },
      },
    },
    (request) => monitoring.get(scopeFor(request), request.params.id),
  )

  app.get(
    '/stations/:id/display-messages',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listDisplayMessages',
        summary: 'What the displays of a station show on our behalf',
        params: byId,
        response: { 200: stationDisplay },
      },
    },
    (request) => displayMessages.get(scopeFor(request), request.params.id),
  )
}

function streamRoutes(app: ApiApp, { services: { eventStreams } }: RouteContext): void {
  app.get(
    '/stations/:id/event-streams',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listEventStreams',
        summary: 'The event streams a station has open',
        params: byId,
        response: { 200: listOf(eventStream) },
      },
    },
    async (request) => ({ items: await eventStreams.list(scopeFor(request), request.params.id) }),
  )

  app.get(
    '/stations/:id/stream-values',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listStreamValues',
        summary: 'The latest values of event streams, joined to what they are of',
        params: byId,
        querystring: streamValueQuery,
        response: { 200: pageOf(streamValue) },
      },
    },
    (request) => {
      const filter = { ...filterOf(request.query), stationId: request.params.id }
      return eventStreams.listValues(scopeFor(request), filter, pageRequest(request.query))
    },
  )
}
