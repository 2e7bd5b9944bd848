import { type BusPayload, type Clock, describeFailure, type Logger, type Timer } from '#kernel'
import type { StreamStore } from './stream-store.ts'

export interface StreamConsumerOptions {
  readonly store: StreamStore
  readonly stream: string
  readonly consumer: string
  readonly handle: (payload: BusPayload) => Promise<void>
  readonly logger: Logger
  readonly clock: Clock
}

const PAGE = 100
/** What other processes append is found by looking. */
const LOOK_EVERY_MS = 5_000
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 30_000

/**
 * Reads a stream entry by entry, in order, at least once: its position is stored after each page, so what was handled
 * since comes again after a crash. An entry whose handling fails is tried again, with growing pauses, until it is done.
 */
export class StreamConsumer {
  readonly #options: StreamConsumerOptions
  #stopped = false
  #woken = false
  #wake: (() => void) | undefined
  readonly done: Promise<void>

  constructor(options: StreamConsumerOptions) {
    this.#options = options
    this.done = this.#run()
  }

  /** Tells that there may be something new. */
  wake(): void {
    this.#woken = true
    this.#wake?.()
  }

  /** Takes no further entry; {@link done} resolves when the one being handled is, and the position is stored. */
  stop(): void {
    this.#stopped = true
    this.wake()
  }

  async #run(): Promise<void> {
    const { store, stream, consumer } = this.#options
    let position = await this.#untilDone('read its position', () => store.position(stream, consumer))
    while (!this.#stopped && position !== undefined) {
      const after = position
      this.#woken = false
      const entries = await this.#untilDone('read the stream', () => store.read(stream, after, PAGE))
      for (const { seq, payload } of entries ?? []) {
        const handled = await this.#untilDone(`handle entry ${seq}`, async () => {
          await this.#options.handle(payload)
          return true
        })
        if (handled !== true) break
        position = seq
      }
      if (position > after) await this.#store(position)
      else await this.#pause(LOOK_EVERY_MS)
    }
  }

  async #store(position: number): Promise<void> {
    const { store, stream, consumer } = this.#options
    const once = () => store.setPosition(stream, consumer, position)
    // When stopping there is one try: what it loses is handled again.
    if (this.#stopped) await once().catch((cause: unknown) => this.#complain('store its position', cause))
    else await this.#untilDone('store its position', once)
  }

  /** Repeats `attempt` until it succeeds; undefined when stopped first. */
  async #untilDone<T>(what: string, attempt: () => Promise<T>): Promise<T | undefined> {
    for (let pauseMs = FIRST_PAUSE_MS; !this.#stopped; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        return await attempt()
      } catch (cause) {
        this.#complain(what, cause)
        await this.#sleep(pauseMs)
      }
    }
    return undefined
  }

  #complain(what: string, cause: unknown): void {
    const { stream, consumer, logger } = this.#options
    logger.error('A consumer of a stream failed', { stream, consumer, what, cause: describeFailure(cause) })
  }

  /** Waits for time to pass or for something new. */
  async #pause(ms: number): Promise<void> {
    if (!this.#woken) await this.#sleep(ms, true)
  }

  /** Waits for time to pass, or for the end; being woken ends only waiting for something new. */
  async #sleep(ms: number, wakeable = false): Promise<void> {
    if (this.#stopped) return
    let timer: Timer | undefined
    await new Promise<void>((resolve) => {
      timer = this.#options.clock.after(ms, resolve)
      this.#wake = () => {
        if (wakeable || this.#stopped) resolve()
      }
    })
    timer?.cancel()
    this.#wake = undefined
  }
}
