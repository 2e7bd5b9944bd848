import { AppError } from '#kernel'
import { type Operations, operations } from './generated/operations.ts'
import { type LiveEvent, readLiveEvents } from './live-events.ts'
import { failure } from './problem.ts'

export type OperationName = keyof Operations
export type Request<O extends OperationName> = Operations[O]['request']
type Answer<O extends OperationName> = Operations[O]['response']

export interface ApiClientOptions {
  /** Where the platform is reached, as http://127.0.0.1:8080. */
  readonly url: string
  /** An API key, cw_…; absent for what everybody may ask. */
  readonly key?: string | undefined
  /** How long an answer may take, in milliseconds; 60,000 if absent. */
  readonly timeoutMs?: number
}

/** The API of a platform, with the types of its own OpenAPI document. */
export interface ApiClient {
  readonly url: string
  /**
   * Asks one operation and waits for its answer.
   *
   * @throws AppError with the code, the sentence and the details of the platform's problem document; `unavailable` when
   *   nothing answers, `timeout` when the answer takes too long
   */
  call<O extends OperationName>(
    operation: O,
    ...request: Record<never, never> extends Request<O> ? [request?: Request<O>] : [request: Request<O>]
  ): Promise<Answer<O>>
  /**
   * Asks an operation that takes a file as it is, piece by piece as it is read.
   *
   * @throws AppError as `call` does, except that there is no limit to how long it may take; whatever ends `signal`
   */
  send<O extends OperationName>(
    operation: O,
    request: Request<O>,
    content: ReadableStream<Uint8Array>,
    signal: AbortSignal,
  ): Promise<Answer<O>>
  /**
   * Asks an operation that answers with a file. The content comes as it is read.
   *
   * @throws AppError as `send` does
   */
  fetch<O extends OperationName>(operation: O, request: Request<O>, signal: AbortSignal): Promise<FetchedFile>
  /**
   * Follows live events, of one station with its messages or of all without, until `signal` says so or the platform ends
   * the stream. The first event is `open`, made here: whatever changes from then on is heard of.
   *
   * @throws AppError as `call` does
   */
  follow(query: { readonly stationId?: string }, signal: AbortSignal): AsyncGenerator<LiveEvent>
}

/** A file of the platform. */
export interface FetchedFile {
  /** As the platform names it. */
  readonly name?: string
  readonly sizeBytes?: number
  readonly content: ReadableStream<Uint8Array>
}

const USUAL_TIMEOUT_MS = 60_000

export function createApiClient(options: ApiClientOptions): ApiClient {
  const url = options.url.replace(/\/+$/, '')
  const ask = async (operation: OperationName, request: Parts, signal: AbortSignal): Promise<Response> => {
    const { method, path } = operations[operation]
    const response = await fetch(addressOf(url, path, request), {
      method,
      signal,
      headers: headersOf(options.key, request),
      ...contentOf(request),
    }).catch((thrown: unknown) => {
      throw unreachable(url, thrown, signal)
    })
    if (!response.ok) throw await failure(response)
    return response
  }
  return {
    url,
    async call(operation, ...[request]) {
      const signal = AbortSignal.timeout(options.timeoutMs ?? USUAL_TIMEOUT_MS)
      return await answered(await ask(operation, request ?? {}, signal), url, signal)
    },
    async send(operation, request, content, signal) {
      return await answered(await ask(operation, { ...request, content }, signal), url, signal)
    },
    async fetch(operation, request, signal) {
      return fileIn(await ask(operation, request, signal))
    },
    async *follow(query, signal) {
      const { body } = await ask('live', { query }, signal)
      yield { kind: 'open', data: {} }
      if (body !== null) yield* readLiveEvents(body, signal)
    },
  }
}

/** What any request may consist of, for the code that sends them all. */
interface Parts {
  readonly params?: object | undefined
  readonly query?: object | undefined
  readonly headers?: object | undefined
  readonly body?: unknown
  /** A file, in place of a body. */
  readonly content?: ReadableStream<Uint8Array>
}

function addressOf(url: string, path: string, { params = {}, query = {} }: Parts): string {
  const filled = Object.entries(params).reduce(
    (text, [name, value]) => text.replace(`{${name}}`, encodeURIComponent(String(value))),
    path,
  )
  const search = new URLSearchParams(given(query)).toString()
  return `${url}${filled}${search === '' ? '' : `?${search}`}`
}

function headersOf(key: string | undefined, { headers = {}, body, content }: Parts): Record<string, string> {
  return {
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(content === undefined ? {} : { 'content-type': 'application/octet-stream' }),
    ...Object.fromEntries(given(headers)),
  }
}

/** A stream is sent while it is made, which `fetch` wants to be told (`duplex`). */
function contentOf({ body, content }: Parts): { body?: string | ReadableStream<Uint8Array>; duplex?: 'half' } {
  if (content !== undefined) return { body: content, duplex: 'half' }
  return body === undefined ? {} : { body: JSON.stringify(body) }
}

async function answered(response: Response, url: string, signal: AbortSignal) {
  const text = await response.text().catch((thrown: unknown) => {
    throw unreachable(url, thrown, signal)
  })
  return text === '' ? undefined : parsed(text, url)
}

function fileIn({ headers, body }: Response): FetchedFile {
  const [, name] = /filename="([^"]+)"/.exec(headers.get('content-disposition') ?? '') ?? []
  const sizeBytes = headers.get('content-length')
  return {
    content: body ?? new Blob([]).stream(),
    ...(name === undefined ? {} : { name }),
    ...(sizeBytes === null ? {} : { sizeBytes: Number(sizeBytes) }),
  }
}

function given(fields: object): [string, string][] {
  return Object.entries(fields).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  )
}

function parsed(text: string, url: string) {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('invalid', `What answers at ${url} is not Chargewright: it sent no JSON`, { url }, { cause })
  }
}

function unreachable(url: string, thrown: unknown, signal: AbortSignal): AppError {
  if (signal.aborted && signal.reason instanceof Error && signal.reason.name === 'TimeoutError') {
    return new AppError('timeout', `${url} took too long to answer`, { url }, { cause: thrown })
  }
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown
  const why = cause instanceof Error ? ('code' in cause ? String(cause.code) : cause.message) : String(cause)
  return new AppError('unavailable', `Nothing answers at ${url} (${why})`, { url, why }, { cause: thrown })
}
