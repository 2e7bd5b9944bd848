/** A page of a list, as every list of the API comes. */
export interface PageOf<T> {
  readonly items: readonly T[]
  readonly nextCursor?: string
}

/** The largest page the API gives. */
const PAGE_SIZE = 500

/**
 * Reads a list page by page, up to `limit` items.
 *
 * @returns the items, and whether there are more than the limit lets through
 */
export async function everyPage<T>(
  ask: (page: { readonly limit: number; readonly cursor?: string }) => Promise<PageOf<T>>,
  limit: number,
): Promise<{ readonly items: readonly T[]; readonly more: boolean }> {
  const items: T[] = []
  let cursor: string | undefined
  do {
    const wanted = Math.min(PAGE_SIZE, limit - items.length)
    const page: PageOf<T> = await ask({ limit: wanted, ...(cursor === undefined ? {} : { cursor }) })
    items.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== undefined && items.length < limit)
  return { items, more: cursor !== undefined }
}
