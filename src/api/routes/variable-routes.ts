import type { ApiApp } from '../api-app.ts'
import { scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import {
  byId,
  dates,
  filterOf,
  fleetQuery,
  fleetVariable,
  historyQuery,
  pageOf,
  pageRequest,
  pastValue,
  seriesQuery,
  valueSeries,
} from '../schemas/index.ts'

const tags = ['Configuration']

/** One variable of many stations, and of one station over time. */
export function variableRoutes(app: ApiApp, { services: { deviceModel } }: RouteContext): void {
  app.get(
    '/variables',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'findVariables',
        summary: 'One variable of all stations, whatever version of OCPP they speak, by page',
        description:
          'What OCPP 1.6 and 2.x have in common is found by the name of either: HeartbeatInterval, or OCPPCommCtrlr and HeartbeatInterval.',
        querystring: fleetQuery,
        response: { 200: pageOf(fleetVariable) },
      },
    },
    (request) => deviceModel.find(scopeFor(request), filterOf(request.query), pageRequest(request.query)),
  )

  app.get(
    '/stations/:id/variables/history',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listPastValues',
        summary: 'The values a variable of a station had, the newest first, with how each became known',
        params: byId,
        querystring: historyQuery,
        response: { 200: pageOf(pastValue) },
      },
    },
    (request) => {
      const { from: _from, to: _to, ...variable } = filterOf(request.query)
      const span = dates(request.query, 'from', 'to')
      return deviceModel.history(scopeFor(request), request.params.id, variable, span, pageRequest(request.query))
    },
  )

  app.get(
    '/stations/:id/variables/series',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'getValueSeries',
        summary: 'The same as two lists of numbers, to be drawn as steps',
        params: byId,
        querystring: seriesQuery,
        response: { 200: valueSeries },
      },
    },
    (request) => {
      const { from: _from, to: _to, ...variable } = request.query
      return deviceModel.series(scopeFor(request), request.params.id, variable, dates(request.query, 'from', 'to'))
    },
  )
}
