import type { AddressType, TransactionLimitType } from '#ocpp/v21'
import type { Part } from './part.ts'

export type LimitReached = 'CostLimitReached' | 'EnergyLimitReached' | 'TimeLimitReached'

interface Running {
  readonly limit: TransactionLimitType
  isTold: boolean
  reached: LimitReached | undefined
}

/** What a station knows of those who pay on the spot: how far they may charge (2.1 E16), and what the provider says. */
export class PaymentDesk implements Part {
  readonly #limits = new Map<string, Running>()
  /** What the terminal's provider says when it is to take the money. */
  outcome: 'Settled' | 'Rejected' | 'Failed' = 'Settled'
  /** The terminal makes the receipts (PaymentCtrlr.ReceiptByCSMS is false). */
  ownReceipts = false
  /** An EVSE that waits for somebody who pays in the web, and until when (C25.FR.22). */
  readonly held = new Map<number, number>()

  /** Whom the receipt of what is charged at an EVSE is for, where its driver has said (C18.FR.08). */
  readonly receipts = new Map<number, { readonly vatNumber: string; readonly vatCompany?: AddressType }>()

  /** Who pays in the web does not wait for a station that is off, and what was typed is forgotten. */
  stopped(): void {
    this.held.clear()
    this.receipts.clear()
  }

  isHeld(evseId: number, nowMs: number): boolean {
    return (this.held.get(evseId) ?? 0) > nowMs
  }

  limit(transactionId: string, limit: TransactionLimitType): void {
    const before = this.#limits.get(transactionId)?.limit
    this.#limits.set(transactionId, { limit: { ...before, ...limit }, isTold: false, reached: undefined })
  }

  /** The limit, once (C24.FR.03). */
  tellLimit(transactionId: string): TransactionLimitType | undefined {
    const running = this.#limits.get(transactionId)
    if (running === undefined || running.isTold) return undefined
    running.isTold = true
    return running.limit
  }

  /** Which limit a transaction has got to; told once. */
  reach(transactionId: string, now: { energyWh: number; timeS: number; cost: number }): LimitReached | undefined {
    const running = this.#limits.get(transactionId)
    if (running === undefined || running.reached !== undefined) return undefined
    const { maxEnergy, maxTime, maxCost } = running.limit
    if (maxEnergy !== undefined && now.energyWh >= maxEnergy) running.reached = 'EnergyLimitReached'
    else if (maxTime !== undefined && now.timeS >= maxTime) running.reached = 'TimeLimitReached'
    else if (maxCost !== undefined && now.cost >= maxCost) running.reached = 'CostLimitReached'
    return running.reached
  }

  /** Why a transaction that is over was ended, if for a limit; it is forgotten. */
  close(transactionId: string): LimitReached | undefined {
    const reached = this.#limits.get(transactionId)?.reached
    this.#limits.delete(transactionId)
    return reached
  }
}
