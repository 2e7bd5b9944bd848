import type { Page, PageRequest, Scope } from '#kernel'

/** What is left of a prepaid token (2.1 C17). It may fall below zero where a station went on without us. */
export interface Balance {
  readonly tokenId: string
  readonly partyId: string
  readonly currency: string
  /** An exact decimal. */
  readonly amount: string
}

export const BALANCE_ENTRY_KINDS = ['set', 'adjustment', 'transaction'] as const

/** One thing that changed a balance. They are never changed, and add up to it. */
export interface BalanceEntry {
  readonly id: string
  readonly tokenId: string
  readonly kind: (typeof BALANCE_ENTRY_KINDS)[number]
  /** What was added; below zero what was taken. */
  readonly amount: string
  /** What there was then. */
  readonly balance: string
  readonly transactionId?: string
  /** Which revision of what the transaction came to. */
  readonly revision?: number
  readonly note?: string
  readonly madeAt: Date
}

export interface Adjustment {
  /** Added to the balance; below zero it is taken. */
  readonly amount: string
  readonly note?: string
  /** Made by whoever asks, once for each thing that is to be done: whoever repeats it under the same key adds nothing. */
  readonly key: string
}

/** Prepaid tokens. */
export interface Balances {
  /** @throws AppError `not-found` for a token outside the scope, or that is not prepaid. */
  get(scope: Scope, tokenId: string): Promise<Balance>
  /** Makes a token prepaid, or says what is left. @throws AppError `not-found`; `conflict` for another currency than before. */
  set(scope: Scope, tokenId: string, balance: Pick<Balance, 'currency' | 'amount'>): Promise<Balance>
  /** @throws AppError `not-found` for a token that is not prepaid; `conflict` for a key that was used for something else. */
  adjust(scope: Scope, tokenId: string, adjustment: Adjustment): Promise<Balance>
  /** A token is prepaid no longer: what it charges is not limited. */
  remove(scope: Scope, tokenId: string): Promise<void>
  /** Newest first. */
  entries(scope: Scope, tokenId: string, page: PageRequest): Promise<Page<BalanceEntry>>
}
