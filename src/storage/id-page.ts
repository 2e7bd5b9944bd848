import { type SelectQueryBuilder, sql } from 'kysely'
import { decodeCursor, type Page, type PageRequest, pageOf, pageSize } from '#kernel'

/**
 * A page of rows by their ids, the newest first: ids made by us grow with time.
 *
 * @param column  what the id is called in the query (`c.id`)
 * @throws AppError `invalid` for a cursor that is none of the list's
 */
export function newestFirst<DB, Tables extends keyof DB, Row extends { readonly id: string }, Item>(
  query: SelectQueryBuilder<DB, Tables, Row>,
  column: string,
  page: PageRequest,
  read: (row: Row) => Item,
): Promise<Page<Item>> {
  return pageBy(query, column, 'desc', page, read)
}

/** The same in the order of the ids, for those that people gave. */
export function inOrderOfId<DB, Tables extends keyof DB, Row extends { readonly id: string }, Item>(
  query: SelectQueryBuilder<DB, Tables, Row>,
  column: string,
  page: PageRequest,
  read: (row: Row) => Item,
): Promise<Page<Item>> {
  return pageBy(query, column, 'asc', page, read)
}

async function pageBy<DB, Tables extends keyof DB, Row extends { readonly id: string }, Item>(
  query: SelectQueryBuilder<DB, Tables, Row>,
  column: string,
  direction: 'asc' | 'desc',
  page: PageRequest,
  read: (row: Row) => Item,
): Promise<Page<Item>> {
  const size = pageSize(page)
  const id = sql<string>`${sql.ref(column)}`
  const [last] = page.cursor === undefined ? [] : decodeCursor(page.cursor, 1)
  let asked = query.orderBy(id, direction).limit(size + 1)
  if (last !== undefined) asked = asked.where(id, direction === 'desc' ? '<' : '>', last)
  return pageOf(await asked.execute(), size, (row) => [row.id], read)
}
