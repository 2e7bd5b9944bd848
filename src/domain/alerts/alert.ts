import type { Page, PageRequest, Scope } from '#kernel'

/** What holds for a while and ends by itself. */
export const CONDITIONS = [
  'faulted',
  'unavailable',
  'offline',
  'silent',
  'transaction-without-contact',
  'transaction-without-energy',
  'occupied-too-long',
  'reserved-too-long',
  'prepaid-in-other-currency',
  'payment-not-taken',
] as const
export type Condition = (typeof CONDITIONS)[number]

/** `security` has no end of its own: it is over when somebody has seen it. `monitor` ends when its variable comes back. */
export const ALERT_CAUSES = [...CONDITIONS, 'security', 'monitor'] as const
export type AlertCause = (typeof ALERT_CAUSES)[number]

/** How grave each condition is: 0 (danger) to 9 (debug), as 2.x monitoring counts. */
export const conditionSeverity: Readonly<Record<Condition, number>> = {
  faulted: 1,
  offline: 3,
  'payment-not-taken': 3,
  'transaction-without-contact': 4,
  silent: 4,
  'prepaid-in-other-currency': 4,
  'transaction-without-energy': 5,
  'occupied-too-long': 6,
  'reserved-too-long': 6,
  unavailable: 6,
}

export const ALERT_STEPS = ['opened', 'repeated', 'acknowledged', 'closed'] as const
export type AlertStep = (typeof ALERT_STEPS)[number]

/** Something an operator should know: one for one cause at one place, as long as it lasts. */
export interface Alert {
  readonly id: string
  readonly partyId: string
  readonly stationId: string
  readonly evseId?: number
  readonly connectorId?: number
  readonly cause: AlertCause
  /** Which of several of its kind: a type of security event, a monitor, a transaction. */
  readonly subject?: string
  readonly severity: number
  /** What is known of it, as a text for people. */
  readonly detail: string
  /** Since when it has been so. */
  readonly since: Date
  /** When it was found. */
  readonly openedAt: Date
  /** When it was last told anew, and how often in all. */
  readonly lastAt: Date
  readonly times: number
  readonly acknowledgedAt?: Date
  readonly acknowledgedBy?: string
  readonly acknowledgedByName?: string
  readonly closedAt?: Date
}

export interface AlertHistory extends Alert {
  readonly history: readonly {
    readonly at: Date
    readonly step: AlertStep
    readonly byName?: string
    readonly note?: string
  }[]
}

export interface AlertFilter {
  readonly open?: boolean
  readonly acknowledged?: boolean
  readonly stationId?: string
  readonly cause?: AlertCause
  /** This grave or graver. */
  readonly atLeast?: number
}

export interface Acknowledgement {
  /** The id of the person or key, and their name for people to read. */
  readonly by: string
  readonly byName: string
  readonly note?: string
  /** Takes it for over; should it still hold, it is found again. */
  readonly close?: boolean
}

/** What went wrong with stations, found by looking at what they told and what they did not. */
export interface Alerts {
  /** Looks once; on one node at a time. @returns how many alerts were opened, told anew or closed */
  sweep(): Promise<number>
  /** Tells recipients what is due. @returns how many were told */
  deliver(): Promise<number>
  get(scope: Scope, alertId: string): Promise<AlertHistory>
  /** Newest first. */
  list(scope: Scope, filter: AlertFilter, page: PageRequest): Promise<Page<Alert>>
  /** Says that somebody has seen it; again changes nothing but what was not yet so. */
  acknowledge(scope: Scope, alertId: string, acknowledgement: Acknowledgement): Promise<AlertHistory>
  /** Removes alerts closed before a time, and what was told by then, the oldest first. @returns how many alerts */
  removeBefore(time: Date, atMost: number): Promise<number>
}
