/** A timer that was set; cancelling one that has fired does nothing. */
export interface Timer {
  cancel(): void
}

/** Time as the program sees it, so that tests can turn it by hand. */
export interface Clock {
  /** Wall-clock time in whole milliseconds since 1970-01-01T00:00:00Z. */
  nowMs(): number
  /** Milliseconds of a clock that never goes back; only differences mean anything. */
  monotonicMs(): number
  /** Calls `fire` once after `delayMs`. Does not keep the process alive. */
  after(delayMs: number, fire: () => void): Timer
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(delayMs, fire) {
    const handle = setTimeout(fire, delayMs)
    handle.unref()
    return { cancel: () => clearTimeout(handle) }
  },
}

/** A clock for tests: stands still until `advance` is called, then fires what fell due, in order. */
export class ManualClock implements Clock {
  #startMs: number
  #elapsedMs = 0
  #timers: { dueMs: number; fire: () => void }[] = []

  constructor(start = '2026-01-01T00:00:00Z') {
    this.#startMs = Date.parse(start)
  }

  nowMs(): number {
    return Math.floor(this.#startMs + this.#elapsedMs)
  }

  monotonicMs(): number {
    return this.#elapsedMs
  }

  after(delayMs: number, fire: () => void): Timer {
    const timer = { dueMs: this.#elapsedMs + delayMs, fire }
    this.#timers.push(timer)
    return {
      cancel: () => {
        this.#timers = this.#timers.filter((other) => other !== timer)
      },
    }
  }

  /** Somebody sets the time of day back; timers and `monotonicMs` do not notice. */
  setBack(byMs: number): void {
    this.#startMs -= byMs
  }

  advance(byMs: number): void {
    const endMs = this.#elapsedMs + byMs
    for (;;) {
      const next = this.#timers.filter((timer) => timer.dueMs <= endMs).sort((a, b) => a.dueMs - b.dueMs)[0]
      if (next === undefined) break
      this.#timers = this.#timers.filter((timer) => timer !== next)
      this.#elapsedMs = next.dueMs
      next.fire()
    }
    this.#elapsedMs = endMs
  }
}
