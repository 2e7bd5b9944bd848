import type { Clock, Timer } from '#kernel'
import type { ExternalLimit } from '../station/external-limit.ts'
import type { Station } from '../station/station.ts'
import { imposeLimit, liftLimit } from '../v2/external-control.ts'

/** Free at first, so that its cars are seen at full power; then limited about a third of the time. */
const FIRST_AFTER_MS = 30_000
const BUSY_MS = 120_000
const QUIET_MS = 240_000

/** A building that needs its power for itself now and then, and leaves its station no more than this. */
export class HouseLoad {
  readonly #station: Station
  readonly #limit: ExternalLimit
  readonly #clock: Clock
  #next: Timer | undefined

  constructor(station: Station, limit: ExternalLimit, clock: Clock) {
    this.#station = station
    this.#limit = limit
    this.#clock = clock
  }

  start(): void {
    this.#next = this.#clock.after(FIRST_AFTER_MS, () => this.#impose())
  }

  stop(): void {
    this.#next?.cancel()
  }

  #impose(): void {
    imposeLimit(this.#station, this.#limit)
    this.#next = this.#clock.after(BUSY_MS, () => {
      liftLimit(this.#station, this.#limit)
      this.#next = this.#clock.after(QUIET_MS, () => this.#impose())
    })
  }
}
