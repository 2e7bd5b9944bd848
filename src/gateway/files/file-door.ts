import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Diagnostics } from '#domain/diagnostics'
import { AttemptBudget, type FileStore, safeName, watchPace } from '#domain/files'
import type { Firmware } from '#domain/firmware'
import { type Clock, type ErrorCode, errorCode, type Logger } from '#kernel'
import type { RequestTaker } from '#ocpp/transport'
import type { GatewaySettings } from '../settings.ts'
import { readRange } from './byte-range.ts'
import { boundaryOf, openForm } from './file-in-form.ts'
import { type FilePath, readFilePath } from './file-path.ts'

export interface FileDoorOptions {
  readonly firmware: Firmware
  readonly diagnostics: Diagnostics
  readonly files: FileStore
  readonly clock: Clock
  readonly logger: Logger
  readonly settings: Pick<GatewaySettings, 'transfersAtOnce' | 'readPeer'>
}

/** Wrong tickets one address may show in an hour. */
const WRONG_TICKETS_PER_HOUR = 60

/** What a failure is called over HTTP. */
const STATUS = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  'too-many': 429,
  unsupported: 405,
  unavailable: 503,
  timeout: 503,
  internal: 500,
} as const satisfies Record<ErrorCode, number>

/**
 * Files that stations fetch and bring over plain HTTP, at addresses that open with their ticket alone (2.x L01, N01;
 * 1.6 §8).
 */
export function createFileDoor(options: FileDoorOptions): RequestTaker {
  const { clock, logger, settings } = options
  const wrong = new AttemptBudget(clock, WRONG_TICKETS_PER_HOUR)
  let underWay = 0

  async function serve(path: FilePath, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { remoteAddress: address } = settings.readPeer(request)
    if (!wrong.mayTry(address)) return refuse(response, 429, { 'Retry-After': '600' })
    if (underWay >= settings.transfersAtOnce) return refuse(response, 503, { 'Retry-After': '30' })
    underWay += 1
    try {
      const found =
        path.kind === 'firmware'
          ? await handOut(options, path, request, response)
          : await takeIn(options, path, request, response)
      if (!found) wrong.count(address)
    } finally {
      underWay -= 1
    }
  }

  return (request, response) => {
    const path = readFilePath(request.url ?? '')
    if (path === undefined) return false
    serve(path, request, response).catch((thrown: unknown) => {
      const code = errorCode(thrown)
      if (code === 'internal' && !request.destroyed) logger.error('A file could not be transferred', { error: thrown })
      if (response.headersSent) response.destroy()
      else refuse(response, STATUS[code])
    })
    return true
  }
}

/** @returns false when the ticket opened nothing */
async function handOut(
  { firmware, files, clock }: FileDoorOptions,
  { ticket }: FilePath,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    refuse(response, 405, { Allow: 'GET, HEAD' })
    return true
  }
  const image = await firmware.download(ticket)
  if (image === undefined) {
    refuse(response, 404)
    return false
  }
  const { imageId, fileName, sizeBytes } = image
  const etag = `"${imageId}"`
  const ifRange = request.headers['if-range']
  const range = ifRange === undefined || ifRange === etag ? readRange(request.headers.range, sizeBytes) : undefined
  if (range === 'unsatisfiable') {
    refuse(response, 416, { 'Content-Range': `bytes */${sizeBytes}` })
    return true
  }
  const { first, last } = range ?? { first: 0, last: sizeBytes - 1 }
  response.writeHead(range === undefined ? 200 : 206, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': last - first + 1,
    'Content-Disposition': `attachment; filename="${fileName}"`,
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'no-store',
    ETag: etag,
    ...(range !== undefined && { 'Content-Range': `bytes ${first}-${last}/${sizeBytes}` }),
  })
  if (request.method === 'HEAD' || sizeBytes === 0) {
    response.end()
    return true
  }
  const content = await files.read('firmware', imageId, { first, last })
  const pace = watchPace(clock, () => response.destroy())
  await pipeline(content, (source: AsyncIterable<Uint8Array>) => pace.follow(source), response).finally(pace.stop)
  return true
}

/** @returns false when the ticket opened nothing */
async function takeIn(
  { diagnostics, clock }: FileDoorOptions,
  { ticket, name }: FilePath,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  // N01.FR.18: both are taken.
  if (request.method !== 'PUT' && request.method !== 'POST') {
    refuse(response, 405, { Allow: 'PUT, POST' })
    return true
  }
  if (!(await diagnostics.expects(ticket))) {
    refuse(response, 404)
    return false
  }
  const pace = watchPace(clock, () => request.destroy())
  try {
    const brought = await openBody(request, pace.follow(request))
    await diagnostics.receive(ticket, brought.name ?? name, brought.content)
  } finally {
    pace.stop()
  }
  response.writeHead(201, { 'Content-Length': 0 })
  response.end()
  return true
}

/** The file in a request: the body as it is, or what is in its form, as many a POST has it. */
async function openBody(
  { headers }: IncomingMessage,
  body: AsyncIterable<Uint8Array>,
): Promise<{ name: string | undefined; content: AsyncIterable<Uint8Array> }> {
  const boundary = boundaryOf(headers['content-type'])
  if (boundary === undefined) return { name: nameIn(headers['content-disposition']), content: body }
  const { head, content } = await openForm(body, boundary)
  return { name: nameIn(head), content }
}

/** N01.FR.19: a POST says the name of the file in Content-Disposition. */
function nameIn(disposition = ''): string | undefined {
  const [, name = ''] = /\bfilename="?([^";\r\n]+)"?/i.exec(disposition) ?? []
  return safeName(name)
}

function refuse(response: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}): void {
  // What is left of the request is not read: it may be long.
  response.writeHead(status, { Connection: 'close', 'Content-Length': 0, ...headers })
  response.end()
}
