import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { AppError } from '#kernel'
import { problemOf, sendProblem } from './problem.ts'

/** Answers a request that no route takes. */
export type Refusal = (request: FastifyRequest, reply: FastifyReply) => FastifyReply

/**
 * Refuses a request that none of `routes` takes: 404 where nothing has its address, 405 with `Allow` where something has, by other
 * methods (RFC 9110 §15.5.6). Folders of files count as nothing: what lies in them is not known here.
 */
export function createRefusal(routes: readonly RouteOptions[]): Refusal {
  let known: readonly KnownAddress[] | undefined
  return (request, reply) => {
    known ??= routes.filter(({ url }) => !url.includes('*')).map(knownAddress)
    const path = request.url.split('?', 1)[0] ?? ''
    const methods = new Set(known.filter(({ pattern }) => pattern.test(path)).flatMap((address) => address.methods))
    if (methods.size === 0 || methods.has(request.method)) {
      return sendProblem(reply, problemOf(new AppError('not-found', 'There is nothing here')))
    }
    const allowed = [...methods].sort()
    const sentence = `${request.method} is not possible here, only ${allowed.join(', ')}`
    const refusal = new AppError('unsupported', sentence, { allowed })
    return sendProblem(reply.header('allow', allowed.join(', ')), problemOf(refusal, 405))
  }
}

interface KnownAddress {
  readonly pattern: RegExp
  readonly methods: readonly string[]
}

function knownAddress({ url, method }: RouteOptions): KnownAddress {
  const segments = url.split('/').map((segment) => (segment.startsWith(':') ? '[^/]+' : literally(segment)))
  return { pattern: new RegExp(`^${segments.join('/')}$`), methods: [method].flat() }
}

function literally(text: string): string {
  return text.replaceAll(/[.+?^$()[\]{}|\\]/g, '\\$&')
}
