/** What has happened, in order, for tests that wait for it. */
export class Mailbox<T> {
  readonly #letters: T[] = []
  readonly #readers: ((letter: T) => void)[] = []

  push(letter: T): void {
    const reader = this.#readers.shift()
    if (reader === undefined) this.#letters.push(letter)
    else reader(letter)
  }

  /** The oldest one not taken yet; waits for it. */
  next(): Promise<T> {
    const letter = this.#letters.shift()
    if (letter !== undefined) return Promise.resolve(letter)
    return new Promise((resolve) => this.#readers.push(resolve))
  }

  /** How many are waiting to be taken. */
  get size(): number {
    return this.#letters.length
  }
}
