import type { Clock, Timer } from '#kernel'
import type { Settings } from './settings.ts'

/** Clock-aligned readings: at whole multiples of their interval since midnight UTC (1.6 §9, 2.0.1 J01). */
export class AlignedReadings {
  readonly #clock: Clock
  readonly #settings: Settings
  readonly #due: () => void
  #timer: Timer | undefined

  constructor(clock: Clock, settings: Settings, due: () => void) {
    this.#clock = clock
    this.#settings = settings
    this.#due = due
  }

  /** Begins, or begins again with another interval; 0 means none. */
  schedule(): void {
    this.stop()
    const intervalMs = this.#settings.alignedIntervalS * 1000
    if (intervalMs === 0) return
    const waitMs = intervalMs - (this.#clock.nowMs() % intervalMs)
    this.#timer = this.#clock.after(waitMs, () => {
      this.#due()
      this.schedule()
    })
  }

  stop(): void {
    this.#timer?.cancel()
  }
}
