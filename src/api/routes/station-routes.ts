import type { ApiApp } from '../api-app.ts'
import { principalOf } from '../auth/authenticate.ts'
import { mayChange, partyForNew, scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import {
  byId,
  dates,
  filterOf,
  newStation,
  pageOf,
  pageRequest,
  station,
  stationChange,
  stationQuery,
  stationSummary,
} from '../schemas/index.ts'

const tags = ['Stations']

/** The stations themselves. */
export function stationRoutes(app: ApiApp, context: RouteContext): void {
  readStations(app, context)
  changeStations(app, context)
}

function readStations(app: ApiApp, { services: { stations } }: RouteContext): void {
  app.get(
    '/stations',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listStations',
        summary: 'Stations, by page',
        querystring: stationQuery,
        response: { 200: pageOf(station) },
      },
    },
    (request) => {
      const { seenSince: _text, ...filter } = filterOf(request.query)
      const filters = { ...filter, ...dates(request.query, 'seenSince') }
      return stations.list(scopeFor(request), filters, pageRequest(request.query))
    },
  )

  app.get(
    '/station-summary',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'summarizeStations',
        summary: 'How many stations are connected, faulted and so on',
        description: 'Of a fleet that takes a while to count, it may be as old as ten times that while.',
        response: { 200: stationSummary },
      },
    },
    (request) => stations.summary(scopeFor(request)),
  )

  app.get(
    '/stations/:id',
    {
      config: { access: 'viewer' },
      schema: { tags, operationId: 'getStation', summary: 'One station', params: byId, response: { 200: station } },
    },
    (request) => stations.get(scopeFor(request), request.params.id),
  )
}

function changeStations(app: ApiApp, { services: { stations, parties } }: RouteContext): void {
  app.post(
    '/stations',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'createStation',
        summary: 'Add a station',
        body: newStation,
        response: { 201: station },
      },
    },
    async (request, reply) => {
      const partyId = await partyForNew(parties, principalOf(request), request.body.partyId)
      const created = await stations.create({ ...request.body, partyId })
      return reply
        .code(201)
        .header('location', `/api/v1/stations/${encodeURIComponent(created.id)}`)
        .send(created)
    },
  )

  app.patch(
    '/stations/:id',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'changeStation',
        summary: 'Change a station',
        params: byId,
        body: stationChange,
        response: { 200: station },
      },
    },
    async (request) => {
      const found = await stations.get(scopeFor(request), request.params.id)
      return stations.change(mayChange(request, found), found.id, request.body)
    },
  )
}
