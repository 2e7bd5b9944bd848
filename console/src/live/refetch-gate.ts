import type { Key } from './hints.ts'

/** The least time between two fetches of one query that events ask for, if nothing else is said. */
export const APART_MS = 2_000
/** Keys remembered before those of long ago are forgotten: a page may stay open for weeks. */
export const MANY_KEYS = 500

interface GateWorld {
  now(): number
  setTimeout(run: () => void, ms: number): unknown
}

/**
 * Lets through the first wish to fetch a key at once and gathers those that follow into one fetch every two seconds, or
 * as is said, so that a storm of events is no storm of requests.
 */
export class RefetchGate {
  readonly #refetch: (key: Key) => void
  readonly #world: GateWorld
  readonly #apartMs: number
  /** When each key may be fetched next, and whether that is already arranged. */
  readonly #keys = new Map<string, { nextAt: number; arranged: boolean }>()

  constructor(
    refetch: (key: Key) => void,
    world: GateWorld = { now: Date.now, setTimeout: (run, ms) => setTimeout(run, ms) },
    apartMs = APART_MS,
  ) {
    this.#refetch = refetch
    this.#world = world
    this.#apartMs = apartMs
  }

  wish(key: Key): void {
    const id = JSON.stringify(key)
    const now = this.#world.now()
    const state = this.#keys.get(id) ?? { nextAt: 0, arranged: false }
    if (state.arranged) return
    if (this.#keys.size >= MANY_KEYS) this.#forget(now)
    this.#keys.set(id, state)
    if (now >= state.nextAt) {
      state.nextAt = now + this.#apartMs
      this.#refetch(key)
      return
    }
    state.arranged = true
    this.#world.setTimeout(() => {
      this.#keys.delete(id)
      this.wish(key)
    }, state.nextAt - now)
  }

  #forget(now: number): void {
    for (const [id, { nextAt, arranged }] of this.#keys) if (!arranged && nextAt <= now) this.#keys.delete(id)
  }

  /** Keys that are remembered. */
  get size(): number {
    return this.#keys.size
  }
}
