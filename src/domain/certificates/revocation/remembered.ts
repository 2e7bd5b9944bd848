import type { Clock } from '#kernel'

/** What was found out, and for how long it need not be asked again. */
export interface Lasting<T> {
  readonly value: T
  readonly forMs: number
}

export interface RememberedOptions {
  readonly clock: Clock
  /** Answers that are kept at most; the one longest unused is forgotten. */
  readonly keep: number
  /** Questions under way at once; others wait for their turn. */
  readonly atOnce: number
  /** Questions that may wait; what comes on top gets no answer. */
  readonly waiting: number
}

/**
 * Asks every question once, however many want to know at the same time, and remembers the answer for as long as it holds.
 * Undefined: too many questions wait.
 */
export class Remembered<T> {
  readonly #options: RememberedOptions
  readonly #known = new Map<string, { readonly value: T; readonly untilMs: number }>()
  readonly #asked = new Map<string, Promise<T>>()
  readonly #turns: (() => void)[] = []
  #underWay = 0

  constructor(options: RememberedOptions) {
    this.#options = options
  }

  async get(key: string, ask: () => Promise<Lasting<T>>): Promise<T | undefined> {
    const known = this.#known.get(key)
    if (known !== undefined && this.#options.clock.nowMs() < known.untilMs) {
      this.#keep(key, known)
      return known.value
    }
    const underWay = this.#asked.get(key)
    if (underWay !== undefined) return await underWay
    if (this.#turns.length >= this.#options.waiting) return undefined
    const asking = this.#ask(key, ask).finally(() => this.#asked.delete(key))
    this.#asked.set(key, asking)
    return await asking
  }

  async #ask(key: string, ask: () => Promise<Lasting<T>>): Promise<T> {
    if (this.#underWay >= this.#options.atOnce) await new Promise<void>((resolve) => this.#turns.push(resolve))
    else this.#underWay += 1
    try {
      const { value, forMs } = await ask()
      this.#keep(key, { value, untilMs: this.#options.clock.nowMs() + forMs })
      return value
    } finally {
      // The turn is handed on, or given back.
      const next = this.#turns.shift()
      if (next === undefined) this.#underWay -= 1
      else next()
    }
  }

  #keep(key: string, answer: { readonly value: T; readonly untilMs: number }): void {
    this.#known.delete(key)
    this.#known.set(key, answer)
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= this.#options.keep) return
      this.#known.delete(oldest)
    }
  }
}
