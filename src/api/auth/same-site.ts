import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'
import { AppError, inNetworks } from '#kernel'

/** The header by which a page of ours shows that it, and not another site's form, sends a request. */
export const CSRF_HEADER = 'x-chargewright'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

export const isLoopback = inNetworks(['loopback'])

/**
 * Refuses requests under a name nobody gave this platform. A page elsewhere may let its own name point here ("DNS
 * rebinding") and so pass for the same site; numeric addresses cannot be turned that way. Without names in the settings
 * only requests from this very machine are held to it: others could not reach a platform that listens here alone.
 *
 * @throws AppError `forbidden`
 */
export function createHostCheck(settings: { publicUrl?: string; hostNames?: readonly string[] }) {
  const names = new Set((settings.hostNames ?? []).map((name) => name.toLowerCase()))
  if (settings.publicUrl !== undefined) names.add(new URL(settings.publicUrl).hostname)
  return (request: FastifyRequest): void => {
    if (names.size === 0 && !isLoopback(request.socket.remoteAddress ?? '')) return
    const name = hostName(request.headers.host ?? '')
    if (name === 'localhost' || name.endsWith('.localhost') || isIP(name) !== 0 || names.has(name)) return
    throw new AppError(
      'forbidden',
      `This platform is not known as ${name}; the setting of its public address names it`,
      {
        host: name,
      },
    )
  }
}

/** The name in a Host header, without port and brackets, in lower case. */
function hostName(host: string): string {
  return host
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase()
}

/**
 * Refuses changes that a page of another site made somebody's browser ask for. Ours are those of the host that is asked,
 * and of the public address, which a proxy may not hand on.
 *
 * @throws AppError `forbidden`
 */
export function createSameSiteCheck({ publicUrl }: { publicUrl?: string }) {
  const publicOrigin = publicUrl === undefined ? undefined : new URL(publicUrl).origin
  const isOurs = (origin: string, host: string | undefined) =>
    origin === publicOrigin || (URL.canParse(origin) && new URL(origin).host === host)

  return (request: FastifyRequest): void => {
    if (SAFE_METHODS.has(request.method)) return
    const { origin, host, authorization } = request.headers
    if (origin !== undefined && authorization === undefined && !isOurs(origin, host)) {
      throw new AppError('forbidden', 'This request was made by a page of another site')
    }
    if (request.credential?.kind === 'session' && request.headers[CSRF_HEADER] === undefined) {
      throw new AppError(
        'forbidden',
        `Requests of a signed-in browser that change something need the header ${CSRF_HEADER}`,
      )
    }
  }
}

/** Where whoever asks reaches the platform, as https://charging.example.org. */
export function originOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}`
}
