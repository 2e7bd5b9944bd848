import { type Clock, systemClock, type Timer } from '#kernel'

/**
 * A clock for thousands of stations: one timer of the system for all of theirs, which fire up to one tick late.
 */
export class WheelClock implements Clock {
  readonly #base: Clock
  readonly #tickMs: number
  readonly #slots = new Map<number, Set<() => void>>()
  #running: Timer | undefined
  #lastTick = 0

  constructor(tickMs = 50, base: Clock = systemClock) {
    this.#tickMs = tickMs
    this.#base = base
  }

  nowMs(): number {
    return this.#base.nowMs()
  }

  monotonicMs(): number {
    return this.#base.monotonicMs()
  }

  after(delayMs: number, fire: () => void): Timer {
    if (this.#running === undefined) this.#lastTick = this.#tickOf(this.monotonicMs())
    const tick = Math.max(this.#lastTick + 1, Math.ceil((this.monotonicMs() + delayMs) / this.#tickMs))
    const slot = this.#slots.get(tick) ?? new Set()
    // Wrapped, so that one function set twice is two timers.
    const entry = () => fire()
    slot.add(entry)
    this.#slots.set(tick, slot)
    this.#running ??= this.#base.after(this.#tickMs, () => this.#turn())
    return { cancel: () => slot.delete(entry) }
  }

  #turn(): void {
    const now = this.#tickOf(this.monotonicMs())
    while (this.#lastTick < now) {
      this.#lastTick += 1
      const due = this.#slots.get(this.#lastTick)
      this.#slots.delete(this.#lastTick)
      for (const fire of due ?? []) fire()
    }
    this.#running = this.#slots.size === 0 ? undefined : this.#base.after(this.#tickMs, () => this.#turn())
  }

  #tickOf(ms: number): number {
    return Math.floor(ms / this.#tickMs)
  }
}
