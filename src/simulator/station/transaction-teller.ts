import type { Mischief } from '../misbehaviour/mischief.ts'
import type { CallOutcome, Outbox } from '../wire/outbox.ts'
import type { Authorizer } from './authorizer.ts'
import type { Dialect, TransactionMessage, Verdict } from './dialect.ts'
import type { Evse } from './evse.ts'
import type { Observers } from './observer.ts'
import type { Settings } from './settings.ts'
import type { TransactionEvent } from './transaction.ts'

export interface TransactionTellerOptions {
  readonly dialect: Dialect
  readonly outbox: Outbox
  readonly authorizer: Authorizer
  readonly settings: Settings
  readonly observers: Observers
  readonly mischief: Mischief
  readonly evse: (id: number) => Evse | undefined
}

/** Tells the CSMS what happens to transactions, and does what its answers ask for. */
export class TransactionTeller {
  readonly #options: TransactionTellerOptions

  constructor(options: TransactionTellerOptions) {
    this.#options = options
  }

  tell(event: TransactionEvent): void {
    const { dialect, outbox, mischief } = this.#options
    if (mischief.tells?.(event) === false) return
    const message = dialect.transaction(this.#claimed(event))
    if (message === undefined) return
    const { action, payload, expendable } = message
    const settled = (outcome: CallOutcome) => this.#settled(event, message, outcome)
    outbox.call({ action, payload, expendable, lane: 'transaction', about: event.transaction.id, settled })
  }

  #claimed(event: TransactionEvent): TransactionEvent {
    const { reading } = this.#options.mischief
    return reading === undefined ? event : { ...event, readings: event.readings.map((one) => reading(one)) }
  }

  #settled(event: TransactionEvent, message: TransactionMessage, outcome: CallOutcome): void {
    if (outcome.type === 'result') {
      this.#judged(event, message.answered(outcome.payload))
      return
    }
    message.discarded()
    this.#options.observers.tell({ type: 'discarded', action: message.action })
  }

  /** The CSMS said of a running transaction that its token is not welcome (1.6 §3.5.4 and errata 3.17, 2.0.1 E05). */
  #judged({ transaction, token }: TransactionEvent, verdict: Verdict | undefined): void {
    if (verdict === undefined || token === undefined) return
    this.#options.authorizer.learn(token, verdict)
    const evse = this.#options.evse(transaction.evseId)
    if (verdict.accepted || evse?.transaction !== transaction || evse.token?.value !== token.value) return
    if (this.#options.settings.stopOnInvalidToken) evse.stop('Deauthorized', 'DeAuthorized')
    else evse.limit(0)
  }
}
