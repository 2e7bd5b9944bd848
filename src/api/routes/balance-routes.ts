import type { ApiApp } from '../api-app.ts'
import { mayChange, scopeFor } from '../auth/own-party.ts'
import type { RouteContext } from '../route-context.ts'
import {
  balance,
  balanceAdjustment,
  balanceChange,
  balanceEntry,
  byId,
  exactly,
  nothing,
  pageFields,
  pageOf,
  pageRequest,
} from '../schemas/index.ts'

const tags = ['Tokens']

/** Prepaid tokens: what is left, and what became of it. */
export function balanceRoutes(app: ApiApp, context: RouteContext): void {
  showBalance(app, context)
  changeBalance(app, context)
}

function showBalance(app: ApiApp, { services: { balances, authorization } }: RouteContext): void {
  app.get(
    '/tokens/:id/balance',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'getBalance',
        summary: 'What is left of a prepaid token',
        params: byId,
        response: { 200: balance },
      },
    },
    (request) => balances.get(scopeFor(request), request.params.id),
  )

  app.get(
    '/tokens/:id/balance-entries',
    {
      config: { access: 'viewer' },
      schema: {
        tags,
        operationId: 'listBalanceEntries',
        summary: 'What changed the balance of a prepaid token, newest first',
        params: byId,
        querystring: exactly(pageFields),
        response: { 200: pageOf(balanceEntry) },
      },
    },
    async (request) => {
      const { id } = await authorization.get(scopeFor(request), request.params.id)
      return await balances.entries(scopeFor(request), id, pageRequest(request.query))
    },
  )
}

function changeBalance(app: ApiApp, { services: { balances, authorization } }: RouteContext): void {
  app.patch(
    '/tokens/:id/balance',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'setBalance',
        summary: 'Make a token prepaid, or say what is left of it',
        params: byId,
        body: balanceChange,
        response: { 200: balance },
      },
    },
    async (request) => {
      const found = await authorization.get(scopeFor(request), request.params.id)
      return await balances.set(mayChange(request, found), found.id, request.body)
    },
  )

  app.post(
    '/tokens/:id/balance-entries',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'adjustBalance',
        summary: 'Add to what is left of a prepaid token, or take from it',
        params: byId,
        body: balanceAdjustment,
        response: { 200: balance },
      },
    },
    async (request) => {
      const found = await authorization.get(scopeFor(request), request.params.id)
      return await balances.adjust(mayChange(request, found), found.id, request.body)
    },
  )

  app.delete(
    '/tokens/:id/balance',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        operationId: 'removeBalance',
        summary: 'Make a token prepaid no longer; what changed its balance is kept',
        params: byId,
        response: { 204: nothing },
      },
    },
    async (request, reply) => {
      const found = await authorization.get(scopeFor(request), request.params.id)
      await balances.remove(mayChange(request, found), found.id)
      return reply.code(204).send()
    },
  )
}
