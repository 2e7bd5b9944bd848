import type { ApiApp } from '../api-app.ts'
import { principalOf } from '../auth/authenticate.ts'
import { clearSessionCookie, setSessionCookie } from '../auth/session-cookie.ts'
import type { RouteContext } from '../route-context.ts'
import { nothing, signedIn, signIn } from '../schemas/index.ts'

const tags = ['Signing in']

/** Signing in and out. */
export function sessionRoutes(app: ApiApp, { services, announceRevoked, limits }: RouteContext): void {
  const { accounts } = services

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
      clearSessionCookie(request, reply)
      return reply.code(204).send()
    },
  )
}
