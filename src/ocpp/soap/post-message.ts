import { type LookupAddress, lookup as resolveName } from 'node:dns'
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { rootCertificates } from 'node:tls'
import { AppError } from '#kernel'
import { type Coding, compress, decode } from './content-coding.ts'
import type { Xml } from './write-xml.ts'

export interface Post {
  readonly url: string
  /** The action header, repeated as a parameter of the media type (SOAP 1.2 part 2 §7.1.4). */
  readonly action: string
  readonly message: Xml
  /** Where it may be sent; asked of the address a name stands for at the moment of connecting. */
  permits(address: string): boolean
  /** Authorities the station's server may chain to besides the known ones, PEM. */
  readonly authorities?: readonly string[]
  readonly user?: { readonly name: string; readonly password: string | Buffer }
  readonly client?: { readonly cert: string; readonly key: string }
  /** Compresses the message (1.6-S §6.1). */
  readonly coding?: Coding
  readonly maxAnswerBytes: number
  readonly signal: AbortSignal
}

export interface PostAnswer {
  readonly status: number
  readonly text: string
}

/**
 * Sends a message by HTTP POST and reads the answer, which comes with the response (1.6-S §3.2). Redirections are not
 * followed.
 * @throws AppError `forbidden` for an address that is not permitted, `invalid` for what is none, `too-large`, or
 *   `unavailable` when nobody answers
 */
export async function postMessage(post: Post): Promise<PostAnswer> {
  const url = URL.parse(post.url)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new AppError('invalid', 'the address is not one of HTTP')
  }
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !post.permits(host)) throw forbidden()
  try {
    const body = post.coding === undefined ? Buffer.from(post.message) : await compress(post.message, post.coding)
    const response = await exchange(url, post, body)
    const answer = await collect(response, post.maxAnswerBytes)
    const text = await decode(answer, response.headers['content-encoding'], post.maxAnswerBytes)
    return { status: response.statusCode ?? 0, text: text.toString('utf8').replace(/^\ufeff/, '') }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no answer'
    throw new AppError('unavailable', `the address cannot be reached: ${code}`, {}, { cause })
  }
}

function exchange(url: URL, post: Post, body: Buffer): Promise<IncomingMessage> {
  const { action, user, client, coding, authorities = [], signal } = post
  const options: RequestOptions = {
    method: 'POST',
    agent: false,
    signal,
    lookup: permittedLookup(post),
    headers: {
      'Content-Type': `application/soap+xml; charset=utf-8; action="${action}"`,
      'Content-Length': body.length,
      ...(coding === undefined ? {} : { 'Content-Encoding': coding }),
      'Accept-Encoding': 'gzip, deflate',
      Connection: 'close',
      ...(user === undefined ? {} : { Authorization: basic(user.name, user.password) }),
    },
  }
  const tls = authorities.length > 0 ? { ca: [...rootCertificates, ...authorities] } : {}
  return new Promise((resolve, reject) => {
    const sent =
      url.protocol === 'https:' ? httpsRequest(url, { ...options, ...tls, ...client }) : httpRequest(url, options)
    sent.once('response', resolve)
    sent.once('error', reject)
    sent.end(body)
  })
}

function basic(name: string, password: string | Buffer): string {
  return `Basic ${Buffer.concat([Buffer.from(`${name}:`), Buffer.from(password)]).toString('base64')}`
}

async function collect(response: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response) {
    const part: Buffer = Buffer.from(chunk)
    bytes += part.length
    if (bytes > limit) throw new AppError('too-large', 'the answer is too long')
    chunks.push(part)
  }
  return Buffer.concat(chunks)
}

/** Resolves a name to those of its addresses that are permitted: what is checked is what is connected to. */
function permittedLookup({ permits }: Pick<Post, 'permits'>): LookupFunction {
  return (name, options, callback) => {
    resolveName(name, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error !== null) {
        callback(error, '')
        return
      }
      const permitted = found.filter(({ address }) => permits(address))
      const [first] = permitted
      if (first === undefined) callback(forbidden(), '')
      else if (options.all === true) callback(null, permitted)
      else callback(null, first.address, first.family)
    })
  }
}

function forbidden(): AppError {
  return new AppError('forbidden', 'the address is not one that commands may be sent to')
}
