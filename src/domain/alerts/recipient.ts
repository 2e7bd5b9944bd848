import type { Page, PageRequest, Scope } from '#kernel'
import type { AlertStep } from './alert.ts'

export const RECIPIENT_KINDS = ['webhook', 'mail'] as const
export type RecipientKind = (typeof RECIPIENT_KINDS)[number]

/** Who of a party is told of its alerts. */
export interface Recipient {
  readonly id: string
  readonly partyId: string
  readonly kind: RecipientKind
  /** A URL, or an address for mail. */
  readonly target: string
  /** Told of what is this grave or graver: a severity of this number or a lower one. */
  readonly leastSeverity: number
  readonly enabled: boolean
  readonly createdAt: Date
}

export interface NewRecipient {
  readonly partyId: string
  readonly kind: RecipientKind
  readonly target: string
  readonly leastSeverity?: number
}

export interface RecipientChange {
  readonly leastSeverity?: number
  readonly enabled?: boolean
}

export const DELIVERY_STATES = ['waiting', 'delivered', 'given-up'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** One thing one recipient is told. */
export interface Delivery {
  readonly id: string
  readonly alertId: string
  readonly stationId: string
  readonly step: AlertStep
  readonly state: DeliveryState
  readonly attempts: number
  readonly dueAt: Date
  readonly settledAt?: Date
  /** Why the last attempt failed. */
  readonly problem?: string
  readonly createdAt: Date
}

/** Who is told of alerts, by webhook or mail. */
export interface Recipients {
  /**
   * @returns the secret a webhook's messages are signed with, shown this once
   * @throws AppError `invalid` for a target that may not be told, `too-many`
   */
  createRecipient(recipient: NewRecipient): Promise<{ readonly recipient: Recipient; readonly secret?: string }>
  listRecipients(scope: Scope): Promise<readonly Recipient[]>
  getRecipient(scope: Scope, recipientId: string): Promise<Recipient>
  changeRecipient(scope: Scope, recipientId: string, change: RecipientChange): Promise<Recipient>
  removeRecipient(scope: Scope, recipientId: string): Promise<void>
  /** Newest first. */
  listDeliveries(scope: Scope, recipientId: string, page: PageRequest): Promise<Page<Delivery>>
}
