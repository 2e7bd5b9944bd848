import type { Operations, operations } from '#api-client'

export type QueryValue = string | number | boolean | undefined

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
