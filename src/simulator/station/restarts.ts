import type { Clock, Timer } from '#kernel'
import type { Outbox } from '../wire/outbox.ts'
import type { ResetKind } from './body.ts'
import type { BootReason } from './dialect.ts'
import type { Evse } from './evse.ts'
import type { Part } from './part.ts'

export interface RestartsOptions {
  readonly clock: Clock
  readonly evses: () => readonly Evse[]
  readonly outbox: Outbox
  /** How long one takes. */
  readonly rebootMs: number
  readonly down: (reason: BootReason) => void
  readonly up: () => void
}

/** The restarts of a station: at once, or once nothing charges or everything is said. */
export class Restarts implements Part {
  readonly #options: RestartsOptions
  #whenIdle = false
  #reboot: Timer | undefined

  constructor(options: RestartsOptions) {
    this.#options = options
  }

  reset(kind: ResetKind): void {
    if (kind === 'when-idle' && this.#isBusy()) {
      this.#whenIdle = true
      return
    }
    for (const evse of this.#options.evses()) evse.abort('ResetCommand', kind === 'hard' ? 'HardReset' : 'SoftReset')
    if (kind === 'hard') this.#restart('RemoteReset')
    else this.whenSaid('RemoteReset')
  }

  /** Restarts once everything is said, and tells why when it boots. */
  whenSaid(reason: BootReason): void {
    this.#options.outbox.whenIdle(() => this.#restart(reason))
  }

  /** What ends it is told first. */
  ended(): void {
    if (this.#whenIdle) this.#options.clock.after(0, () => this.#resetIfIdle())
  }

  stopped(): void {
    this.#reboot?.cancel()
  }

  #resetIfIdle(): void {
    if (!this.#whenIdle || this.#isBusy()) return
    this.#whenIdle = false
    this.reset('soft')
  }

  #restart(reason: BootReason): void {
    const { clock, rebootMs, down, up } = this.#options
    down(reason)
    this.#reboot = clock.after(rebootMs, up)
  }

  #isBusy(): boolean {
    return this.#options.evses().some((evse) => evse.transaction !== undefined)
  }
}
