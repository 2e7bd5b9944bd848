import type { ApiApp } from '../api-app.ts'
import { principalOf, requesterOf } from '../auth/authenticate.ts'
import { mayChange, partyForNew, scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import {
  byId,
  dates,
  newRebootSchedule,
  nothing,
  pageOf,
  pageRequest,
  rebootSchedule,
  rebootScheduleChange,
  rebootScheduleQuery,
  scheduledStation,
} from '../schemas/index.ts'

const tags = ['Campaigns']

/** Reboots that come again, in quiet hours. */
export function rebootScheduleRoutes(app: ApiApp, context: RouteContext): void {
  readSchedules(app, context)
  planSchedules(app, context)
  changeSchedules(app, context)
}

function readSchedules(app: ApiApp, { services: { rebootSchedules } }: RouteContext): void {
  app.get(
    '/reboot-schedules',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listRebootSchedules',
        summary: 'Reboot schedules with when each is next, by page, newest first',
        querystring: rebootScheduleQuery,
        response: { 200: pageOf(rebootSchedule) },
      },
    },
    (request) => rebootSchedules.list(scopeFor(request), pageRequest(request.query)),
  )

  app.get(
    '/reboot-schedules/:id',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'getRebootSchedule',
        summary: 'One reboot schedule',
        params: byId,
        response: { 200: rebootSchedule },
      },
    },
    (request) => rebootSchedules.get(scopeFor(request), request.params.id),
  )

  app.get(
    '/reboot-schedules/:id/stations',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listScheduledStations',
        summary: 'The stations a schedule fits now, each with when its turn is by its own use, by page and id',
        params: byId,
        querystring: rebootScheduleQuery,
        response: { 200: pageOf(scheduledStation) },
      },
    },
    (request) => rebootSchedules.stations(scopeFor(request), request.params.id, pageRequest(request.query)),
  )
}

function planSchedules(app: ApiApp, { services: { rebootSchedules, parties } }: RouteContext): void {
  app.post(
    '/reboot-schedules',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'createRebootSchedule',
        summary: 'Have the stations of a group rebooted again and again, each when it is little used',
        description: 'Each time is a campaign; nobody is interrupted who charges or has reserved.',
        body: newRebootSchedule,
        response: { 201: rebootSchedule },
      },
    },
    async (request, reply) => {
      const partyId = await partyForNew(parties, principalOf(request), request.body.partyId)
      const { firstAt: _, ...about } = request.body
      const planned = { ...about, ...dates(request.body, 'firstAt'), partyId, ...requesterOf(request) }
      const created = await rebootSchedules.create(planned)
      return reply.code(201).header('location', `/api/v1/reboot-schedules/${created.id}`).send(created)
    },
  )
}

function changeSchedules(app: ApiApp, { services: { rebootSchedules } }: RouteContext): void {
  app.patch(
    '/reboot-schedules/:id',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'changeRebootSchedule',
        summary: 'Change a reboot schedule, or put it on hold',
        params: byId,
        body: rebootScheduleChange,
        response: { 200: rebootSchedule },
      },
    },
    async (request) => {
      const found = await rebootSchedules.get(scopeFor(request), request.params.id)
      const { nextAt: _, ...about } = request.body
      const change = { ...about, ...dates(request.body, 'nextAt') }
      return await rebootSchedules.change(mayChange(request, found), found.id, change)
    },
  )

  app.delete(
    '/reboot-schedules/:id',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'deleteRebootSchedule',
        summary: 'End a reboot schedule; what it has begun goes on',
        params: byId,
        response: { 204: nothing },
      },
    },
    async (request, reply) => {
      const found = await rebootSchedules.get(scopeFor(request), request.params.id)
      await rebootSchedules.remove(mayChange(request, found), found.id)
      return reply.code(204).send()
    },
  )
}
