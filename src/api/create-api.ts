import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import fastify, { type RouteOptions } from 'fastify'
import { createQuestions } from '#analytics'
import { AppError, countedAs, newId } from '#kernel'
import type { ApiApp } from './api-app.ts'
import type { ApiOptions } from './api-context.ts'
import { createGuard } from './auth/authenticate.ts'
import { refuseUndeclared } from './auth/declare-access.ts'
import { createHostCheck, createSameSiteCheck } from './auth/same-site.ts'
import { serveConsole } from './console-files.ts'
import { createLiveStreams } from './live/live-streams.ts'
import { createRefusal, type Refusal } from './nothing-here.ts'
import { describeAccess, describeRoutes, serveDocs } from './openapi.ts'
import { createPatientServer } from './patient-server.ts'
import { createErrorHandler } from './problem.ts'
import { rateLimits } from './rate-limits.ts'
import { measureRequests } from './request-metrics.ts'
import type { RouteContext } from './route-context.ts'
import { API_ROUTES, operationRoutes } from './routes/index.ts'
import { createValidatorCompiler } from './validation.ts'

export interface Api {
  /** The server, for `inject` in tests. */
  readonly app: ApiApp
  /** Every route there is. */
  readonly routes: readonly RouteOptions[]
  /** Starts to listen; says where, as http://127.0.0.1:8080. */
  listen(): Promise<string>
  /** Ends live streams, finishes what is being answered and stops. */
  close(): Promise<void>
}

export const API_PREFIX = '/api/v1'
const LARGEST_BODY_BYTES = 262_144
/** The file of a firmware may come over a slow line. Who has not signed in has no longer than headers may take. */
const TIMES_OF_CONNECTIONS = { requestTimeout: 900_000, keepAliveTimeout: 72_000 }
const LONGEST_PARAMETER = 800
/** What is being answered gets this long at a stop; a connection on which nobody asked anything would wait for ever. */
const CLOSE_GRACE_MS = 2_000

/** The HTTP server for people and programs. */
export async function createApi(options: ApiOptions): Promise<Api> {
  const { settings, logger } = options
  const app = newServer(options)
  const context = routeContext(options)
  const routes: RouteOptions[] = []
  app.addHook('onRoute', (route) => void routes.push(route))
  app.addHook('onReady', async () => routes.forEach(refuseUndeclared))
  app.setErrorHandler(createErrorHandler(logger))
  app.setValidatorCompiler(createValidatorCompiler())
  app.setSerializerCompiler(() => (data) => JSON.stringify(data))
  measureRequests(app, options)

  await guard(app, context)
  operationRoutes(app, context)
  const refuse = createRefusal(routes)
  if (options.operationsOnly === true) app.setNotFoundHandler(refuse)
  else await platformRoutes(app, context, refuse)

  const revocations = options.bus.subscribe('account.revoked.*', ({ principalId }) => {
    if (typeof principalId === 'string') void context.liveStreams.recheck(principalId)
  })
  app.addHook('preClose', async () => {
    revocations.stop()
    context.liveStreams.closeAll()
  })
  return {
    app,
    routes,
    listen: () => app.listen({ host: settings.host, port: settings.port }),
    async close() {
      const cutOff = options.clock.after(CLOSE_GRACE_MS, () => app.server.closeAllConnections())
      await app.close()
      cutOff.cancel()
    },
  }
}

/** What people and programs come for: the API with its description, and the console. */
async function platformRoutes(app: ApiApp, context: RouteContext, refuse: Refusal): Promise<void> {
  await describeRoutes(app, context.settings.version)
  await app.register(
    async (api: ApiApp) => {
      api.addHook('onRoute', refuseUndeclared)
      api.addHook('onRoute', describeAccess)
      for (const addRoutes of API_ROUTES) addRoutes(api, context)
    },
    { prefix: API_PREFIX },
  )
  await app.register(serveDocs, { prefix: API_PREFIX })
  await serveConsole(app, context.consoleDir, refuse)
}

function newServer({ settings, logger }: ApiOptions): ApiApp {
  const { trustedProxies = [] } = settings
  return fastify({
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    bodyLimit: LARGEST_BODY_BYTES,
    serverFactory: (answer) => createPatientServer(TIMES_OF_CONNECTIONS, answer),
    genReqId: () => newId(),
    requestIdHeader: false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    frameworkErrors: (error, request, reply) => void createErrorHandler(logger)(error, request, reply),
  })
}

function routeContext(options: ApiOptions): RouteContext {
  const { services, bus, clock } = options
  return {
    ...options,
    questions: createQuestions({ stations: services.stations, transactions: services.transactions, clock }),
    liveStreams: createLiveStreams({ ...options, accounts: services.accounts }),
    limits: rateLimits(options.settings),
    announceRevoked: (principalId) => bus.publish(`account.revoked.${principalId}`, { version: 1, principalId }),
  }
}

/** What holds for every request, in this order: known host, not too many, somebody who may, not at another's bidding. */
async function guard(app: ApiApp, { settings, services, limits }: RouteContext): Promise<void> {
  const checkHost = createHostCheck(settings)
  const checkSameSite = createSameSiteCheck(settings)
  const checkAccess = createGuard(services.accounts)
  app.decorateRequest('principal')
  app.decorateRequest('credential')
  app.addHook('onRequest', async (request) => checkHost(request))
  await app.register(cookie)
  await app.register(helmet, { contentSecurityPolicy: { useDefaults: false, directives: CONSOLE_POLICY }, hsts: false })
  await app.register(rateLimit, {
    ...limits.every,
    keyGenerator: ({ ip }) => countedAs(ip),
    errorResponseBuilder: tooMany,
  })
  // After the limits, which come first in onRequest, and before a body is read.
  app.addHook('preParsing', async (request) => {
    if (request.is404) return
    await checkAccess(request)
    checkSameSite(request)
  })
}

function tooMany(_request: unknown, { after }: { after: string }): AppError {
  return new AppError('too-many', `Too many requests; try again in ${after}`, { after })
}

const CONSOLE_POLICY = {
  'default-src': ["'self'"],
  'font-src': ["'self'", 'data:'],
  'img-src': ["'self'", 'data:', 'blob:'],
  // Components place themselves by style attributes.
  'style-src': ["'self'", "'unsafe-inline'"],
  // The map draws in a worker made from a blob.
  'worker-src': ["'self'", 'blob:'],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
}
