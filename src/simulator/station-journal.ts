import type { Subscription } from '#kernel'
import { Journal } from './journal.ts'
import type { StationNotice, StationState } from './station/observer.ts'
import type { Station } from './station/station.ts'

/** A call of the station and what came back. */
export interface Exchange {
  readonly action: string
  readonly messageId: string
  readonly request: object
  /** The payload of the answer; of a CALLERROR its code and description. */
  readonly response: object
  readonly refused: boolean
}

/** A command of the CSMS and what the station said to it. */
export type Served = Exchange

type Message = Extract<StationNotice, { type: 'sent' | 'received' }>

/**
 * Follows one station for a test: each method resolves with the next entry of its kind that was not read before,
 * whether it has happened already or is still to come. Nothing needs to sleep.
 */
export class StationJournal {
  readonly #exchanges = new Journal<Exchange>()
  readonly #served = new Journal<Served>()
  readonly #sent = new Journal<Message>()
  readonly #states = new Journal<StationState>()
  readonly #discarded = new Journal<string>()
  /** Calls without an answer yet, both ways, by message id. */
  readonly #open = new Map<string, Message>()
  readonly #subscription: Subscription

  constructor(station: Station) {
    this.#subscription = station.observe((notice) => this.#note(notice))
  }

  /** The station made this call and has read its answer. */
  exchange(action: string): Promise<Exchange> {
    return this.#exchanges.next((entry) => entry.action === action)
  }

  /** The station made this call; perhaps nobody has answered. */
  sent(action: string): Promise<Message> {
    return this.#sent.next((entry) => entry.action === action)
  }

  /** The station answered this command. */
  served(action: string): Promise<Served> {
    return this.#served.next((entry) => entry.action === action)
  }

  /** Resolves when the station gets into this state; states before it count as read. */
  state(state: StationState): Promise<StationState> {
    return this.#states.seek((entry) => entry === state)
  }

  /** The station gave a transaction message up; resolves with its action. */
  discarded(): Promise<string> {
    return this.#discarded.next()
  }

  /** Exchanges not read so far, oldest first. */
  get unread(): readonly Exchange[] {
    return this.#exchanges.rest
  }

  stop(): void {
    this.#subscription.stop()
  }

  #note(notice: StationNotice): void {
    if (notice.type === 'state') this.#states.add(notice.state)
    else if (notice.type === 'discarded') this.#discarded.add(notice.action)
    else if (notice.type !== 'status') this.#message(notice)
  }

  #message(notice: Message): void {
    const ours = notice.type === 'sent'
    const { messageId, kind, payload: response } = notice
    if (kind === 'send') {
      this.#sent.add(notice)
      return
    }
    if (kind === 'call') {
      this.#open.set(`${notice.type} ${messageId}`, notice)
      if (ours) this.#sent.add(notice)
      return
    }
    const key = `${ours ? 'received' : 'sent'} ${messageId}`
    const call = this.#open.get(key)
    if (call === undefined) return
    this.#open.delete(key)
    const { action, payload: request } = call
    const into = ours ? this.#served : this.#exchanges
    into.add({ action, messageId, request, response, refused: kind === 'error' })
  }
}
