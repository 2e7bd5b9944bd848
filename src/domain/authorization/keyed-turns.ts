/** Lets work under the same key go one after the other, in the order it came; under different keys at once. */
export class KeyedTurns {
  /** What comes last under each key that is in use. */
  readonly #last = new Map<string, Promise<void>>()

  isTaken(key: string): boolean {
    return this.#last.has(key)
  }

  /** Runs `work` once what came before it has ended, well or not. */
  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key)
    const { promise: ended, resolve: end } = Promise.withResolvers<void>()
    this.#last.set(key, ended)
    try {
      await before
      return await work()
    } finally {
      end()
      if (this.#last.get(key) === ended) this.#last.delete(key)
    }
  }
}
