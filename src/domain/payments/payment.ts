import type { Page, PageRequest, Scope } from '#kernel'

/** How a payment may stand; see {@link PaymentState}. */
export const PAYMENT_STATES = [
  'authorized',
  'charging',
  'to-settle',
  'settled',
  'cancelled',
  'rejected',
  'failed',
] as const

/**
 * `authorized`: the provider holds an amount; nothing of it is taken when nobody begins within a day. `charging`: a transaction goes on it. `to-settle`: that is over, and whoever
 * settles it is to take what it came to. `settled`, `cancelled`, `rejected` (by the provider), `failed` (technically): as
 * whoever settles it has told.
 */
export type PaymentState = (typeof PAYMENT_STATES)[number]
export type SettledState = Extract<PaymentState, 'settled' | 'cancelled' | 'rejected' | 'failed'>

/** How far a transaction may go (2.1 E16). */
export interface TransactionLimits {
  /** An exact decimal, in the currency of the tariff. */
  readonly maxCost?: string
  readonly maxEnergyWh?: number
  readonly maxTimeS?: number
  /** Percent. */
  readonly maxStateOfCharge?: number
}

/** Who asked for a receipt of their own. */
export interface Company {
  readonly name: string
  readonly address1: string
  readonly address2?: string
  readonly city: string
  readonly postalCode?: string
  readonly country: string
}

/** Somebody pays on the spot: at a terminal, a kiosk, or a page behind a QR code (2.1 C18 to C25). */
export interface Payment {
  readonly id: string
  readonly stationId: string
  readonly partyId: string
  /** What the payment service provider calls it: the value of its token. */
  readonly reference: string
  readonly evseId?: number
  readonly state: PaymentState
  /** Who takes the money: the terminal at the station, or a program of ours with the provider. */
  readonly settledBy: 'platform' | 'station'
  /** The command it starts the transaction by. */
  readonly commandId?: string
  /** The station's own name of the transaction. */
  readonly transactionReference?: string
  readonly limits: TransactionLimits
  /** An exact decimal: what is to be taken, then what was. */
  readonly amount?: string
  readonly currency?: string
  readonly settledAt?: Date
  readonly receiptId?: string
  readonly receiptUrl?: string
  readonly statusInfo?: string
  readonly vatNumber?: string
  readonly company?: Company
  /** Why the provider has not taken the first order yet, as far as that is known; it is told again. */
  readonly problem?: string
  /** What the provider was told after the first order, because the transaction came to something else; in order. */
  readonly corrections?: readonly PaymentCorrection[]
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** So much more to be taken, or to be given back. */
export interface PaymentCorrection {
  readonly kind: 'capture' | 'refund'
  readonly amount: string
  /** What is to have been taken in all with it. */
  readonly total: string
  readonly currency?: string
  /** When the provider has taken it up. */
  readonly takenAt?: Date
  /** When it has said that it never will: what it came to differs from what was taken, and people have to see to it. */
  readonly refusedAt?: Date
  /** Why it is not taken, as far as that is known. */
  readonly problem?: string
}

/** What a driver may see of a payment whose id they were given. */
export interface Receipt {
  readonly id: string
  readonly stationId: string
  readonly state: PaymentState
  readonly amount?: string
  readonly currency?: string
  readonly settledAt?: Date
  readonly vatNumber?: string
  readonly company?: Company
  readonly corrections?: readonly PaymentCorrection[]
}

export interface NewPayment {
  readonly stationId: string
  readonly reference: string
  readonly evseId?: number
  readonly limits?: TransactionLimits
  readonly requestedBy: string
  readonly requestedByName?: string
}

/** What came of settling one, as a station or a program tells. */
export interface Settlement {
  readonly state: SettledState
  readonly amount?: string
  readonly currency?: string
  readonly settledAt?: Date
  readonly receiptId?: string
  readonly receiptUrl?: string
  readonly statusInfo?: string
  readonly vatNumber?: string
  readonly company?: Company
}

export interface StationSettlement extends Settlement {
  readonly stationId: string
  readonly reference: string
  readonly transactionReference?: string
}

export interface PaidTransaction {
  readonly stationId: string
  readonly transactionReference: string
}

export interface PaymentFilter {
  readonly stationId?: string
  readonly state?: PaymentState
  readonly settledBy?: 'platform' | 'station'
}

/** What is known of a VAT number. */
export interface VatVerdict {
  readonly isValid: boolean
  readonly company?: Company
  /** Why the verdict is less than it should be: whoever keeps the numbers did not say, and the form alone was looked at. */
  readonly doubt?: 'register-away'
}

/** Says whether a VAT number is one. In the box there is a check of its form alone, which asks nobody. */
export type VatValidator = (vatNumber: string) => Promise<VatVerdict> | VatVerdict

/** Ad hoc payments: 2.1 C18 to C25. What a station adds of its own has a bound in a day; above it none is kept. */
export interface Payments {
  /**
   * A provider has authorized it: the station is told to start (C24.FR.01, C25.FR.23).
   *
   * @throws AppError `not-found` for a station outside the scope; `conflict` when the reference was used, with the
   *   `paymentId` where that was for a payment.
   */
  authorize(scope: Scope, payment: NewPayment): Promise<Payment>
  /** A transaction goes on a payment: how far it may (C24.FR.02, C25.FR.24). The same when told again. */
  begun(transaction: PaidTransaction, token: string, evseId?: number): Promise<TransactionLimits>
  /**
   * A transaction is over: what a payment for it is to take, if there is one. `total` is what it cost, as far as that is
   * known; 'nothing' comes back where it was free because nothing was delivered (C20.FR.03).
   */
  ended(
    transaction: PaidTransaction,
    trigger: string | undefined,
    total: { readonly amount: string; readonly currency: string } | undefined,
  ): Promise<'nothing' | undefined>
  /** A station tells how it settled (C19 to C22): where the receipt is, if it makes none itself (C21.FR.03). */
  settledByStation(settlement: StationSettlement): Promise<Pick<Payment, 'receiptId' | 'receiptUrl'>>
  /** A program tells how it settled with the provider (C21.FR.05, C24.FR.10, C25.FR.40). */
  settle(scope: Scope, paymentId: string, settlement: Settlement): Promise<Payment>
  /** @throws AppError `not-found` for a payment outside the scope. */
  get(scope: Scope, paymentId: string): Promise<Payment>
  list(scope: Scope, filter: PaymentFilter, page: PageRequest): Promise<Page<Payment>>
  /** @throws AppError `not-found` for one that was not settled. */
  receipt(paymentId: string): Promise<Receipt>
  validateVat(vatNumber: string): Promise<VatVerdict>
  /** Removes payments that were over before a time, the oldest first; never one still to settle. @returns how many */
  removeBefore(time: Date, atMost: number): Promise<number>
}
