import type { Clock, Timer } from '#kernel'
import type { CallOutcome, Outbox } from '../wire/outbox.ts'
import type { BootReason, Dialect } from './dialect.ts'
import type { Settings } from './settings.ts'

export type RegistrationStatus = 'Unknown' | 'Accepted' | 'Pending' | 'Rejected'

export interface RegistrationOptions {
  readonly clock: Clock
  readonly settings: Settings
  readonly outbox: Outbox
  readonly dialect: () => Dialect
  readonly accepted: () => void
}

/** How long a station waits where the CSMS left it to decide (interval 0, 2.0.1 B02.FR.07) or said nothing at all. */
const OWN_INTERVAL_S = 30

/** The station's standing with its CSMS: BootNotification until accepted, then Heartbeat. */
export class Registration {
  status: RegistrationStatus = 'Unknown'
  readonly #options: RegistrationOptions
  #reason: BootReason = 'PowerUp'
  #again: Timer | undefined
  #heartbeat: Timer | undefined

  constructor(options: RegistrationOptions) {
    this.#options = options
  }

  /** The station starts anew: what the CSMS said before counts no more. */
  reset(reason: BootReason): void {
    this.status = 'Unknown'
    this.#reason = reason
    this.pause()
  }

  /** Nobody to talk to. */
  pause(): void {
    this.#again?.cancel()
    this.#heartbeat?.cancel()
  }

  /** A connection stands. A station once accepted goes on where it was (2.0.1 part 4 §5.4). */
  begin(): void {
    if (this.status === 'Accepted') this.resume()
    else this.notify()
  }

  /** Talks without asking, as after a reconnect. */
  resume(): void {
    this.status = 'Accepted'
    this.#options.outbox.open('all')
    this.#options.accepted()
    this.scheduleHeartbeat()
  }

  notify(reason = this.#reason, triggered = false): void {
    const { outbox, dialect } = this.#options
    this.#again?.cancel()
    const { action, payload } = dialect().boot(reason)
    if (this.status !== 'Accepted') outbox.open(this.status === 'Pending' ? 'triggered' : 'boot')
    const settled = (outcome: CallOutcome) => this.#settled(outcome)
    outbox.call({ action, payload: () => payload, lane: 'boot', triggered, settled })
  }

  scheduleHeartbeat(): void {
    this.#heartbeat?.cancel()
    const { clock, settings, outbox, dialect } = this.#options
    if (settings.heartbeatIntervalS <= 0) return
    this.#heartbeat = clock.after(settings.heartbeatIntervalS * 1000, () => {
      const { action, payload } = dialect().heartbeat()
      outbox.call({ action, payload: () => payload, lane: 'ordinary' })
      this.scheduleHeartbeat()
    })
  }

  #settled(outcome: CallOutcome): void {
    // A lost connection asks again by itself, as soon as there is another.
    if (outcome.type === 'lost') return
    const { clock, settings, dialect } = this.#options
    const answer = outcome.type === 'result' ? dialect().readBoot(outcome.payload) : undefined
    if (answer?.status === 'Accepted') {
      if (answer.intervalS > 0) settings.heartbeatIntervalS = answer.intervalS
      this.resume()
      return
    }
    if (this.status === 'Accepted' && answer === undefined) return
    this.status = answer?.status ?? 'Unknown'
    this.pause()
    this.#options.outbox.open(this.status === 'Pending' ? 'triggered' : 'boot')
    const waitS = answer === undefined || answer.intervalS <= 0 ? OWN_INTERVAL_S : answer.intervalS
    this.#again = clock.after(waitS * 1000, () => this.notify())
  }
}
