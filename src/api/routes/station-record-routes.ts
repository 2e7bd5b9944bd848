import type { ApiApp } from '../api-app.ts'
import { scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import {
  byId,
  dates,
  filterOf,
  listOf,
  loggedMessage,
  messageQuery,
  pageOf,
  pageRequest,
  reading,
  stationEvent,
  stationEventQuery,
  stationReadingQuery,
  variable,
} from '../schemas/index.ts'

const tags = ['Stations']

/** What a station has told: its configuration, events, messages and readings. */
export function stationRecordRoutes(app: ApiApp, context: RouteContext): void {
  readTellings(app, context)
  readRecords(app, context)
}

function readTellings(app: ApiApp, { services }: RouteContext): void {
  const { stations, deviceModel, stationEvents } = services

  app.get(
    '/stations/:id/variables',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listVariables',
        summary: 'The configuration of a station, as far as it has told',
        params: byId,
        response: { 200: listOf(variable) },
      },
    },
    async (request) => {
      const scope = scopeFor(request)
      const { id } = await stations.get(scope, request.params.id)
      return { items: await deviceModel.list(scope, id) }
    },
  )

  app.get(
    '/stations/:id/events',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listStationEvents',
        summary: 'Security events, monitored events, firmware and log progress',
        params: byId,
        querystring: stationEventQuery,
        response: { 200: pageOf(stationEvent) },
      },
    },
    async (request) => {
      const scope = scopeFor(request)
      const { id } = await stations.get(scope, request.params.id)
      return stationEvents.list(scope, { ...filterOf(request.query), stationId: id }, pageRequest(request.query))
    },
  )
}

function readRecords(app: ApiApp, { services }: RouteContext): void {
  const { stations, messages, transactions } = services

  app.get(
    '/stations/:id/messages',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listMessages',
        summary: 'What the station and the platform said to each other',
        params: byId,
        querystring: messageQuery,
        response: { 200: pageOf(loggedMessage) },
      },
    },
    async (request) => {
      const scope = scopeFor(request)
      const { id } = await stations.get(scope, request.params.id)
      const { from: _from, to: _to, ...filter } = filterOf(request.query)
      const filters = { ...filter, ...dates(request.query, 'from', 'to'), stationId: id }
      return messages.list(scope, filters, pageRequest(request.query))
    },
  )

  app.get(
    '/stations/:id/readings',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listStationReadings',
        summary: 'Readings of the meters of a station',
        params: byId,
        querystring: stationReadingQuery,
        response: { 200: pageOf(reading) },
      },
    },
    async (request) => {
      const scope = scopeFor(request)
      const { id } = await stations.get(scope, request.params.id)
      const { from: _from, to: _to, ...filter } = filterOf(request.query)
      const filters = { ...filter, ...dates(request.query, 'from', 'to'), stationId: id }
      return transactions.listReadings(scope, filters, pageRequest(request.query))
    },
  )
}
