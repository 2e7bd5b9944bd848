import { createApi } from '../../src/api/index.ts'
import { memoryBus } from '../../src/bus/index.ts'
import { versionsOfCommand } from '../../src/gateway/index.ts'
import { noMetrics, silentLogger, systemClock } from '../../src/kernel/index.ts'
import type { Document } from './openapi.ts'

/** A part of the platform that is named but never used: the routes are only described, not asked. */
const inert: never = new Proxy({}, { get: () => () => undefined }) as never

/** The OpenAPI document of the API, without a database and without listening. */
export async function readDocument(version: string): Promise<Document> {
  const bus = memoryBus({ clock: systemClock, logger: silentLogger })
  const { app, close } = await createApi({
    services: new Proxy(inert, { get: () => inert }),
    bus,
    clock: systemClock,
    logger: silentLogger,
    metrics: noMetrics,
    settings: { host: '127.0.0.1', port: 0, version },
    versionsOfCommand,
    consoleDir: '/nonexistent',
    metricsText: async () => '',
    readiness: async () => [],
  })
  try {
    await app.ready()
    // The types of @fastify/swagger cover OpenAPI 3.0 and 3.1 at once; what is read of it is judged by the emitter.
    const document: Document = JSON.parse(JSON.stringify(app.swagger()))
    return document
  } finally {
    await close()
    await bus.close()
  }
}
