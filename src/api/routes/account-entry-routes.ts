import type { FastifyRequest } from 'fastify'
import type { Account, Accounts } from '#domain/accounts'
import type { ApiApp } from '../api-app.ts'
import { principalOf } from '../auth/authenticate.ts'
import { requireWhole } from '../auth/manage-people.ts'
import { originOf } from '../auth/same-site.ts'
import type { RouteContext } from '../route-context.ts'
import { account, byId, link, linkRequest } from '../schemas/index.ts'

const tags = ['People and programs']
const USUAL_LINK_S = 86_400

/** Whether people may come in: links for them, and the door closed. */
export function accountEntryRoutes(app: ApiApp, { services, settings, clock, announceRevoked }: RouteContext): void {
  const { accounts } = services

  app.post(
    '/accounts/:id/disable',
    {
      config: { access: 'owner' },
      schema: {
        tags,
        operationId: 'disableAccount',
        summary: 'Let a person sign in no more; their sessions end',
        params: byId,
        response: { 200: account },
      },
    },
    async (request) => {
      const { id } = await whole(accounts, request, request.params.id)
      await accounts.disable(id)
      announceRevoked(id)
      return accounts.get(id)
    },
  )

  app.post(
    '/accounts/:id/enable',
    {
      config: { access: 'owner' },
      schema: {
        tags,
        operationId: 'enableAccount',
        summary: 'Let a person sign in again',
        params: byId,
        response: { 200: account },
      },
    },
    async (request) => {
      const { id } = await whole(accounts, request, request.params.id)
      await accounts.enable(id)
      return accounts.get(id)
    },
  )

  app.post(
    '/accounts/:id/link',
    {
      config: { access: 'owner' },
      schema: {
        tags,
        operationId: 'createSignInLink',
        summary: 'A link that signs a person in, once',
        params: byId,
        body: linkRequest,
        response: { 200: link },
      },
    },
    async (request) => {
      const { id } = await whole(accounts, request, request.params.id)
      const { validForS = USUAL_LINK_S } = request.body
      const expiresAt = new Date(clock.nowMs() + validForS * 1000)
      const secret = await accounts.createLink(id, validForS)
      const url = new URL('/sign-in', settings.publicUrl ?? originOf(request))
      url.searchParams.set('link', secret)
      return { url: url.href, expiresAt: expiresAt.toISOString() }
    },
  )
}

/** An account of which whoever asks owns every party it is in. @throws AppError `not-found`, `forbidden` */
async function whole(accounts: Accounts, request: FastifyRequest, accountId: string): Promise<Account> {
  const found = await accounts.get(accountId)
  requireWhole(principalOf(request), found)
  return found
}
