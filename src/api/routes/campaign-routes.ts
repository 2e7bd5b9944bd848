import type { ApiApp } from '../api-app.ts'
import { principalOf } from '../auth/authenticate.ts'
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
  planCampaigns(app, context)
  for (const [move, operationId, summary] of MOVES) moveCampaigns(app, context, move, operationId, summary)
}

const MOVES = [
  ['start', 'startCampaign', 'Start a campaign, or go on with one that was paused'],
  ['pause', 'pauseCampaign', 'Order nothing more until it is started again; what was ordered goes on'],
  ['cancel', 'cancelCampaign', 'End a campaign for good; what was ordered goes on at the stations'],
] as const

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

function planCampaigns(app: ApiApp, { services: { campaigns, parties } }: RouteContext): void {
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
      const principal = principalOf(request)
      const partyId = await partyForNew(parties, principal, request.body.partyId)
      const created = await campaigns.create({
        ...request.body,
        partyId,
        requestedBy: principal.id,
        requestedByName: principal.kind === 'person' ? principal.name : `API key ${principal.name}`,
      })
      return reply.code(201).header('location', `/api/v1/campaigns/${created.id}`).send(created)
    },
  )
}

function moveCampaigns(
  app: ApiApp,
  { services: { campaigns } }: RouteContext,
  move: (typeof MOVES)[number][0],
  operationId: string,
  summary: string,
): void {
  app.post(
    `/campaigns/:id/${move}`,
    {
      config: { access: 'operator' },
      schema: { tags, operationId, summary, params: byId, response: { 200: campaign } },
    },
    async (request) => {
      const found = await campaigns.get(scopeFor(request), request.params.id)
      return campaigns[move](mayChange(request, found), found.id)
    },
  )
}
