import type { Account, Principal } from '#domain/accounts'
import type { ApiApp } from '../api-app.ts'
import { principalOf } from '../auth/authenticate.ts'
import {
  mergeMemberships,
  requireGrantable,
  requireVisible,
  requireWhole,
  visibleAccount,
} from '../auth/manage-people.ts'
import type { RouteContext } from '../route-context.ts'
import { account, accountChange, byId, listOf, newAccount } from '../schemas/index.ts'

const tags = ['People and programs']

/** Who has an account, and what they may do. */
export function accountRoutes(app: ApiApp, context: RouteContext): void {
  const { accounts } = context.services
  const change = accountChanger(context)

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
    async (request) => {
      const principal = principalOf(request)
      return requireVisible(principal, await change(principal, request.params.id, request.body))
    },
  )
}

interface AccountChange {
  readonly name?: string
  readonly password?: string
  readonly memberships?: Account['memberships']
}

/** Changes an account as far as whoever asks may. @throws AppError `not-found`, `forbidden`, `conflict` */
function accountChanger({ services: { accounts }, announceRevoked }: RouteContext) {
  return async (principal: Principal, accountId: string, change: AccountChange): Promise<Account> => {
    const { name, password, memberships } = change
    const before = await accounts.get(accountId)
    requireVisible(principal, before)
    if (name !== undefined || password !== undefined) requireWhole(principal, before)
    if (memberships !== undefined) {
      requireGrantable(principal, memberships)
      await accounts.setMemberships(accountId, mergeMemberships(principal, before, memberships))
    }
    if (name !== undefined) await accounts.rename(accountId, name)
    if (password !== undefined) await accounts.setPassword(accountId, password)
    if (memberships !== undefined || password !== undefined) announceRevoked(accountId)
    return accounts.get(accountId)
  }
}
