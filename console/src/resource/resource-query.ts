import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type AnswerOf, ask, askPage, type ListRoute, type Parts, type RequestOf, type Route } from '../api/ask.ts'

/** What ends by itself, as a reservation whose time is over, is no live event. */
const AGAIN_MS = 30_000

/** What stands before the key of everything asked by a route: an event that makes it old names this. */
export const keyOfRoute = (route: Route): readonly [Route] => [route]

/** A list of the API, page by page where it comes by page. */
export const listQuery = <R extends ListRoute>(route: R, request: RequestOf<R> & Parts) =>
  infiniteQueryOptions({
    queryKey: [...keyOfRoute(route), request],
    queryFn: ({ pageParam, signal }) =>
      askPage(
        route,
        pageParam === '' ? request : { ...request, query: { ...request.query, cursor: pageParam } },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
  })

/** One thing of the API. */
export const oneQuery = <R extends Route>(route: R, request: RequestOf<R> & Parts) =>
  queryOptions({
    queryKey: [...keyOfRoute(route), request],
    queryFn: ({ signal }): Promise<AnswerOf<R>> => ask(route, request, signal),
    refetchInterval: AGAIN_MS,
  })
