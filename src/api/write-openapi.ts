import { writeFile } from 'node:fs/promises'
import { noMetrics, silentLogger, systemClock } from '#kernel'
import type { ApiServices } from './api-context.ts'
import { createApi } from './create-api.ts'

/**
 * Writes the OpenAPI document without a platform running, for clients that are made from it:
 *
 *     node src/api/write-openapi.ts openapi.json
 */
const [path = 'openapi.json'] = process.argv.slice(2)
const subscription = { stop: () => {} }
const { app } = await createApi({
  // Only what the routes say of themselves is read; none is ever called.
  services: {} as ApiServices,
  bus: {
    publish: () => {},
    subscribe: () => subscription,
    hasSubscribers: () => false,
    request: () => Promise.reject(new Error('There is no bus here')),
    answer: () => subscription,
    append: async () => {},
    consume: () => subscription,
    close: async () => {},
  },
  clock: systemClock,
  logger: silentLogger,
  metrics: noMetrics,
  settings: { host: '127.0.0.1', port: 0, version: '0' },
  versionsOfCommand: () => ({ versions: [], lacking: {} }),
  consoleDir: '',
  metricsText: async () => '',
  readiness: async () => [],
})
await app.ready()
await writeFile(path, `${JSON.stringify(app.swagger(), null, 2)}\n`)
await app.close()
