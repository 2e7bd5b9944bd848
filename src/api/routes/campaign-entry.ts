import type { Campaign, CampaignKind } from '#domain/campaigns'
import { AppError, type Scope } from '#kernel'
import type { ApiApp } from '../api-app.ts'
import { mayChange, scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import { byId, campaign, campaignMember, campaignMemberQuery, filterOf, pageOf, pageRequest } from '../schemas/index.ts'

/** A path by which campaigns are reached: all of them, or those of one kind. */
export interface CampaignEntry {
  readonly path: string
  readonly tags: readonly string[]
  /** What one is called in the names of operations, and to people. */
  readonly noun: string
  readonly called: string
  readonly kind?: CampaignKind
  /** The words for its moves, and for going on with one that was paused. */
  readonly moves: readonly (readonly [word: string, move: 'start' | 'pause' | 'cancel', summary: string])[]
}

/** One campaign with its stations and its moves, the same by every path. */
export function campaignEntryRoutes(
  app: ApiApp,
  { services: { campaigns } }: RouteContext,
  entry: CampaignEntry,
): void {
  const { path, noun, called, kind } = entry
  const tags = [...entry.tags]

  async function find(scope: Scope, id: string): Promise<Campaign> {
    const found = await campaigns.get(scope, id)
    if (kind === undefined || found.kind === kind) return found
    throw new AppError('not-found', `There is no ${called} ${id}`, { campaignId: id })
  }

  app.get(
    `${path}/:id`,
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: `get${noun}`,
        summary: `One ${called} with its progress`,
        params: byId,
        response: { 200: campaign },
      },
    },
    (request) => find(scopeFor(request), request.params.id),
  )

  app.get(
    `${path}/:id/stations`,
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: `list${noun}Stations`,
        summary: `The stations of a ${called}, in the order they come to their turn`,
        params: byId,
        querystring: campaignMemberQuery,
        response: { 200: pageOf(campaignMember) },
      },
    },
    async (request) => {
      const { id } = await find(scopeFor(request), request.params.id)
      return await campaigns.members(scopeFor(request), id, filterOf(request.query), pageRequest(request.query))
    },
  )

  for (const [word, move, summary] of entry.moves) {
    app.post(
      `${path}/:id/${word}`,
      {
        config: { access: 'operator' },
        schema: { tags, operationId: `${word}${noun}`, summary, params: byId, response: { 200: campaign } },
      },
      async (request) => {
        const found = await find(scopeFor(request), request.params.id)
        return campaigns[move](mayChange(request, found), found.id)
      },
    )
  }
}
