import { ApiError, problemOf } from './problem.ts'
import type { Page, QueryValue } from './types.ts'

export const API = '/api/v1'

interface RequestOptions {
  readonly query?: Readonly<Record<string, QueryValue>> | undefined
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/**
 * One request to the API, signed by the session cookie.
 * @throws ApiError when the API refuses; TypeError when it cannot be reached.
 */
export async function send<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  const { query, body, headers, signal } = options
  const response = await fetch(`${API}${path}${queryString(query)}`, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      // Asked of every change made by cookie: another site's form cannot set it.
      'x-chargewright': '1',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  })
  if (!response.ok) throw new ApiError(await problemOf(response))
  const text = await response.text()
  return JSON.parse(text === '' ? 'null' : text)
}

export const get = <T>(path: string, query?: RequestOptions['query'], signal?: AbortSignal) =>
  send<T>('GET', path, { ...(query && { query }), ...(signal && { signal }) })
export const post = <T>(path: string, body?: unknown, headers?: RequestOptions['headers']) =>
  send<T>('POST', path, { ...(body === undefined ? {} : { body }), ...(headers && { headers }) })
export const patch = <T>(path: string, body: unknown) => send<T>('PATCH', path, { body })
export const remove = (path: string) => send<null>('DELETE', path)

/** `?a=1&b=2`, leaving out what is undefined or empty. */
export function queryString(query: RequestOptions['query'] = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

/** One segment of a path: identities of stations may hold any character. */
export const segment = encodeURIComponent

/** What the API gives at once at most. */
const LARGEST_PAGE = 500

/** Follows the cursors of a list to its end, or to `most` items. */
export async function getAll<T>(
  path: string,
  query: RequestOptions['query'] = {},
  { most, signal }: { readonly most: number; readonly signal?: AbortSignal },
): Promise<readonly T[]> {
  const items: T[] = []
  let cursor: string | undefined
  do {
    const page: Page<T> = await get(path, { limit: LARGEST_PAGE, ...query, cursor }, signal)
    items.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== undefined && items.length < most)
  return items
}
