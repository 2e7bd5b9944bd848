import type { Clock, Timer } from '#kernel'
import type { StationConnection } from './connection.ts'

const SPOKES = 60

/**
 * Looks after all connections with one timer: each hangs on a spoke, and the wheel passes every spoke once in
 * `intervalMs`. Connections that came together are pinged apart.
 */
export class PingWheel {
  readonly #spokes: Set<StationConnection>[] = Array.from({ length: SPOKES }, () => new Set())
  readonly #clock: Clock
  readonly #intervalMs: number
  readonly #maxMissedPongs: number
  #size = 0
  #next = 0
  #at = 0
  #timer: Timer | undefined
  #emptied: (() => void) | undefined

  constructor(clock: Clock, intervalMs: number, maxMissedPongs: number) {
    this.#clock = clock
    this.#intervalMs = intervalMs
    this.#maxMissedPongs = maxMissedPongs
  }

  add(connection: StationConnection): void {
    this.#next = (this.#next + 1) % SPOKES
    connection.spoke = this.#next
    this.#spokes[connection.spoke]?.add(connection)
    this.#timer ??= this.#clock.after(this.#intervalMs / SPOKES, this.#turn)
    this.#size += 1
  }

  remove(connection: StationConnection): void {
    if (!this.#spokes[connection.spoke]?.delete(connection)) return
    this.#size -= 1
    if (this.#size === 0) this.#emptied?.()
  }

  /** Resolves when the last connection is taken off. */
  whenEmpty(): Promise<void> {
    return new Promise((resolve) => {
      this.#emptied = resolve
    })
  }

  get size(): number {
    return this.#size
  }

  *connections(): Iterable<StationConnection> {
    for (const spoke of this.#spokes) yield* spoke
  }

  stop(): void {
    this.#timer?.cancel()
    this.#timer = undefined
  }

  readonly #turn = (): void => {
    this.#timer = this.#clock.after(this.#intervalMs / SPOKES, this.#turn)
    this.#at = (this.#at + 1) % SPOKES
    const quietSinceMs = this.#clock.nowMs() - this.#intervalMs / 2
    for (const connection of this.#spokes[this.#at] ?? []) {
      if (connection.lastFrameAtMs <= quietSinceMs) connection.ping(this.#maxMissedPongs)
    }
  }
}
