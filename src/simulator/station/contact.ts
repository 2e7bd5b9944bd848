import type { Clock, Logger } from '#kernel'
import type { OcppVersion } from '#ocpp/rpc'
import type { Mischief } from '../misbehaviour/mischief.ts'
import type { Random } from '../physics/random.ts'
import type { Dial } from '../wire/link.ts'
import type { Outbox, OutgoingCall } from '../wire/outbox.ts'
import type { BootReason, Dialect, Message } from './dialect.ts'
import { uuids } from './identifiers.ts'
import { Line } from './line.ts'
import type { Observers, StationState } from './observer.ts'
import { Registration } from './registration.ts'
import type { Settings } from './settings.ts'
import { Talk } from './talk.ts'

export interface ContactParts {
  readonly version: OcppVersion
  readonly clock: Clock
  readonly logger: Logger
  readonly settings: Settings
  readonly dial: Dial
  readonly dialect: Dialect
  readonly observers: Observers
  readonly mischief: Mischief
  readonly retryKeepsId: boolean
  /** Of which the messages get their ids, and the line its patience. */
  readonly random: { readonly messages: Random; readonly line: Random }
  /** The line stands; nothing has been said yet. */
  readonly connected: () => void
  /** The CSMS could not be reached. */
  readonly failed: () => void
  /** The CSMS has accepted the station, now or before. */
  readonly accepted: () => void
}

/** What a station knows of its CSMS: the line to it, what is said on it, and whether it may go on. */
export class Contact {
  readonly outbox: Outbox
  readonly registration: Registration
  readonly #parts: ContactParts
  readonly #talk: Talk
  readonly #line: Line
  #state: StationState = 'off'

  constructor(parts: ContactParts) {
    this.#parts = parts
    const { version, clock, logger, settings, dial, dialect, observers, mischief, retryKeepsId, random } = parts
    this.#talk = new Talk({
      ...{ version, clock, logger, settings, mischief, retryKeepsId, newMessageId: uuids(random.messages) },
      line: () => this.#line,
      answer: (action, payload) => dialect.answer(action, payload),
      notice: (notice) => observers.tell(notice),
    })
    this.outbox = this.#talk.dialogue.outbox
    this.registration = new Registration({
      ...{ clock, settings, outbox: this.outbox, dialect: () => dialect },
      accepted: () => {
        this.#become('online')
        parts.accepted()
      },
    })
    this.#line = new Line({
      ...{ dial, logger, clock, settings, random: random.line },
      up: () => this.#up(),
      down: (wasOpen) => this.#down(wasOpen),
      dialling: () => this.#become('connecting'),
      failed: () => parts.failed(),
      text: (text) => this.#talk.dialogue.receive(text),
    })
  }

  get state(): StationState {
    return this.#state
  }

  get online(): boolean {
    return this.#state === 'online'
  }

  get on(): boolean {
    return this.#state !== 'off'
  }

  /** The station has power; it does not call yet. */
  powerUp(): void {
    this.#become('offline')
  }

  powerDown(): void {
    this.restart('PowerUp')
    this.#become('off')
  }

  connect(): void {
    this.#line.connect()
  }

  /** Hangs up, and calls again only when told to. */
  disconnect(): void {
    this.#line.disconnect()
  }

  /** The line is gone, and nobody has hung up. */
  cut(): void {
    this.#line.cut()
  }

  /** Hangs up; what the CSMS said before counts no more. */
  restart(reason: BootReason): void {
    this.#line.disconnect()
    this.registration.reset(reason)
  }

  send({ action, payload }: Message, triggered = false, settled?: OutgoingCall['settled']): void {
    const call = { action, payload: () => payload, lane: 'ordinary', triggered } as const
    this.outbox.call(settled === undefined ? call : { ...call, settled })
  }

  /** Says what nobody answers. */
  tell({ action, payload }: Message): void {
    if (this.online) this.#talk.dialogue.tell(action, payload)
  }

  #up(): void {
    this.#become('connected')
    this.#talk.connected()
    this.#parts.connected()
    if (this.#parts.mischief.skipsBoot === true) this.registration.resume()
    else this.registration.begin()
  }

  #down(wasOpen: boolean): void {
    if (this.on) this.#become('offline')
    if (!wasOpen) return
    this.registration.pause()
    this.outbox.close()
  }

  #become(state: StationState): void {
    if (state === this.#state) return
    this.#state = state
    this.#parts.observers.tell({ type: 'state', state })
  }
}
