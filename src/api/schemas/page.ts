import { type TSchema, type TUnsafe, Type } from 'typebox'
import type { Page, PageRequest } from '#kernel'
import { exactly } from './resource.ts'

export const LARGEST_PAGE = 500
const USUAL_PAGE = 50

/** Which page of a list is wanted. */
export const pageFields = {
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: LARGEST_PAGE,
      description: `Items a page has at most; ${USUAL_PAGE} if absent`,
    }),
  ),
  cursor: Type.Optional(
    Type.String({ minLength: 1, maxLength: 1000, description: 'nextCursor of the page before; opaque' }),
  ),
}

export function pageRequest(query: { limit?: number; cursor?: string }): PageRequest {
  const limit = query.limit ?? USUAL_PAGE
  return query.cursor === undefined ? { limit } : { limit, cursor: query.cursor }
}

/** A page of a list that goes on at `nextCursor`, as long as there is one. */
export function pageOf<T>(item: TUnsafe<T>): TUnsafe<Page<T>> {
  return Type.Unsafe<Page<T>>(exactly({ items: Type.Array(item), nextCursor: Type.Optional(Type.String()) }))
}

/** A list that is short by nature and so comes whole. */
export function listOf<T>(item: TUnsafe<T>): TUnsafe<{ readonly items: readonly T[] }> {
  return Type.Unsafe<{ readonly items: readonly T[] }>(exactly({ items: Type.Array(item) as TSchema }))
}

/** The fields of a query that are a filter, without those that say which page. */
export function filterOf<Query extends { limit?: number; cursor?: string }>(
  query: Query,
): Omit<Query, 'limit' | 'cursor'> {
  const { limit: _limit, cursor: _cursor, ...filter } = query
  return filter
}
