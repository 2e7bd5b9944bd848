import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { FakeApi } from '../../../console/dev/fake-api.ts'

const DIST = join(import.meta.dirname, '../../../console/dist')

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

export interface ConsoleServer {
  readonly url: string
  readonly fake: FakeApi
  close(): Promise<void>
}

/** The built console before the fake API: everything that is no file is the page itself, as the platform serves it. */
export async function startConsoleServer(
  options: ConstructorParameters<typeof FakeApi>[0] = {},
): Promise<ConsoleServer> {
  const fake = new FakeApi(options)
  const server = createServer((request, response) => {
    if (!fake.handle(request, response)) void sendFile(request.url ?? '/', response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    fake,
    close: () => {
      fake.stop()
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

async function sendFile(url: string, response: ServerResponse): Promise<void> {
  const path = normalize(new URL(url, 'http://localhost').pathname)
  const name = extname(path) === '' ? '/index.html' : path
  try {
    const body = await readFile(join(DIST, name))
    response.writeHead(200, {
      'content-type': types[extname(name)] ?? 'application/octet-stream',
      // As strict as a console can be served: nothing inline but styles, nothing from elsewhere.
      'content-security-policy': "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:",
    })
    response.end(body)
  } catch {
    response.writeHead(404).end()
  }
}
