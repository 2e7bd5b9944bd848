import type { Operations, operations } from '#api-client'
import { type QueryValue, segment, send } from './client.ts'
import type { Page } from './types.ts'

type Asked = typeof operations
type Name = keyof Operations & keyof Asked
type Bare<P> = P extends `/api/v1${infer Rest}` ? Rest : never
type Routes = { [N in Name as `${Asked[N]['method']} ${Bare<Asked[N]['path']>}`]: Operations[N] }

/** A route of the API as its own document names it: `GET /stations/{id}/local-list`. */
export type Route = keyof Routes
export type RequestOf<R extends Route> = Routes[R]['request']
export type AnswerOf<R extends Route> = Routes[R]['response']

type Listing<R extends Route> = AnswerOf<R> extends { readonly items: readonly unknown[] } ? R : never
/** The routes that answer with a list, whole or by page. */
export type ListRoute = { [R in Route]: Listing<R> }[Route]
export type ItemOf<R extends ListRoute> = AnswerOf<R> extends { readonly items: readonly (infer T)[] } ? T : never

/** What any request may consist of. */
export interface Parts {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, QueryValue>> | undefined
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/**
 * One request to the API, with the types of the API's own document.
 * @throws ApiError when the API refuses; TypeError when it cannot be reached.
 */
export const ask = <R extends Route>(
  route: R,
  request: RequestOf<R> & Parts,
  signal?: AbortSignal,
): Promise<AnswerOf<R>> => askFormed(route, request, signal)

/** One page of a list; one that comes whole has no other. */
export const askPage = <R extends ListRoute>(route: R, request: Parts, signal: AbortSignal): Promise<Page<ItemOf<R>>> =>
  sendTo(route, request, signal)

/** One request whose body a form has made of the route's schema, which the compiler cannot know. */
export const askFormed = <R extends Route>(route: R, request: Parts, signal?: AbortSignal): Promise<AnswerOf<R>> =>
  sendTo(route, request, signal)

function sendTo<T>(route: Route, request: Parts, signal?: AbortSignal): Promise<T> {
  const [method = 'GET'] = route.split(' ', 1)
  const { params, ...options } = request
  return send(method, pathOf(route, params), { ...options, ...(signal && { signal }) })
}

/** `/stations/CS-1/local-list`: the path of a route below the API's own, with its names filled in. */
export function pathOf(route: Route, params: Parts['params'] = {}): string {
  const path = route.slice(route.indexOf(' ') + 1)
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => segment(params[name] ?? ''))
}
