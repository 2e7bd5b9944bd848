/** A moment as ISO 8601 text, as JSON carries it. */
export type Iso = string

/** One page of a list, and the cursor of the next; no cursor means the list is at its end. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly nextCursor?: string
}
