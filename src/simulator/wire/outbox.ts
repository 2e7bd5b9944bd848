import type { Clock, Timer } from '#kernel'
import type { JsonObject, RpcErrorCode } from '#ocpp/rpc'

/** A call the station wants to make. */
export interface OutgoingCall {
  readonly action: string
  /** Written when it leaves, because it may need what an earlier answer said. */
  readonly payload: () => object
  /** `boot` alone may leave before the CSMS accepted the station; `transaction` outlives connections and reboots. */
  readonly lane: 'boot' | 'ordinary' | 'transaction'
  /** Asked for by TriggerMessage or GetBaseReport: may leave while the registration is Pending (2.0.1 B02.FR.02). */
  readonly triggered?: boolean
  /** The transaction it belongs to. */
  readonly about?: string
  /** May be left out when memory is short (2.0.1 E12.FR.05). */
  readonly expendable?: boolean
  /** Hears exactly once what became of the call. */
  readonly settled?: (outcome: CallOutcome) => void
}

export type CallOutcome =
  | { readonly type: 'result'; readonly payload: JsonObject }
  | { readonly type: 'error'; readonly code: RpcErrorCode }
  | { readonly type: 'timeout' | 'lost' | 'dropped' }

/** How patient the station is, asked at every turn because settings change. */
export interface Patience {
  readonly timeoutMs: number
  /** How often a transaction message is sent at most before it is given up. */
  readonly attempts: number
  readonly attemptIntervalMs: number
}

export interface OutboxOptions {
  readonly clock: Clock
  readonly patience: () => Patience
  readonly transmit: (messageId: string, call: OutgoingCall) => void
  readonly newMessageId: () => string
  /** Whether a retry keeps the message id; both are seen (1.6-J errata 3.1, 2.0.1 errata 4.6). */
  readonly retryKeepsId: boolean
  /** Puts a queue of transaction messages into the order in which they will leave after an interruption. */
  readonly reorder?: (calls: readonly QueuedCall[]) => QueuedCall[]
}

export interface QueuedCall {
  readonly call: OutgoingCall
  readonly messageId: string
  readonly failures: number
}

type Gate = 'closed' | 'boot' | 'triggered' | 'all'

/** How many transaction messages a station remembers at most. */
export const TRANSACTION_QUEUE_LIMIT = 2_000
const ORDINARY_QUEUE_LIMIT = 200

/**
 * The station's calls: one in flight, the rest waiting in order, ordinary ones before transaction messages. What a lost
 * connection loses depends on the lane; what a refusal costs follows 1.6 §3.7.1 and 2.0.1 E13.
 */
export class Outbox {
  readonly #options: OutboxOptions
  #gate: Gate = 'closed'
  #interrupted = false
  #ordinary: QueuedCall[] = []
  #transactions: QueuedCall[] = []
  #inFlight: { queued: QueuedCall; timer: Timer } | undefined
  #retry: Timer | undefined
  #idle: (() => void) | undefined

  constructor(options: OutboxOptions) {
    this.#options = options
  }

  /** Which calls may leave from now on. */
  open(gate: Exclude<Gate, 'closed'>): void {
    this.#gate = gate
    if (gate === 'all' && this.#interrupted) {
      this.#interrupted = false
      this.#transactions = this.#options.reorder?.(this.#transactions) ?? this.#transactions
    }
    this.#pump()
  }

  /** The connection is gone: ordinary calls are lost, transaction messages wait for the next one. */
  close(): void {
    this.#gate = 'closed'
    this.#retry?.cancel()
    this.#retry = undefined
    const current = this.#inFlight
    current?.timer.cancel()
    this.#inFlight = undefined
    const lost = this.#ordinary
    this.#ordinary = []
    if (current !== undefined && current.queued.call.lane !== 'transaction') lost.unshift(current.queued)
    if (current?.queued.call.lane === 'transaction') this.#transactions.unshift(this.#again(current.queued, 0))
    this.#interrupted = true
    for (const { call } of lost) call.settled?.({ type: 'lost' })
  }

