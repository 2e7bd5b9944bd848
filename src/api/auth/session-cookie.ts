import '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { SESSION_COOKIE } from './authenticate.ts'

export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, session: string, expires: Date): void {
  reply.setCookie(SESSION_COOKIE, session, { ...cookiePlace(request), expires })
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(SESSION_COOKIE, cookiePlace(request))
}

/**
 * Where the cookie is sent: to this host only, never from pages of others, never to scripts; over TLS only, once it came
 * so or came from a page that did (a proxy may hand it on without).
 */
function cookiePlace(request: FastifyRequest) {
  const secure = request.protocol === 'https' || (request.headers.origin ?? '').startsWith('https://')
  return { path: '/', httpOnly: true, sameSite: 'strict', secure } as const
}
