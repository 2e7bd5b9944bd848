import type { ApiApp } from '../api-app.ts'
import type { RouteContext } from '../route-context.ts'

/** For whoever runs the platform: does it live, can it work, how is it doing. Outside /api, as such tools expect them. */
export function operationRoutes(app: ApiApp, { readiness, metricsText }: RouteContext): void {
  app.get('/healthz', { config: { access: 'public', rateLimit: false }, schema: { hide: true } }, async () => ({
    status: 'ok',
  }))

  app.get(
    '/readyz',
    { config: { access: 'public', rateLimit: false }, schema: { hide: true } },
    async (_request, reply) => {
      const parts = await readiness()
      const ready = parts.every((part) => part.ready)
      return reply.code(ready ? 200 : 503).send({
        status: ready ? 'ok' : 'not ready',
        parts: parts.map((part) => ({ name: part.name, ready: part.ready })),
      })
    },
  )

  app.get(
    '/metrics',
    { config: { access: 'local', rateLimit: false }, schema: { hide: true } },
    async (_request, reply) => reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metricsText()),
  )
}
