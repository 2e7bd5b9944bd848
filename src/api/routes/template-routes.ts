import type { ApiApp } from '../api-app.ts'
import { principalOf } from '../auth/authenticate.ts'
import { mayChange, partyForNew, scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import {
  byId,
  configurationDrift,
  configurationTemplate,
  driftQuery,
  filterOf,
  newTemplate,
  nothing,
  pageOf,
  pageRequest,
  templateChange,
  templateQuery,
} from '../schemas/index.ts'

const tags = ['Configuration']

/** What stations ought to be configured to, and where they are not. */
export function templateRoutes(app: ApiApp, context: RouteContext): void {
  readTemplates(app, context)
  changeTemplates(app, context)
}

function readTemplates(app: ApiApp, { services: { configuration } }: RouteContext): void {
  app.get(
    '/configuration-templates',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listConfigurationTemplates',
        summary: 'Templates with how many stations they fit, by page, newest first',
        querystring: templateQuery,
        response: { 200: pageOf(configurationTemplate) },
      },
    },
    (request) => configuration.templates.list(scopeFor(request), pageRequest(request.query)),
  )

  app.get(
    '/configuration-templates/:id',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'getConfigurationTemplate',
        summary: 'One template',
        params: byId,
        response: { 200: configurationTemplate },
      },
    },
    (request) => configuration.templates.get(scopeFor(request), request.params.id),
  )

  app.get(
    '/configuration-drift',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listConfigurationDrift',
        summary: 'Where stations are not as their templates want them, and since when, by page and station',
        querystring: driftQuery,
        response: { 200: pageOf(configurationDrift) },
      },
    },
    (request) => configuration.templates.drift(scopeFor(request), filterOf(request.query), pageRequest(request.query)),
  )
}

function changeTemplates(app: ApiApp, { services: { configuration, parties } }: RouteContext): void {
  const { templates } = configuration
  app.post(
    '/configuration-templates',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'createConfigurationTemplate',
        summary: 'Say what the stations of a group ought to be configured to',
        description: 'Nothing is set by it, unless it is applied on boot; see campaigns of kind configuration.',
        body: newTemplate,
        response: { 201: configurationTemplate },
      },
    },
    async (request, reply) => {
      const partyId = await partyForNew(parties, principalOf(request), request.body.partyId)
      const created = await templates.create({ ...request.body, partyId })
      return reply.code(201).header('location', `/api/v1/configuration-templates/${created.id}`).send(created)
    },
  )

  app.patch(
    '/configuration-templates/:id',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'changeConfigurationTemplate',
        summary: 'Change a template; wanted values are replaced as a whole',
        params: byId,
        body: templateChange,
        response: { 200: configurationTemplate },
      },
    },
    async (request) => {
      const found = await templates.get(scopeFor(request), request.params.id)
      return templates.change(mayChange(request, found), found.id, request.body)
    },
  )

  app.delete(
    '/configuration-templates/:id',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'removeConfigurationTemplate',
        summary: 'Remove a template; the stations stay as they are',
        params: byId,
        response: { 204: nothing },
      },
    },
    async (request, reply) => {
      const found = await templates.get(scopeFor(request), request.params.id)
      await templates.remove(mayChange(request, found), found.id)
      return reply.code(204).send()
    },
  )
}
