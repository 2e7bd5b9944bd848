import { AppError } from './app-error.ts'
import type { Page, PageRequest } from './page.ts'

/** The most rows one page of any list may have. */
export const MAX_PAGE_SIZE = 1_000

/** A cursor from the keys of the last row that was given out. */
export function encodeCursor(keys: readonly string[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url')
}

/**
 * The keys a cursor was made of.
 *
 * @throws AppError `invalid` when it is none of ours, or of another list.
 */
export function decodeCursor(cursor: string, length: number): readonly string[] {
  const keys = readKeys(cursor)
  if (keys === undefined || keys.length !== length) {
    throw new AppError('invalid', 'The cursor is not one that this list has given out', { cursor })
  }
  return keys
}

/** Whether a key of a cursor is a time as `toISOString` writes it: other texts are times to JavaScript and none to SQL. */
export function isTimeKey(key: string): boolean {
  const ms = Date.parse(key)
  return !Number.isNaN(ms) && new Date(ms).toISOString() === key
}

/** How many rows a page may have: what was asked, within 1 and {@link MAX_PAGE_SIZE}. */
export function pageSize(request: PageRequest): number {
  return Math.min(Math.max(Math.trunc(request.limit) || 1, 1), MAX_PAGE_SIZE)
}

/** A page from rows that were asked with one more than it holds, which tells whether there is a next. */
export function pageOf<Row, T>(
  rows: readonly Row[],
  size: number,
  keys: (row: Row) => readonly string[],
  item: (row: Row) => T,
): Page<T> {
  const shown = rows.slice(0, size)
  const last = shown.at(-1)
  const items = shown.map(item)
  return rows.length > size && last !== undefined ? { items, nextCursor: encodeCursor(keys(last)) } : { items }
}

function readKeys(cursor: string): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (!Array.isArray(value)) return undefined
    // PostgreSQL's text has no NUL.
    return value.every((key) => typeof key === 'string' && !key.includes('\0')) ? value : undefined
  } catch {
    return undefined
  }
}
