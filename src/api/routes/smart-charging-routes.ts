import type { ApiApp } from '../api-app.ts'
import { mayChange, scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import {
  byId,
  externalLimit,
  listOf,
  needsRule,
  newNeedsRule,
  scheduleQuery,
  schedulesOfEvse,
  stationNeeds,
  stationProfile,
} from '../schemas/index.ts'

const tags = ['Smart charging']
const DAY_S = 86_400

/** What may flow at a station, and what its vehicles need. */
export function smartChargingRoutes(app: ApiApp, context: RouteContext): void {
  readProfiles(app, context)
  readNeeds(app, context)
  changeRule(app, context)
}

function readProfiles(app: ApiApp, { services: { smartCharging } }: RouteContext): void {
  app.get(
    '/stations/:id/charging-profiles',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listChargingProfiles',
        summary: 'Profiles of a station, as sent and as it reports them',
        params: byId,
        response: { 200: listOf(stationProfile) },
      },
    },
    async (request) => ({ items: await smartCharging.listProfiles(scopeFor(request), request.params.id) }),
  )

  app.get(
    '/stations/:id/charging-schedule',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'getChargingSchedule',
        summary: 'What should hold over time, and what the station told',
        description:
          'Calculated from all profiles and limits that are known. What the station told is from when it was asked last: ' +
          'ask it anew with the command get-composite-schedule.',
        params: byId,
        querystring: scheduleQuery,
        response: { 200: schedulesOfEvse },
      },
    },
    (request) => {
      const { evseId = 0, durationS = DAY_S, rateUnit } = request.query
      const question = { evseId, durationS, ...(rateUnit !== undefined && { rateUnit }) }
      return smartCharging.schedules(scopeFor(request), request.params.id, question)
    },
  )

  app.get(
    '/stations/:id/charging-limits',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listChargingLimits',
        summary: 'Limits that others than the operator impose on a station',
        params: byId,
        response: { 200: listOf(externalLimit) },
      },
    },
    async (request) => ({ items: await smartCharging.listLimits(scopeFor(request), request.params.id) }),
  )
}

function readNeeds(app: ApiApp, { services: { smartCharging } }: RouteContext): void {
  app.get(
    '/stations/:id/charging-needs',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listChargingNeeds',
        summary: 'What the vehicles that charge now have told they need',
        params: byId,
        response: { 200: listOf(stationNeeds) },
      },
    },
    async (request) => ({ items: await smartCharging.listNeeds(scopeFor(request), request.params.id) }),
  )
}

function changeRule(app: ApiApp, { services: { smartCharging, stations } }: RouteContext): void {
  app.get(
    '/stations/:id/charging-needs-rule',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'getChargingNeedsRule',
        summary: 'How the needs of vehicles are answered',
        params: byId,
        response: { 200: needsRule },
      },
    },
    (request) => smartCharging.needsRule(scopeFor(request), request.params.id),
  )

  app.put(
    '/stations/:id/charging-needs-rule',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'changeChargingNeedsRule',
        summary: 'Say how the needs of vehicles are to be answered',
        params: byId,
        body: newNeedsRule,
        response: { 200: needsRule },
      },
    },
    async (request) => {
      const found = await stations.get(scopeFor(request), request.params.id)
      return await smartCharging.changeNeedsRule(mayChange(request, found), found.id, request.body)
    },
  )
}
