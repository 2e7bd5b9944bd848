import type { Verdict } from './dialect.ts'

const CACHE_LIMIT = 500

/** The authorization cache (1.6 §3.5.1, 2.0.1 C10 to C12): the latest verdict on each token, the oldest forgotten first. */
export class TokenCache {
  readonly #verdicts = new Map<string, Verdict>()

  remember(token: string, verdict: Verdict): void {
    this.#verdicts.delete(token)
    this.#verdicts.set(token, verdict)
    if (this.#verdicts.size <= CACHE_LIMIT) return
    const [oldest] = this.#verdicts.keys()
    if (oldest !== undefined) this.#verdicts.delete(oldest)
  }

  /** Undefined when nothing is known, or no longer. */
  recall(token: string, nowMs: number): Verdict | undefined {
    const verdict = this.#verdicts.get(token)
    return verdict?.expiresMs !== undefined && verdict.expiresMs <= nowMs ? undefined : verdict
  }

  forget(token: string): void {
    this.#verdicts.delete(token)
  }

  clear(): void {
    this.#verdicts.clear()
  }

  get size(): number {
    return this.#verdicts.size
  }
}
