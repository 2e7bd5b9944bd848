import type { Clock, Logger, Timer } from '#kernel'
import type { Random } from '../physics/random.ts'
import type { Dial, Link } from '../wire/link.ts'
import type { Settings } from './settings.ts'

export interface LineOptions {
  readonly dial: Dial
  readonly clock: Clock
  readonly random: Random
  readonly settings: Settings
  readonly logger: Logger
  readonly up: () => void
  /** The connection is lost (`wasOpen`), or an attempt at one failed. */
  readonly down: (wasOpen: boolean) => void
  readonly dialling: () => void
  /** The connection did not come about. */
  readonly failed: () => void
  readonly text: (text: string) => void
}

/** Keeps the station connected: dials again after every loss, waiting longer each time (2.0.1 part 4 §5.3). */
export class Line {
  readonly #options: LineOptions
  #wanted = false
  #link: Link | undefined
  #open = false
  #failures = 0
  #redial: Timer | undefined

  constructor(options: LineOptions) {
    this.#options = options
  }

  get open(): boolean {
    return this.#open
  }

  connect(): void {
    this.#wanted = true
    if (this.#link === undefined && this.#redial === undefined) this.#dial()
  }

  /** Hangs up and stays down until `connect`. */
  disconnect(): void {
    this.#wanted = false
    this.#hangUp((link) => link.close())
  }

  /** Loses the connection as a cut cable does, and stays down until `connect`. */
  cut(): void {
    this.#wanted = false
    this.#hangUp((link) => link.cut())
  }

  send(text: string): void {
    if (this.#open) this.#link?.send(text)
  }

  stopReading(): void {
    this.#link?.stopReading()
  }

  #dial(): void {
    this.#redial = undefined
    this.#options.dialling()
    // Whatever an old link still tells after it was given up is nobody's concern.
    const current = (handle: () => void) => () => {
      if (this.#link === link) handle()
    }
    const link = this.#options.dial({
      opened: current(() => {
        this.#open = true
        this.#failures = 0
        this.#options.up()
      }),
      text: (text) => current(() => this.#options.text(text))(),
      closed: (why) => current(() => this.#lost(why))(),
    })
    this.#link = link
  }

  #lost(why: string): void {
    const wasOpen = this.#open
    this.#link = undefined
    this.#open = false
    this.#options.logger.debug('Connection lost', { why })
    if (!wasOpen) this.#options.failed()
    if (this.#wanted) {
      this.#redial = this.#options.clock.after(this.#waitMs(), () => this.#dial())
      this.#failures += 1
    }
    this.#options.down(wasOpen)
  }

  #hangUp(how: (link: Link) => void): void {
    this.#redial?.cancel()
    this.#redial = undefined
    const link = this.#link
    const wasOpen = this.#open
    this.#link = undefined
    this.#open = false
    if (link !== undefined) how(link)
    this.#options.down(wasOpen)
  }

  /** RetryBackOffWaitMinimum, doubled RetryBackOffRepeatTimes times, plus up to RetryBackOffRandomRange. */
  #waitMs(): number {
    const { backOffMinimumS, backOffRepeatTimes, backOffRandomS } = this.#options.settings
    const doubled = backOffMinimumS * 2 ** Math.min(this.#failures, backOffRepeatTimes)
    return (doubled + this.#options.random.between(0, backOffRandomS)) * 1000
  }
}