  call(call: OutgoingCall): void {
    const queued = { call, messageId: this.#options.newMessageId(), failures: 0 }
    if (call.lane === 'transaction') this.#remember(queued)
    else if (this.#gate === 'closed') call.settled?.({ type: 'lost' })
    else if (this.#ordinary.length >= ORDINARY_QUEUE_LIMIT) call.settled?.({ type: 'dropped' })
    else this.#ordinary.push(queued)
    this.#pump()
  }

  /** The CSMS answered; an id that nobody waits for is ignored. */
  answered(messageId: string, outcome: CallOutcome): void {
    const current = this.#inFlight
    if (current?.queued.messageId === messageId) this.#finish(current.queued, outcome)
  }

  /** The action of the call in flight, when it has this id. */
  actionOf(messageId: string): string | undefined {
    const current = this.#inFlight
    return current?.queued.messageId === messageId ? current.queued.call.action : undefined
  }

  /** How many transaction messages have not been answered yet. */
  get transactionBacklog(): number {
    return this.#transactions.length + (this.#inFlight?.queued.call.lane === 'transaction' ? 1 : 0)
  }

  /** Whether messages about this transaction wait for an answer (2.0.1 E14). */
  hasMessagesAbout(transactionId: string): boolean {
    if (this.#inFlight?.queued.call.about === transactionId) return true
    return this.#transactions.some(({ call }) => call.about === transactionId)
  }

  /** Whether nothing waits to be sent or answered. */
  get isIdle(): boolean {
    return this.#inFlight === undefined && this.#ordinary.length === 0 && this.#transactions.length === 0
  }

  /** Calls once, as soon as nothing waits to be sent or answered; at once when that is so already. */
  whenIdle(then: () => void): void {
    this.#idle = then
    this.#tellIdle()
  }

  #pump(): void {
    if (this.#inFlight !== undefined) return
    const queued = this.#next()
    if (queued === undefined) return
    const { clock, patience, transmit } = this.#options
    const timer = clock.after(patience().timeoutMs, () => this.#finish(queued, { type: 'timeout' }))
    this.#inFlight = { queued, timer }
    transmit(queued.messageId, queued.call)
  }

  #next(): QueuedCall | undefined {
    const index = this.#ordinary.findIndex(({ call }) => this.#mayLeave(call))
    if (index >= 0) return this.#ordinary.splice(index, 1)[0]
    return this.#gate === 'all' && this.#retry === undefined ? this.#transactions.shift() : undefined
  }

  #mayLeave(call: OutgoingCall): boolean {
    if (this.#gate === 'all') return true
    if (this.#gate === 'closed') return false
    return call.lane === 'boot' || (this.#gate === 'triggered' && call.triggered === true)
  }

  #finish(queued: QueuedCall, outcome: CallOutcome): void {
    this.#inFlight?.timer.cancel()
    this.#inFlight = undefined
    if (queued.call.lane === 'transaction' && outcome.type !== 'result') this.#tryAgain(queued, outcome)
    else queued.call.settled?.(outcome)
    this.#pump()
    this.#tellIdle()
  }

  #tellIdle(): void {
    if (!this.isIdle) return
    const then = this.#idle
    this.#idle = undefined
    then?.()
  }

  /** Waits longer after each failure, and gives up in the end: the messages behind it must not wait for ever. */
  #tryAgain(queued: QueuedCall, outcome: CallOutcome): void {
    const failures = queued.failures + 1
    const { attempts, attemptIntervalMs } = this.#options.patience()
    if (failures >= attempts) {
      queued.call.settled?.(outcome)
      return
    }
    this.#transactions.unshift(this.#again(queued, failures))
    this.#retry = this.#options.clock.after(failures * attemptIntervalMs, () => {
      this.#retry = undefined
      this.#pump()
    })
  }

  #again({ call, messageId }: QueuedCall, failures: number): QueuedCall {
    return { call, failures, messageId: this.#options.retryKeepsId ? messageId : this.#options.newMessageId() }
  }

  #remember(queued: QueuedCall): void {
    if (this.#transactions.length >= TRANSACTION_QUEUE_LIMIT) this.#thinOut()
    this.#transactions.push(queued)
  }

  /** Every second intermediate message goes first; beginning and end of a transaction never. */
  #thinOut(): void {
    let turn = 0
    this.#transactions = this.#transactions.filter(({ call }) => {
      if (call.expendable !== true) return true
      turn += 1
      if (turn % 2 === 1) return true
      call.settled?.({ type: 'dropped' })
      return false
    })
  }
}
