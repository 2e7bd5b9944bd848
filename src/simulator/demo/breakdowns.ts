import type { Clock, Timer } from '#kernel'
import type { Fault } from '../station/fault.ts'
import type { Station } from '../station/station.ts'

/** Well at first, so that its first car can come; then broken about a quarter of the time. */
const FIRST_AFTER_MS = 20_000
const BROKEN_MS = 240_000
const WELL_MS = 720_000

/** A station whose EVSE 1 breaks now and then and is mended, so that there is something to see of alerts. */
export class Breakdowns {
  readonly #station: Station
  readonly #fault: Fault
  readonly #clock: Clock
  #next: Timer | undefined

  constructor(station: Station, fault: Fault, clock: Clock) {
    this.#station = station
    this.#fault = fault
    this.#clock = clock
  }

  start(): void {
    this.#next = this.#clock.after(FIRST_AFTER_MS, () => this.#break())
  }

  stop(): void {
    this.#next?.cancel()
  }

  #break(): void {
    this.#station.fail(this.#fault)
    this.#next = this.#clock.after(BROKEN_MS, () => {
      this.#station.recover()
      this.#next = this.#clock.after(WELL_MS, () => this.#break())
    })
  }
}
