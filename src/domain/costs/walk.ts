/** Goes through things that are in order of time, and never back: whoever asks for times in order passes each thing once. */
export class Walk<T extends { readonly atMs: number }> {
  readonly #items: readonly T[]
  #next = 0

  constructor(items: readonly T[]) {
    this.#items = items
  }

  /** The last that is not later than a time. */
  at(atMs: number): T | undefined {
    while ((this.#items[this.#next]?.atMs ?? Number.POSITIVE_INFINITY) <= atMs) this.#next += 1
    return this.#items[this.#next - 1]
  }

  /** Those between two times, without what is at either. */
  within(fromMs: number, toMs: number): T[] {
    this.at(fromMs)
    const first = this.#next
    while ((this.#items[this.#next]?.atMs ?? Number.POSITIVE_INFINITY) < toMs) this.#next += 1
    return this.#items.slice(first, this.#next)
  }
}
