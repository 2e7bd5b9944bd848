import type { FastifyRequest } from 'fastify'
import type { Account } from '#domain/accounts'
import { AppError } from '#kernel'
import type { ApiApp } from '../api-app.ts'
import { principalOf } from '../auth/authenticate.ts'
import { mergeMemberships, requireGrantable, requireWhole, visibleAccount } from '../auth/manage-people.ts'
import { originOf } from '../auth/same-site.ts'
import type { RouteContext } from '../route-context.ts'
import { account, accountChange, byId, link, linkRequest, listOf, newAccount } from '../schemas/index.ts'

const tags = ['People and programs']
const USUAL_LINK_S = 86_400

/** Who has an account. */
export function accountRoutes(app: ApiApp, { services, settings, clock, announceRevoked }: RouteContext): void {
  const { accounts } = services

  app.get(
    '/accounts',
    {
      config: { access: 'owner' },
      schema: {
        tags,
        operationId: 'listAccounts',
        summary: 'People of my parties',
        response: { 200: listOf(account) },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      return { items: (await accounts.list()).flatMap((one) => visibleAccount(principal, one) ?? []) }
    },
  )

  app.post(
    '/accounts',
    {
      config: { access: 'owner' },
      schema: {
        tags,
        operationId: 'createAccount',
        summary: 'Add a person; without a password they sign in by a link first',
        body: newAccount,
        response: { 201: account },
      },
    },
    async (request, reply) => {
      requireGrantable(principalOf(request), request.body.memberships)
      const created = await accounts.create(request.body)
      return reply.code(201).send(created)
    },
  )

  app.patch(
    '/accounts/:id',
    {
      config: { access: 'owner' },
      schema: {
        tags,
        operationId: 'changeAccount',
        summary: 'Change what a person may do in my parties, their name or password',
        params: byId,
        body: accountChange,
        response: { 200: account },
      },
    },
    async (request) => visible(request, await change(request, request.params.id, request.body)),
  )

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
      const { id } = await whole(request, request.params.id)
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
      const { id } = await whole(request, request.params.id)
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
      const { id } = await whole(request, request.params.id)
      const { validForS = USUAL_LINK_S } = request.body
      const expiresAt = new Date(clock.nowMs() + validForS * 1000)
      const secret = await accounts.createLink(id, validForS)
      const url = new URL('/sign-in', settings.publicUrl ?? originOf(request))
      url.searchParams.set('link', secret)
      return { url: url.href, expiresAt: expiresAt.toISOString() }
    },
  )

  /** @throws AppError `not-found`, `forbidden` unless whoever asks owns every party the account is in. */
  async function whole(request: FastifyRequest, accountId: string): Promise<Account> {
    const found = await accounts.get(accountId)
    requireWhole(principalOf(request), found)
    return found
  }

  function visible(request: FastifyRequest, found: Account): Account {
    const seen = visibleAccount(principalOf(request), found)
    if (seen === undefined) throw new AppError('not-found', `There is no account ${found.id}`)
    return seen
  }

  async function change(
    request: FastifyRequest,
    accountId: string,
    { name, password, memberships }: { name?: string; password?: string; memberships?: Account['memberships'] },
  ): Promise<Account> {
    const principal = principalOf(request)
    let found = await accounts.get(accountId)
    visible(request, found)
    if (name !== undefined || password !== undefined) requireWhole(principal, found)
    if (memberships !== undefined) {
      requireGrantable(principal, memberships)
      found = await accounts.setMemberships(accountId, mergeMemberships(principal, found, memberships))
      announceRevoked(accountId)
    }
    if (name !== undefined) found = await accounts.rename(accountId, name)
    if (password !== undefined) {
      await accounts.setPassword(accountId, password)
      announceRevoked(accountId)
      found = await accounts.get(accountId)
    }
    return found
  }
}
