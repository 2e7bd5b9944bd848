import '@fastify/cookie'
import type { FastifyRequest } from 'fastify'
import { type Accounts, mayAnywhere, type Principal } from '#domain/accounts'
import { AppError } from '#kernel'
import type { Access, Credential } from './declare-access.ts'
import { isLoopback } from './same-site.ts'

export const SESSION_COOKIE = 'chargewright_session'

/** What a request proves itself with. A key goes before a cookie; a header that is no key is an error, not a nobody. */
export function credentialOf(request: FastifyRequest): Credential | undefined {
  const header = request.headers.authorization
  if (header !== undefined) {
    const match = /^Bearer +(\S+) *$/i.exec(header)
    if (!match?.[1]) throw new AppError('unauthenticated', 'The header Authorization has to be: Bearer, and an API key')
    return { kind: 'key', secret: match[1] }
  }
  const session = request.cookies[SESSION_COOKIE]
  return session ? { kind: 'session', secret: session } : undefined
}

/** @throws AppError `unauthenticated` */
export function principalBy(accounts: Accounts, { kind, secret }: Credential): Promise<Principal> {
  return kind === 'key' ? accounts.byKey(secret) : accounts.bySession(secret)
}

/** Finds out who asks and holds it against what the route declares. Whatever declares nothing is closed. */
export function createGuard(accounts: Accounts) {
  return async (request: FastifyRequest): Promise<void> => {
    const access = request.routeOptions.config.access ?? 'owner'
    if (access === 'public' || (access === 'local' && isLocal(request))) return
    const credential = credentialOf(request)
    if (credential === undefined) throw new AppError('unauthenticated', 'Sign in, or send an API key')
    request.principal = await principalBy(accounts, credential)
    request.credential = credential
    requireAccess(request.principal, access)
  }
}

function requireAccess(principal: Principal, access: Exclude<Access, 'public'>): void {
  if (access === 'signed-in') return
  const needed = access === 'local' ? 'viewer' : access
  if (!mayAnywhere(principal, needed)) throw new AppError('forbidden', `This needs the role ${needed}`, { needed })
}

/** True for a request made on this machine itself, not handed on by a proxy on it. */
function isLocal(request: FastifyRequest): boolean {
  const forwarded = request.headers['x-forwarded-for'] ?? request.headers.forwarded
  return forwarded === undefined && isLoopback(request.socket.remoteAddress ?? '')
}

/**
 * Who asks. Only routes that are not public know.
 *
 * @throws AppError `unauthenticated` on a public route.
 */
export function principalOf(request: FastifyRequest): Principal {
  if (request.principal === undefined) throw new AppError('unauthenticated', 'Sign in, or send an API key')
  return request.principal
}

/** Who asks, for the records of what they ask for: the id, and the name at this time, for people to read. */
export function requesterOf(request: FastifyRequest): {
  readonly requestedBy: string
  readonly requestedByName: string
} {
  const { id, kind, name } = principalOf(request)
  return { requestedBy: id, requestedByName: kind === 'person' ? name : `API key ${name}` }
}
