import type { Subscription } from '#kernel'
import type { ConnectorStatus } from './evse-conditions.ts'

/** What a station lets its observers see. Payloads are as sent or received; nothing in them may be changed. */
export type StationNotice =
  | {
      readonly type: 'sent' | 'received'
      readonly kind: 'call' | 'send' | 'result' | 'error'
      readonly messageId: string
      /** Of answers: the action of the call they answer; empty when nobody made that call. */
      readonly action: string
      readonly payload: object
    }
  | { readonly type: 'state'; readonly state: StationState }
  | { readonly type: 'status'; readonly evseId: number; readonly status: ConnectorStatus }
  /** A transaction message was given up for good. */
  | { readonly type: 'discarded'; readonly action: string }

/** `connected` is a socket that may carry nothing but BootNotification; `online` one that may carry everything. */
export type StationState = 'off' | 'offline' | 'connecting' | 'connected' | 'online'

export type Observer = (notice: StationNotice) => void

export class Observers {
  #observers: readonly Observer[] = []

  add(observer: Observer): Subscription {
    this.#observers = [...this.#observers, observer]
    return {
      stop: () => {
        this.#observers = this.#observers.filter((other) => other !== observer)
      },
    }
  }

  tell(notice: StationNotice): void {
    for (const observe of this.#observers) observe(notice)
  }
}
