import type { ApiApp } from '../api-app.ts'
import { mayChange, scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import {
  byId,
  filterOf,
  listedToken,
  listedTokenQuery,
  listSelection,
  localList,
  pageOf,
  pageRequest,
} from '../schemas/index.ts'

const tags = ['Stations']

/** The tokens a station may judge by itself. */
export function localListRoutes(app: ApiApp, { services: { stations, localLists } }: RouteContext): void {
  app.get(
    '/stations/:id/local-list',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'getLocalList',
        summary: 'The local authorization list of a station, and how far it is from what it is to be',
        params: byId,
        response: { 200: localList },
      },
    },
    (request) => localLists.get(scopeFor(request), request.params.id),
  )

  app.get(
    '/stations/:id/local-list/entries',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listLocalListEntries',
        summary: 'The tokens a station is believed to hold, beside what it is to hold, by page and value',
        params: byId,
        querystring: listedTokenQuery,
        response: { 200: pageOf(listedToken) },
      },
    },
    (request) =>
      localLists.entries(scopeFor(request), request.params.id, filterOf(request.query), pageRequest(request.query)),
  )

  app.patch(
    '/stations/:id/local-list',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'chooseLocalList',
        summary: 'Say which tokens belong on the list of a station',
        description: 'Takes effect with the next command send-local-list.',
        params: byId,
        body: listSelection,
        response: { 200: localList },
      },
    },
    async (request) => {
      const found = await stations.get(scopeFor(request), request.params.id)
      return localLists.choose(mayChange(request, found), found.id, request.body)
    },
  )
}
