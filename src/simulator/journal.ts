/** Things in the order they happened, read one by one; whoever reads ahead of them waits. */
export class Journal<T> {
  #entries: T[] = []
  #waiting: { matches: (entry: T) => boolean; resolve: (entry: T) => void }[] = []

  add(entry: T): void {
    const index = this.#waiting.findIndex(({ matches }) => matches(entry))
    const [waiter] = index < 0 ? [] : this.#waiting.splice(index, 1)
    if (waiter === undefined) this.#entries.push(entry)
    else waiter.resolve(entry)
  }

  /** The first entry not yet read that matches; entries before it stay to be read. */
  next(matches: (entry: T) => boolean = () => true): Promise<T> {
    const index = this.#entries.findIndex(matches)
    const [entry] = index < 0 ? [] : this.#entries.splice(index, 1)
    if (entry !== undefined) return Promise.resolve(entry)
    return new Promise((resolve) => this.#waiting.push({ matches, resolve }))
  }

  /** Like `next`, and whatever came before the match counts as read. */
  seek(matches: (entry: T) => boolean): Promise<T> {
    const index = this.#entries.findIndex(matches)
    this.#entries.splice(0, index < 0 ? this.#entries.length : index)
    return this.next(matches)
  }

  /** What has not been read. */
  get rest(): readonly T[] {
    return this.#entries
  }
}
