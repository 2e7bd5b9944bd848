import type { ApiApp } from '../api-app.ts'
import { principalOf, requesterOf } from '../auth/authenticate.ts'
import { partyForNew, scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import { campaign, campaignQuery, filterOf, newCampaign, pageOf, pageRequest } from '../schemas/index.ts'
import { campaignEntryRoutes } from './campaign-entry.ts'

const tags = ['Campaigns']

/** What is done to many stations, a few at a time. */
export function campaignRoutes(app: ApiApp, context: RouteContext): void {
  const { campaigns, parties } = context.services
  app.get(
    '/campaigns',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listCampaigns',
        summary: 'Campaigns with their progress, by page, newest first',
        querystring: campaignQuery,
        response: { 200: pageOf(campaign) },
      },
    },
    (request) => campaigns.list(scopeFor(request), filterOf(request.query), pageRequest(request.query)),
  )

  app.post(
    '/campaigns',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'createCampaign',
        summary: 'Plan a campaign over the stations that fit now; it starts when it is told to',
        body: newCampaign,
        response: { 201: campaign },
      },
    },
    async (request, reply) => {
      const partyId = await partyForNew(parties, principalOf(request), request.body.partyId)
      const created = await campaigns.create({ ...request.body, partyId, ...requesterOf(request) })
      return reply.code(201).header('location', `/api/v1/campaigns/${created.id}`).send(created)
    },
  )

  campaignEntryRoutes(app, context, {
    ...{ path: '/campaigns', tags, noun: 'Campaign', called: 'campaign' },
    moves: [
      ['start', 'start', 'Start a campaign, or go on with one that was paused'],
      ['pause', 'pause', 'Order nothing more until it is started again; what was ordered goes on'],
      ['cancel', 'cancel', 'End a campaign for good; what was ordered goes on at the stations'],
    ],
  })
}
