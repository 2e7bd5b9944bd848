import type { ApiApp } from '../api-app.ts'
import { principalOf } from '../auth/authenticate.ts'
import { mayChange, partyForNew, scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import {
  byId,
  changeMember,
  changeMemberQuery,
  changeQuery,
  configurationChange,
  filterOf,
  newChange,
  pageOf,
  pageRequest,
} from '../schemas/index.ts'

const tags = ['Configuration']

const MOVES = [
  ['pause', 'pauseConfigurationChange', 'Tell no more stations until it is resumed; what was ordered goes on'],
  ['resume', 'resumeConfigurationChange', 'Go on with a change that was paused'],
  ['cancel', 'cancelConfigurationChange', 'End a change for good; what was ordered goes on at the stations'],
] as const

/** Values being set at many stations, a few at a time. */
export function configurationChangeRoutes(app: ApiApp, context: RouteContext): void {
  readChanges(app, context)
  beginChanges(app, context)
  for (const [move, operationId, summary] of MOVES) moveChanges(app, context, move, operationId, summary)
}

function readChanges(app: ApiApp, { services: { configuration } }: RouteContext): void {
  const { changes } = configuration
  app.get(
    '/configuration-changes',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listConfigurationChanges',
        summary: 'Configuration changes with their progress, by page, newest first',
        querystring: changeQuery,
        response: { 200: pageOf(configurationChange) },
      },
    },
    (request) => changes.list(scopeFor(request), filterOf(request.query), pageRequest(request.query)),
  )

  app.get(
    '/configuration-changes/:id',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'getConfigurationChange',
        summary: 'One configuration change with its progress',
        params: byId,
        response: { 200: configurationChange },
      },
    },
    (request) => changes.get(scopeFor(request), request.params.id),
  )

  app.get(
    '/configuration-changes/:id/stations',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listConfigurationChangeStations',
        summary: 'The stations of a change with what each answered, in the order they come to their turn',
        params: byId,
        querystring: changeMemberQuery,
        response: { 200: pageOf(changeMember) },
      },
    },
    (request) =>
      changes.members(scopeFor(request), request.params.id, filterOf(request.query), pageRequest(request.query)),
  )
}

function beginChanges(app: ApiApp, { services: { configuration, parties } }: RouteContext): void {
  app.post(
    '/configuration-changes',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'createConfigurationChange',
        summary: 'Set a template, or values, at all stations that fit now; begins at once',
        description: 'Each station is told only what it can have and is not known to have already.',
        body: newChange,
        response: { 201: configurationChange },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const partyId = await partyForNew(parties, principal, request.body.partyId)
      const created = await configuration.changes.create({
        ...request.body,
        partyId,
        requestedBy: principal.id,
        requestedByName: principal.kind === 'person' ? principal.name : `API key ${principal.name}`,
      })
      return reply.code(201).header('location', `/api/v1/configuration-changes/${created.id}`).send(created)
    },
  )
}

function moveChanges(
  app: ApiApp,
  { services: { configuration } }: RouteContext,
  move: (typeof MOVES)[number][0],
  operationId: string,
  summary: string,
): void {
  app.post(
    `/configuration-changes/:id/${move}`,
    {
      config: { access: 'operator' },
      schema: { tags, operationId, summary, params: byId, response: { 200: configurationChange } },
    },
    async (request) => {
      const found = await configuration.changes.get(scopeFor(request), request.params.id)
      return configuration.changes[move](mayChange(request, found), found.id)
    },
  )
}
