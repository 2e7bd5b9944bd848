import { scopeOf } from '#domain/accounts'
import { AppError, errorCode } from '#kernel'
import type { ApiApp } from '../api-app.ts'
import { principalOf } from '../auth/authenticate.ts'
import { setSessionCookie } from '../auth/session-cookie.ts'
import type { RouteContext } from '../route-context.ts'
import { me, ownPassword, signedIn } from '../schemas/index.ts'

const tags = ['Signing in']

/** Who one is, and one's own password. */
export function ownAccountRoutes(app: ApiApp, context: RouteContext): void {
  const { settings, announceRevoked, limits } = context
  const { accounts, parties } = context.services

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
        installation: {
          version: settings.version,
          parties: visible.map(({ id, name }) => ({ id, name })),
          ...ocppAddresses(context, request.hostname),
        },
      }
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

/** Where stations connect. Open on every network that is wherever whoever asks has reached this machine. */
function ocppAddresses(
  { stationAddresses, settings: { publicUrl } }: RouteContext,
  asked: string,
): { ocppUrl?: string; ocppTlsUrl?: string } {
  const open = stationAddresses?.()
  if (open === undefined) return {}
  const { ocppUrl, ocppTlsUrl, onEveryNetwork, publicUrl: proxied } = open
  if (proxied !== undefined)
    return proxied.startsWith('wss:') ? { ocppUrl: proxied, ocppTlsUrl: proxied } : { ocppUrl: proxied }
  if (!onEveryNetwork) return { ocppUrl, ocppTlsUrl }
  const host = publicUrl === undefined ? asked : new URL(publicUrl).hostname
  return { ocppUrl: withHost(ocppUrl, host), ocppTlsUrl: withHost(ocppTlsUrl, host) }
}

function withHost(address: string, host: string): string {
  const url = new URL(address)
  url.hostname = host
  return url.href
}
