/** One page of a list, and the cursor of the next; no cursor means the list is at its end. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly nextCursor?: string
}

/** Which page is wanted. Cursors are opaque to whoever holds one. */
export interface PageRequest {
  readonly limit: number
  readonly cursor?: string
}
