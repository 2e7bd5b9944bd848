const HOUR_MS = 3_600_000

interface Budget {
  left: number
  countedAtMs: number
}

/**
 * Counts handshakes by key and says how long a key has to wait once it has had `perHour` within an hour. What was used
 * comes back evenly over the hour. Remembers at most `maxKeys`, forgetting the one longest unseen.
 */
export class HandshakeLimiter {
  readonly #perHour: number
  readonly #maxKeys: number
  readonly #budgets = new Map<string, Budget>()

  constructor(perHour: number, maxKeys: number) {
    this.#perHour = perHour
    this.#maxKeys = maxKeys
  }

  get size(): number {
    return this.#budgets.size
  }

  /** Seconds until `key` may try again; 0 when it may now. */
  waitS(key: string, nowMs: number): number {
    const budget = this.#budgets.get(key)
    if (budget === undefined) return 0
    const left = this.#refilled(budget, nowMs)
    return left >= 1 ? 0 : Math.ceil(((1 - left) * HOUR_MS) / this.#perHour / 1000)
  }

  /** Counts one handshake of `key`. */
  count(key: string, nowMs: number): void {
    const known = this.#budgets.get(key)
    const left = known === undefined ? this.#perHour : this.#refilled(known, nowMs)
    this.#budgets.delete(key)
    this.#budgets.set(key, { left: Math.max(0, left - 1), countedAtMs: nowMs })
    if (this.#budgets.size <= this.#maxKeys) return
    for (const oldest of this.#budgets.keys()) {
      this.#budgets.delete(oldest)
      return
    }
  }

  #refilled({ left, countedAtMs }: Budget, nowMs: number): number {
    return Math.min(this.#perHour, left + ((nowMs - countedAtMs) * this.#perHour) / HOUR_MS)
  }
}
