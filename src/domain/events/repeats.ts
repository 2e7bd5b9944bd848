import type { Clock } from '#kernel'

/** Lets the first of many alike through at once, and counts the others: whoever guesses must not fill the database. */
export class Repeats {
  readonly #clock: Clock
  readonly #sameForMs: number
  readonly #mostRemembered: number
  readonly #remembered = new Map<string, { throughAtMs: number; since: number }>()

  /**
   * @param sameForMs  within it what is alike is counted
   * @param mostRemembered  beyond it the one longest unseen is forgotten
   */
  constructor(clock: Clock, sameForMs: number, mostRemembered: number) {
    this.#clock = clock
    this.#sameForMs = sameForMs
    this.#mostRemembered = mostRemembered
  }

  /** How many there were since the last that was let through, this one included; undefined when it is not let through. */
  take(key: string): number | undefined {
    const nowMs = this.#clock.nowMs()
    const known = this.#remembered.get(key)
    if (known !== undefined && nowMs < known.throughAtMs + this.#sameForMs) {
      known.since += 1
      return undefined
    }
    this.#remembered.delete(key)
    this.#remembered.set(key, { throughAtMs: nowMs, since: 0 })
    for (const oldest of this.#remembered.keys()) {
      if (this.#remembered.size <= this.#mostRemembered) break
      this.#remembered.delete(oldest)
    }
    return 1 + (known?.since ?? 0)
  }
}
