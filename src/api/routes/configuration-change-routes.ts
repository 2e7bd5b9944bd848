import type { ApiApp } from '../api-app.ts'
import { principalOf, requesterOf } from '../auth/authenticate.ts'
import { partyForNew, scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import {
  campaign,
  configurationChangeQuery,
  filterOf,
  newConfigurationChange,
  pageOf,
  pageRequest,
} from '../schemas/index.ts'
import { campaignEntryRoutes } from './campaign-entry.ts'

const tags = ['Configuration']

/** Campaigns that set values, by the name an operator of configurations looks for, begun at once. */
export function configurationChangeRoutes(app: ApiApp, context: RouteContext): void {
  const { campaigns, parties } = context.services
  const kind = 'configuration'
  app.get(
    '/configuration-changes',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listConfigurationChanges',
        summary: 'Configuration changes with their progress, by page, newest first',
        querystring: configurationChangeQuery,
        response: { 200: pageOf(campaign) },
      },
    },
    (request) => campaigns.list(scopeFor(request), { ...filterOf(request.query), kind }, pageRequest(request.query)),
  )

  app.post(
    '/configuration-changes',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'createConfigurationChange',
        summary: 'Set a template, or values, at all stations that fit now; begins at once',
        description: 'Each station is told only what it can have and is not known to have already.',
        body: newConfigurationChange,
        response: { 201: campaign },
      },
    },
    async (request, reply) => {
      const partyId = await partyForNew(parties, principalOf(request), request.body.partyId)
      const about = { kind, begin: true, partyId, ...requesterOf(request) } as const
      const created = await campaigns.create({ ...request.body, ...about })
      return reply.code(201).header('location', `/api/v1/configuration-changes/${created.id}`).send(created)
    },
  )

  campaignEntryRoutes(app, context, {
    ...{ path: '/configuration-changes', tags, noun: 'ConfigurationChange', called: 'configuration change', kind },
    moves: [
      ['pause', 'pause', 'Tell no more stations until it is resumed; what was ordered goes on'],
      ['resume', 'start', 'Go on with a change that was paused'],
      ['cancel', 'cancel', 'End a change for good; what was ordered goes on at the stations'],
    ],
  })
}
