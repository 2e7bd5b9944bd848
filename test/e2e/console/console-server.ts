import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { FakeApi } from '../../../console/dev/fake-api.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** As the platform serves it: nothing inline but styles, nothing from elsewhere. */
const POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'"

export type FakeOptions = NonNullable<ConstructorParameters<typeof FakeApi>[0]>

export interface ConsoleServer {
  readonly url: string
  readonly fake: FakeApi
  close(): Promise<void>
}

/** A built console before the fake API: every address that is no file is the page itself. */
export async function serveConsole(directory: string, options: FakeOptions = {}): Promise<ConsoleServer> {
  const fake = new FakeApi(options)
  const server = createServer((request, response) => {
    if (!fake.handle(request, response)) void sendFile(directory, request.url ?? '/', response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    fake,
    close: () => {
      fake.stop()
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

async function sendFile(directory: string, url: string, response: ServerResponse): Promise<void> {
  const path = normalize(new URL(url, 'http://localhost').pathname)
  const name = extname(path) === '' ? '/index.html' : path
  const body = await readFile(join(directory, name)).catch(() => undefined)
  if (body === undefined) return void response.writeHead(404).end()
  const type = types[extname(name)] ?? 'application/octet-stream'
  response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY }).end(body)
}
