import type { Clock, Timer } from '#kernel'
import type { StationConnection } from './connection.ts'

const SPOKES = 60
const TURNS_PER_INTERVAL = 2
/** A little more than a turn takes: whoever has answered at one turn is asked at the next but one. */
const QUIET_SHARE = 0.55

/**
 * Looks after all connections with one timer: each hangs on a spoke, and the wheel passes every spoke twice in
 * `intervalMs`, so that no silence lasts longer, give or take a twentieth. Connections that came together are pinged apart.
 */
export class PingWheel {
  readonly #spokes: Set<StationConnection>[] = Array.from({ length: SPOKES }, () => new Set())
  readonly #clock: Clock
  readonly #pauseMs: number
  readonly #quietMs: number
  readonly #maxMissedPongs: number
  #size = 0
  #next = 0
  #at = 0
  #timer: Timer | undefined
  #emptied: (() => void) | undefined

  constructor(clock: Clock, intervalMs: number, maxMissedPongs: number) {
    this.#clock = clock
    this.#pauseMs = intervalMs / TURNS_PER_INTERVAL / SPOKES
    this.#quietMs = intervalMs * QUIET_SHARE
    this.#maxMissedPongs = maxMissedPongs
  }

  add(connection: StationConnection): void {
    this.#next = (this.#next + 1) % SPOKES
    connection.spoke = this.#next
    this.#spokes[connection.spoke]?.add(connection)
    this.#timer ??= this.#clock.after(this.#pauseMs, this.#turn)
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
    this.#timer = this.#clock.after(this.#pauseMs, this.#turn)
    this.#at = (this.#at + 1) % SPOKES
    const nowMs = this.#clock.nowMs()
    for (const connection of this.#spokes[this.#at] ?? []) {
      // Either way: a clock may have been set back.
      if (Math.abs(nowMs - connection.lastSeenAtMs) >= this.#quietMs) connection.ping(this.#maxMissedPongs)
    }
  }
}
