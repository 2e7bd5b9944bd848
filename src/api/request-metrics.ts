import type { Logger, Metrics } from '#kernel'
import type { ApiApp } from './api-app.ts'

const BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Measures every request but those that stay open by nature. */
export function measureRequests(app: ApiApp, { metrics, logger }: { metrics: Metrics; logger: Logger }): void {
  const durations = metrics.histogram(
    'http_request_duration_seconds',
    'Time from a request to the end of its answer',
    BUCKETS_S,
    ['method', 'route', 'status'],
  )
  app.addHook('onResponse', async (request, reply) => {
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none')
    const { statusCode, elapsedTime } = reply
    logger.debug('Answered a request', {
      method: request.method,
      route,
      status: statusCode,
      ms: Math.round(elapsedTime),
    })
    if (reply.getHeader('content-type') === 'text/event-stream') return
    durations.observe(elapsedTime / 1000, { method: request.method, route, status: String(statusCode) })
  })
}
