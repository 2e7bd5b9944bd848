import type { ApiApp } from '../api-app.ts'
import { principalOf, requesterOf } from '../auth/authenticate.ts'
import { mayChange, partyForNew, scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import {
  byId,
  campaign,
  campaignMember,
  campaignMemberQuery,
  campaignQuery,
  filterOf,
  newCampaign,
  pageOf,
  pageRequest,
} from '../schemas/index.ts'

const tags = ['Campaigns']

/** What is done to many stations, a few at a time. */
export function campaignRoutes(app: ApiApp, context: RouteContext): void {
  readCampaigns(app, context)
  changeCampaigns(app, context)
}

function readCampaigns(app: ApiApp, { services: { campaigns } }: RouteContext): void {
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

  app.get(
    '/campaigns/:id',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'getCampaign',
        summary: 'One campaign with its progress',
        params: byId,
        response: { 200: campaign },
      },
    },
    (request) => campaigns.get(scopeFor(request), request.params.id),
  )

  app.get(
    '/campaigns/:id/stations',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listCampaignStations',
        summary: 'The stations of a campaign, in the order they come to their turn',
        params: byId,
        querystring: campaignMemberQuery,
        response: { 200: pageOf(campaignMember) },
      },
    },
    (request) =>
      campaigns.members(scopeFor(request), request.params.id, filterOf(request.query), pageRequest(request.query)),
  )
}

const MOVES = [
  ['start', 'Start a campaign, or go on with one that was paused'],
  ['pause', 'Order nothing more until it is started again; what was ordered goes on'],
  ['cancel', 'End a campaign for good; what was ordered goes on at the stations'],
] as const

function changeCampaigns(app: ApiApp, { services: { campaigns, parties } }: RouteContext): void {
  app.post(
    '/campaigns',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'createCampaign',
        summary: 'Plan a campaign over the stations that fit now; it starts when it is told to, or begins at once',
        description:
          'One of a firmware leaves out stations that have the version already. One of a configuration tells each station ' +
          'only what it can have and is not known to have already.',
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

  for (const [move, summary] of MOVES) {
    app.post(
      `/campaigns/:id/${move}`,
      {
        config: { access: 'operator' },
        schema: { tags, operationId: `${move}Campaign`, summary, params: byId, response: { 200: campaign } },
      },
      async (request) => {
        const found = await campaigns.get(scopeFor(request), request.params.id)
        return campaigns[move](mayChange(request, found), found.id)
      },
    )
  }
}
