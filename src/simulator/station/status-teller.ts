import type { CallOutcome, Outbox } from '../wire/outbox.ts'
import type { Dialect } from './dialect.ts'
import type { Evse } from './evse.ts'

/** Tells statuses when they change, all of them after a boot, and after an interruption those that changed meanwhile. */
export class StatusTeller {
  readonly #dialect: Dialect
  readonly #outbox: Outbox
  /** What the CSMS was last told of each EVSE, in the words of the version. */
  readonly #told = new Map<number, string>()
  #toldAll = false

  constructor(dialect: Dialect, outbox: Outbox) {
    this.#dialect = dialect
    this.#outbox = outbox
  }

  /** The station restarts: everything is to be told again. */
  forget(): void {
    this.#toldAll = false
    this.#told.clear()
  }

  tellAll(evses: readonly Evse[]): void {
    if (!this.#toldAll) {
      this.#toldAll = true
      for (const { action, payload } of this.#dialect.stationStatus()) {
        this.#outbox.call({ action, payload: () => payload, lane: 'ordinary' })
      }
    }
    for (const evse of evses) this.tell(evse)
  }

  tell(evse: Evse): void {
    const shown = this.#dialect.shownStatus(evse)
    if (this.#told.get(evse.id) === shown) return
    this.#told.set(evse.id, shown)
    const settled = (outcome: CallOutcome) => {
      if (outcome.type !== 'result' && this.#told.get(evse.id) === shown) this.#told.delete(evse.id)
    }
    const { action, payload } = this.#dialect.status(evse)
    this.#outbox.call({ action, payload: () => payload, lane: 'ordinary', settled })
  }
}
