import type { Scope } from '#kernel'

/** Who holds the money of a party's drivers: the program of a payment service provider, or of a kiosk. */
export interface ProviderSettings {
  readonly partyId: string
  /** Where it is told what to settle. */
  readonly url: string
  /** Where drivers who have scanned a code enter how they pay (2.1 C25.FR.20). */
  readonly pageUrl?: string
  readonly changedAt: Date
}

export type ProviderChange = Pick<ProviderSettings, 'url' | 'pageUrl'>

/**
 * `settle`: take so much of what is held, and give the rest back. `capture`, `refund`: it came to more or less than that after all,
 * take so much more or give so much back.
 */
export const ORDER_KINDS = ['settle', 'capture', 'refund'] as const
export type OrderKind = (typeof ORDER_KINDS)[number]

/** What is to be taken for one payment, and given back of what is held. */
export interface SettlementOrder {
  readonly paymentId: string
  /** Which order of its payment, from 1 on. The first settles it. */
  readonly number: number
  readonly type: OrderKind
  readonly partyId: string
  readonly stationId: string
  /** What the provider calls the payment. */
  readonly reference: string
  readonly transactionReference?: string
  /** An exact decimal, never below zero; settling 0 gives all of it back. */
  readonly amount: string
  /** What is to have been taken in all with this order. */
  readonly total: string
  readonly currency?: string
}

/** By which a provider knows an order that comes again. */
export function orderKey({ paymentId, number }: Pick<SettlementOrder, 'paymentId' | 'number'>): string {
  return number === 1 ? paymentId : `${paymentId}-${number}`
}

/** A provider will never do what it was told: it is not told again. */
export class OrderRefused extends Error {
  override readonly name = 'OrderRefused'
}

/**
 * Takes money where the platform settles. An order may come again, under the same key and with the same amount, until it is taken.
 * What came of it is told by the API.
 */
export interface PaymentProvider {
  /** Resolves when the order is taken. @throws OrderRefused where it never will be; Error saying why it is not yet */
  settle(order: SettlementOrder): Promise<void>
}

/** Telling providers what to settle: 2.1 C21.FR.05, C24.FR.10, C25.FR.40. */
export interface Settlements {
  /** Says who settles for a party; the secret, which signs what they are told, is shown this once. */
  configure(
    scope: Scope,
    partyId: string,
    change: ProviderChange,
  ): Promise<ProviderSettings & { readonly secret: string }>
  /** @throws AppError `not-found` where nobody settles for it. */
  provider(scope: Scope, partyId: string): Promise<ProviderSettings>
  removeProvider(scope: Scope, partyId: string): Promise<void>
  /** Tells providers what is due; what fails is tried again. @returns how many orders were taken */
  deliver(): Promise<number>
  /** Where somebody who scanned this is to go on to pay; undefined when the address is not good (C25.FR.08, C25.FR.20). */
  pageFor(url: string): Promise<string | undefined>
}
