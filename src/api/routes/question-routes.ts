import type { ApiApp } from '../api-app.ts'
import { scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import {
  activeStationQuery,
  completedQuery,
  lastContact,
  lastContactQuery,
  lastEnergy,
  lastEnergyQuery,
  pageOf,
  pageRequest,
  station,
  transaction,
} from '../schemas/index.ts'

const tags = ['Questions']
const USUAL_ACTIVE_S = 900

/** What is asked of charging data most often. */
export function questionRoutes(app: ApiApp, { questions }: RouteContext): void {
  app.get(
    '/questions/active-stations',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'activeStations',
        summary: 'Which stations are active?',
        querystring: activeStationQuery,
        response: { 200: pageOf(station) },
      },
    },
    (request) => {
      const { withinS = USUAL_ACTIVE_S } = request.query
      return questions.activeStations(scopeFor(request), withinS, pageRequest(request.query))
    },
  )

  app.get(
    '/questions/last-energy',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'lastEnergy',
        summary: 'What is the last known energy of this station and transaction?',
        querystring: lastEnergyQuery,
        response: { 200: lastEnergy },
      },
    },
    (request) => questions.lastEnergy(scopeFor(request), request.query.stationId, request.query.reference),
  )

  app.get(
    '/questions/last-contact',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'lastContact',
        summary: 'When was the last contact with this station?',
        querystring: lastContactQuery,
        response: { 200: lastContact },
      },
    },
    (request) => questions.lastContact(scopeFor(request), request.query.stationId),
  )

  app.get(
    '/questions/completed',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'completed',
        summary: 'When did each transaction completed in a month end, and with how much energy?',
        querystring: completedQuery,
        response: { 200: pageOf(transaction) },
      },
    },
    (request) => {
      const { month, timeZone = 'UTC' } = request.query
      return questions.completed(scopeFor(request), month, timeZone, pageRequest(request.query))
    },
  )
}
