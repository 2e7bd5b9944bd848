import type { RouteOptions } from 'fastify'
import type { Principal, Role } from '#domain/accounts'

/**
 * Who may use a route: anybody; who is on this machine or may look; who has signed in, whatever they may do; or who has at
 * least this role in some party (in which, the handler asks of the row).
 */
export type Access = 'public' | 'local' | 'signed-in' | Role

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use the route; a route without is not served. */
    access?: Access
  }
  interface FastifyRequest {
    /** Who asks, once that is known. */
    principal: Principal | undefined
    /** How they proved it. */
    credential: Credential | undefined
  }
}

export interface Credential {
  readonly kind: 'session' | 'key'
  readonly secret: string
}

/** @throws Error for a route that does not say who may use it: it would otherwise be open, or dead, by oversight. */
export function refuseUndeclared({ method, url, config }: RouteOptions): void {
  if (config?.access === undefined) {
    throw new Error(`The route ${[method].flat().join(',')} ${url} does not declare who may use it`)
  }
}
