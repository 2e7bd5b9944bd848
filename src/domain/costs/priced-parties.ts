import { PRICED_PARTIES } from '#domain/tariffs'
import type { Bus, Clock } from '#kernel'

/** How long it may go unnoticed that another node's news were lost. */
const STALE_MS = 60_000

/**
 * In which parties anything is counted or prepaid at all, so that a transaction in any other costs no question. It is looked up
 * beside the work and never waited for; who changes it tells every node.
 */
export class PricedParties {
  readonly #bus: Bus
  readonly #clock: Clock
  readonly #load: () => Promise<readonly string[]>
  #ids: ReadonlySet<string> = new Set()
  #loadedMs = Number.NEGATIVE_INFINITY
  #loading: Promise<void> | undefined

  constructor(bus: Bus, clock: Clock, load: () => Promise<readonly string[]>) {
    this.#bus = bus
    this.#clock = clock
    this.#load = load
    bus.subscribe(PRICED_PARTIES, ({ partyId }) => {
      if (typeof partyId === 'string') this.#ids = new Set([...this.#ids, partyId])
    })
  }

  has(partyId: string): boolean {
    if (this.#clock.monotonicMs() - this.#loadedMs > STALE_MS) void this.refresh()
    return this.#ids.has(partyId)
  }

  /** Something of this party is counted from now on. */
  add(partyId: string): void {
    this.#ids = new Set([...this.#ids, partyId])
    this.#bus.publish(PRICED_PARTIES, { version: 1, partyId })
  }

  /** A database that is away is asked again with the next event. */
  refresh(): Promise<void> {
    this.#loading ??= this.#load()
      .then((ids) => {
        this.#ids = new Set([...ids])
        this.#loadedMs = this.#clock.monotonicMs()
      })
      .catch(() => {})
      .finally(() => {
        this.#loading = undefined
      })
    return this.#loading
  }
}
