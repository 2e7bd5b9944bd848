import type { IncomingMessage, ServerResponse } from 'node:http'
import { AppError } from '#kernel'
import type { Peer } from '#ocpp/transport'
import { decode, encode } from './content-coding.ts'
import type { Xml } from './write-xml.ts'

/** Media types a message may come as; SOAP 1.2 has the first, what is older or careless the others. */
const MEDIA_TYPES: ReadonlySet<string> = new Set(['application/soap+xml', 'text/xml', 'application/xml', ''])

/** Counts what all exchanges together hold in memory while it is coming in. */
export interface ByteBudget {
  underWay: number
  readonly limit: number
}

/** One request of a station and its answer, which is given once; whoever has gone meanwhile gets none. */
export class HttpExchange {
  readonly request: IncomingMessage
  readonly peer: Peer
  /** Resolves when the answer is out, or the peer has gone. */
  readonly gone: Promise<void>
  readonly #response: ServerResponse
  #answered = false

  constructor(request: IncomingMessage, response: ServerResponse, peer: Peer) {
    this.request = request
    this.peer = peer
    this.#response = response
    this.gone = new Promise((resolve) => response.once('close', resolve))
  }

  /**
   * The message, inflated.
   * @throws AppError `unsupported` for another media type or coding, `too-large`, `too-many` while too much comes in,
   *   `unavailable` when the peer breaks off
   */
  async read(limit: number, budget: ByteBudget): Promise<string> {
    const [mediaType = ''] = (this.request.headers['content-type'] ?? '').split(';', 1)
    if (!MEDIA_TYPES.has(mediaType.trim().toLowerCase())) throw new AppError('unsupported', 'SOAP comes as XML')
    const body = await this.#collect(limit, budget)
    const text = await decode(body, this.request.headers['content-encoding'], limit)
    return text.toString('utf8').replace(/^\ufeff/, '')
  }

  async #collect(limit: number, budget: ByteBudget): Promise<Buffer> {
    const chunks: Buffer[] = []
    let bytes = 0
    try {
      for await (const chunk of this.request.iterator({ destroyOnReturn: false })) {
        const part: Buffer = Buffer.from(chunk)
        bytes += part.length
        budget.underWay += part.length
        if (bytes > limit) throw new AppError('too-large', 'the message is too long')
        if (budget.underWay > budget.limit) throw new AppError('too-many', 'too much is coming in')
        chunks.push(part)
      }
    } catch (thrown) {
      if (thrown instanceof AppError) throw thrown
      throw new AppError('unavailable', 'the peer broke off', {}, { cause: thrown })
    } finally {
      budget.underWay -= bytes
    }
    return Buffer.concat(chunks)
  }

  /** Answers with a message, compressed if the peer likes that. */
  async answer(status: number, message: Xml): Promise<void> {
    if (!this.#begin()) return
    const { body, coding } = await encode(message, header(this.request, 'accept-encoding'))
    this.#response.writeHead(status, {
      'Content-Type': 'application/soap+xml; charset=utf-8',
      'Content-Length': body.length,
      ...(coding === undefined ? {} : { 'Content-Encoding': coding }),
      ...(status === 401 ? { 'WWW-Authenticate': 'Basic realm="OCPP", charset="UTF-8"' } : {}),
    })
    await this.#end(body)
  }

  /** Answers without a message: the station shall send again what it said. */
  async refuse(status: number, reason: string, retryAfterS?: number): Promise<void> {
    if (!this.#begin()) return
    this.#response.writeHead(status, {
      'Content-Type': 'text/plain; charset=utf-8',
      Connection: 'close',
      ...(retryAfterS === undefined ? {} : { 'Retry-After': Math.ceil(retryAfterS) }),
    })
    await this.#end(Buffer.from(`${reason}\n`))
  }

  #begin(): boolean {
    if (this.#answered || this.#response.destroyed) return false
    this.#answered = true
    return true
  }

  #end(body: Buffer): Promise<void> {
    this.#response.end(body)
    return this.gone
  }
}

function header({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value.join(',') : value
}
