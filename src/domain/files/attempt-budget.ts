import { type Clock, countedAs } from '#kernel'

const HOUR_MS = 3_600_000
/** Addresses that are remembered; the one longest unseen is forgotten. */
export const MOST_ADDRESSES = 10_000

/** Counts failed attempts by address, so many an hour. */
export class AttemptBudget {
  readonly #clock: Clock
  readonly #perHour: number
  readonly #failures = new Map<string, { count: number; sinceMs: number }>()

  constructor(clock: Clock, perHour: number) {
    this.#clock = clock
    this.#perHour = perHour
  }

  mayTry(address: string): boolean {
    const failures = this.#failures.get(countedAs(address))
    if (failures === undefined) return true
    return failures.count < this.#perHour || this.#clock.monotonicMs() - failures.sinceMs >= HOUR_MS
  }

  count(address: string): void {
    const network = countedAs(address)
    const nowMs = this.#clock.monotonicMs()
    const before = this.#failures.get(network)
    const current = before !== undefined && nowMs - before.sinceMs < HOUR_MS
    this.#failures.delete(network)
    this.#failures.set(network, current ? { ...before, count: before.count + 1 } : { count: 1, sinceMs: nowMs })
    if (this.#failures.size <= MOST_ADDRESSES) return
    for (const oldest of this.#failures.keys()) {
      this.#failures.delete(oldest)
      return
    }
  }
}
