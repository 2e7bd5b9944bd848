import '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { SESSION_COOKIE } from './authenticate.ts'

export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, session: string, expires: Date): void {
  reply.setCookie(SESSION_COOKIE, session, { ...cookiePlace(request), expires })
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(SESSION_COOKIE, cookiePlace(request))
}

/** Where the cookie is sent: to this host only, never from pages of others, never to scripts, and over TLS once it came so. */
function cookiePlace(request: FastifyRequest) {
  return { path: '/', httpOnly: true, sameSite: 'strict', secure: request.protocol === 'https' } as const
}
