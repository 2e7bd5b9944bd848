import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import type { ApiApp } from './api-app.ts'
import type { Refusal } from './nothing-here.ts'

const NOT_BUILT = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Chargewright</title>
<body style="font: 1rem/1.6 system-ui, sans-serif; max-width: 38rem; margin: 4rem auto; padding: 0 1rem">
<h1>The platform runs, its console is not built</h1>
<p>Start it with <code>npm start</code>, which builds the console, or build it with <code>npm run build -w console</code>
and start again.</p>
<p>The <a href="/api/v1/docs/">HTTP API</a> works without it.</p>
</body></html>
`

/** Serves the console: its files, and its one page for every other address that is not the API's. `refuse` answers the rest. */
export async function serveConsole(app: ApiApp, consoleDir: string, refuse: Refusal): Promise<void> {
  const built = existsSync(join(consoleDir, 'index.html'))
  if (built) {
    await app.register(async (files) => {
      files.addHook('onRoute', makePublic)
      await files.register(fastifyStatic, { root: consoleDir, setHeaders: cacheByName })
    })
  }
  app.setNotFoundHandler((request, reply) => {
    if (!wantsPage(request)) return refuse(request, reply)
    reply.header('cache-control', 'no-cache')
    return built ? sendPage(reply) : reply.type('text/html; charset=utf-8').send(NOT_BUILT)
  })

  function sendPage(reply: FastifyReply): FastifyReply {
    return reply.sendFile('index.html', consoleDir)
  }
}

/** Marks routes of a plug-in that cannot declare it themselves: files that are the same for everybody. */
export function makePublic(route: RouteOptions): void {
  route.config = { ...route.config, access: 'public' }
  route.schema = { ...route.schema, hide: true }
}

/** True for somebody who goes to a page with a browser, not for a program or a file that is missing. */
function wantsPage({ method, url, headers }: FastifyRequest): boolean {
  const path = url.split('?', 1)[0] ?? ''
  return method === 'GET' && !IS_NO_PAGE.test(path) && (headers.accept ?? '').includes('text/html')
}

/** The API, and files: those lie at the root or among the assets. Deeper, a dot belongs to a name, as of a station. */
const IS_NO_PAGE = /^\/(?:api|assets)(?:\/|$)|^\/[^/]*\.\w+$/

/** Built files carry a hash of their content in their name; the page that names them does not. */
function cacheByName(reply: Pick<FastifyReply, 'header'>, path: string): void {
  reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
}
