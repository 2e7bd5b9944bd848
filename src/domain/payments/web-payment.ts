import type { Scope } from '#kernel'
import type { TransactionLimits } from './payment.ts'

/** How a station makes the address in the QR code it shows (2.1 C25). */
export interface WebPaymentSettings {
  readonly stationId: string
  readonly partyId: string
  /** As https://pay.example/{chargingstationid}/{evse}/{totp}/{version}. */
  readonly urlTemplate: string
  /** How long one code is good. */
  readonly validityS: number
  readonly codeLength: number
  /** The command that told the station. */
  readonly commandId?: string
  readonly changedAt: Date
}

export interface WebPaymentChange {
  readonly urlTemplate: string
  readonly validityS: number
  readonly codeLength: number
  readonly requestedBy: string
  readonly requestedByName?: string
}

/** What an address that somebody came by is good for. A refused one is to lead to no payment (C25.FR.08). */
export type ScannedCode =
  | {
      readonly status: 'good'
      readonly stationId: string
      readonly partyId: string
      readonly evseId?: number
      readonly limits: TransactionLimits
    }
  | { readonly status: 'refused'; readonly reason: 'unknown-address' | 'wrong-code' }

/** Payments in the web, which begin with a code at a station: 2.1 C25. */
export interface WebPayments {
  /** Makes a new secret and tells the station. @throws AppError `not-found`, `invalid`. */
  configure(scope: Scope, stationId: string, change: WebPaymentChange): Promise<WebPaymentSettings>
  /** @throws AppError `not-found` for a station outside the scope, or one that was told nothing. */
  get(scope: Scope, stationId: string): Promise<WebPaymentSettings>
  /** C25.FR.07 to FR.09. */
  check(scope: Scope, url: string): Promise<ScannedCode>
}
