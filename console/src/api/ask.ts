import { segment, send } from './client.ts'
import type { AnswerOf, ItemOf, ListRoute, Page, Parts, RequestOf, Route } from './types.ts'

export type { AnswerOf, ItemOf, ListRoute, Parts, RequestOf, Route } from './types.ts'

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
