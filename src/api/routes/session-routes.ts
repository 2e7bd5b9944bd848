import type { FastifyReply, FastifyRequest } from 'fastify'
import { scopeOf } from '#domain/accounts'
import { AppError, errorCode } from '#kernel'
import type { ApiApp } from '../api-app.ts'
import { principalOf, SESSION_COOKIE } from '../auth/authenticate.ts'
import type { RouteContext } from '../route-context.ts'
import { me, nothing, ownPassword, signedIn, signIn } from '../schemas/index.ts'

const tags = ['Signing in']

/** Signing in and out, and who one is. */
export function sessionRoutes(app: ApiApp, { services, settings, announceRevoked, limits }: RouteContext): void {
  const { accounts, parties } = services

  app.post(
    '/sign-in',
    {
      config: { access: 'public', rateLimit: limits.signIn },
      schema: {
        tags,
        operationId: 'signIn',
        summary: 'Sign in by password or by a one-time link; sets the session cookie',
        body: signIn,
        response: { 200: signedIn },
      },
    },
    async (request, reply) => {
      const { session, principal, expiresAt } = await accounts.signIn(request.body)
      setSessionCookie(request, reply, session, expiresAt)
      return { principal }
    },
  )

  app.post(
    '/sign-out',
    {
      config: { access: 'signed-in' },
      schema: { tags, operationId: 'signOut', summary: 'End this session', response: { 204: nothing } },
    },
    async (request, reply) => {
      const { credential } = request
      if (credential?.kind === 'session') await accounts.signOut(credential.secret)
      announceRevoked(principalOf(request).id)
      reply.clearCookie(SESSION_COOKIE, cookiePlace(request))
      return reply.code(204).send()
    },
  )

  app.post(
    '/me/password',
    {
      config: { access: 'signed-in', rateLimit: limits.signIn },
      schema: {
        tags,
        operationId: 'changeOwnPassword',
        summary: 'Set my password; ends my other sessions',
        body: ownPassword,
        response: { 200: signedIn },
      },
    },
    async (request, reply) => {
      const { id, kind } = principalOf(request)
      if (kind !== 'person') throw new AppError('unsupported', 'A program has no password')
      const { email, hasPassword } = await accounts.get(id)
      const { current, password } = request.body
      if (hasPassword) await requirePassword(email, current ?? '')
      await accounts.setPassword(id, password)
      announceRevoked(id)
      const { session, principal, expiresAt } = await accounts.signIn({ email, password })
      setSessionCookie(request, reply, session, expiresAt)
      return { principal }
    },
  )

  app.get(
    '/me',
    {
      config: { access: 'signed-in' },
      schema: { tags, operationId: 'me', summary: 'Who I am, and what I may see', response: { 200: me } },
    },
    async (request) => {
      const principal = principalOf(request)
      const visible = await parties.list(scopeOf(principal))
      return {
        principal,
        installation: { version: settings.version, parties: visible.map(({ id, name }) => ({ id, name })) },
      }
    },
  )

  /** Somebody who finds an open browser shall not be able to keep its owner out. @throws AppError `forbidden` */
  async function requirePassword(email: string, password: string): Promise<void> {
    await accounts.signIn({ email, password }).catch((thrown: unknown) => {
      if (errorCode(thrown) !== 'unauthenticated') throw thrown
      throw new AppError('forbidden', 'The current password is wrong', {
        fields: [{ field: 'current', problem: 'is wrong' }],
      })
    })
  }
}

function setSessionCookie(request: FastifyRequest, reply: FastifyReply, session: string, expires: Date): void {
  reply.setCookie(SESSION_COOKIE, session, { ...cookiePlace(request), expires })
}

/** Where the cookie is sent: to this host only, never from pages of others, never to scripts, and over TLS once it came so. */
function cookiePlace(request: FastifyRequest) {
  return { path: '/', httpOnly: true, sameSite: 'strict', secure: request.protocol === 'https' } as const
}
