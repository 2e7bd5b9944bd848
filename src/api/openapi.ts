import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { RouteOptions } from 'fastify'
import type { ApiApp } from './api-app.ts'
import { SESSION_COOKIE } from './auth/authenticate.ts'
import { makePublic } from './console-files.ts'
import { namedSchemas, problem } from './schemas/index.ts'

const DESCRIPTION = `Everything the console does can be done by a program too.

**Signing in.** A program sends \`Authorization: Bearer cw_…\`, a key an owner makes under People and programs. A browser
has a cookie; what changes something then also needs the header \`x-chargewright: 1\`.

**Lists** come in pages: ask again with \`cursor\` set to \`nextCursor\` for as long as there is one.

**Errors** are problem documents (RFC 9457) with a \`code\` to match on.

**Rows of other parties** are not found.`

/** Makes the OpenAPI document from the schemas of the routes. To be registered before them. */
export async function describeRoutes(app: ApiApp, version: string): Promise<void> {
  for (const schema of namedSchemas()) app.addSchema(schema)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Chargewright', version, description: DESCRIPTION, license: { name: 'Apache-2.0' } },
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'An API key, cw_…' },
          session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE },
        },
      },
    },
    refResolver: { buildLocalReference: ({ $id }) => String($id) },
  })
}

/** Says in the document who may use a route and how it fails. */
export function describeAccess(route: RouteOptions): void {
  if (route.schema === undefined || route.schema.hide === true) return
  const access = route.config?.access
  route.schema = {
    ...route.schema,
    description: [route.schema.description, access && ACCESS_SENTENCES[access]].filter(Boolean).join('\n\n'),
    security: access === 'public' ? [] : [{ key: [] }, { session: [] }],
    response: {
      ...Object.fromEntries(Object.entries(route.schema.response ?? {}).map(describeAnswer)),
      default: { description: 'It failed', content: { 'application/problem+json': { schema: problem } } },
    },
  }
}

function describeAnswer([status, answer]: [string, object]): [string, object] {
  return [status, { 'x-response-description': ANSWER_WORDS[status], ...answer }]
}

const ANSWER_WORDS: Readonly<Record<string, string>> = { 200: 'Here it is', 201: 'Added', 202: 'Taken on', 204: 'Done' }

const ACCESS_SENTENCES: Readonly<Record<string, string>> = {
  public: 'For everybody.',
  'signed-in': 'For everybody who has signed in.',
  viewer: 'For viewers, operators and owners.',
  operator: 'For operators and owners.',
  owner: 'For owners.',
}

/** The document at /openapi.json, and a page to read it at /docs that needs nothing from elsewhere. */
export async function serveDocs(app: ApiApp): Promise<void> {
  app.get('/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, async () => app.swagger())
  await app.register(async (docs) => {
    docs.addHook('onRoute', makePublic)
    await docs.register(swaggerUi, {
      routePrefix: '/docs',
      // Asked for without a slash at its end, the page names its files from the root.
      indexPrefix: app.prefix,
      theme: { title: 'Chargewright API' },
      staticCSP: DOCS_POLICY,
      logo: NO_LOGO,
      // Topics first, and what they hold when they are opened: all at once would take a browser half a minute.
      uiConfig: { validatorUrl: null, docExpansion: 'none', defaultModelsExpandDepth: 0 },
    })
  })
}

const DOCS_POLICY =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; frame-ancestors 'none'"
const NO_LOGO = { type: 'image/svg+xml', content: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') }
