import type { Clock, Logger, Timer } from '#kernel'

/** How often certificates are looked at: those that are made here may have to be renewed, those in files may be new. */
export const LOOK_MS = 3_600_000

/** Has what stations see over TLS looked at from time to time, and when something has changed; one look at a time. */
export class TlsUpkeep {
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #look: () => Promise<void>
  #timer: Timer
  /** One look under way, and one more when something has changed meanwhile. */
  #looking: Promise<void> | undefined
  #again = false
  #stopped = false

  constructor(clock: Clock, logger: Logger, look: () => Promise<void>) {
    this.#clock = clock
    this.#logger = logger
    this.#look = look
    this.#timer = this.#next()
  }

  /** What is there stays as it is when it cannot be looked at. */
  refresh(): Promise<void> {
    if (this.#looking !== undefined) this.#again = true
    this.#looking ??= this.#lookOften().finally(() => {
      this.#looking = undefined
    })
    return this.#looking
  }

  stop(): void {
    this.#stopped = true
    this.#timer.cancel()
  }

  async #lookOften(): Promise<void> {
    do {
      this.#again = false
      try {
        await this.#look()
      } catch (error) {
        this.#logger.error('Certificates for wss could not be renewed or read', { error })
      }
    } while (this.#again && !this.#stopped)
  }

  #next(): Timer {
    return this.#clock.after(LOOK_MS, () => {
      void this.refresh()
      if (!this.#stopped) this.#timer = this.#next()
    })
  }
}
