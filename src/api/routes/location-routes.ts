import type { ApiApp } from '../api-app.ts'
import { principalOf } from '../auth/authenticate.ts'
import { mayChange, partyForNew, scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import {
  byId,
  filterOf,
  location,
  locationChange,
  locationQuery,
  newLocation,
  nothing,
  pageOf,
  pageRequest,
} from '../schemas/index.ts'

const tags = ['Locations']

/** The sites where stations stand. */
export function locationRoutes(app: ApiApp, context: RouteContext): void {
  readLocations(app, context)
  changeLocations(app, context)
}

function readLocations(app: ApiApp, { services: { locations } }: RouteContext): void {
  app.get(
    '/locations',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listLocations',
        summary: 'Locations, by page',
        querystring: locationQuery,
        response: { 200: pageOf(location) },
      },
    },
    (request) => locations.list(scopeFor(request), filterOf(request.query), pageRequest(request.query)),
  )

  app.get(
    '/locations/:id',
    {
      config: { access: 'viewer' },
      schema: { tags, operationId: 'getLocation', summary: 'One location', params: byId, response: { 200: location } },
    },
    (request) => locations.get(scopeFor(request), request.params.id),
  )
}

function changeLocations(app: ApiApp, { services: { locations, parties } }: RouteContext): void {
  app.post(
    '/locations',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'createLocation',
        summary: 'Add a location',
        body: newLocation,
        response: { 201: location },
      },
    },
    async (request, reply) => {
      const partyId = await partyForNew(parties, principalOf(request), request.body.partyId)
      const created = await locations.create({ ...request.body, partyId })
      return reply
        .code(201)
        .header('location', `/api/v1/locations/${encodeURIComponent(created.id)}`)
        .send(created)
    },
  )

  app.patch(
    '/locations/:id',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'changeLocation',
        summary: 'Change a location',
        params: byId,
        body: locationChange,
        response: { 200: location },
      },
    },
    async (request) => {
      const found = await locations.get(scopeFor(request), request.params.id)
      return locations.change(mayChange(request, found), found.id, request.body)
    },
  )

  app.delete(
    '/locations/:id',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'removeLocation',
        summary: 'Remove a location; its stations stay',
        params: byId,
        response: { 204: nothing },
      },
    },
    async (request, reply) => {
      const found = await locations.get(scopeFor(request), request.params.id)
      await locations.remove(mayChange(request, found), found.id)
      return reply.code(204).send()
    },
  )
}
