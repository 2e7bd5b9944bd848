import type { Reading as StoredReading, Transaction } from '#api-client'
import type { Iso } from './page.ts'
import { wordsOf } from './words-of.ts'

export type { Charge, Transaction, TransactionEvent } from '#api-client'

export type TransactionFlag = Transaction['flags'][number]
export const TRANSACTION_FLAGS = wordsOf<TransactionFlag>({
  'start-missing': true,
  'end-missing': true,
  superseded: true,
  'events-missing': true,
  'register-decreased': true,
  'no-register': true,
  'token-refused': true,
  'clock-doubtful': true,
  offline: true,
})

export interface TransactionFilter {
  readonly stationId?: string
  readonly status?: Transaction['status']
  readonly token?: string
  readonly flag?: TransactionFlag
  readonly startedFrom?: Iso
  readonly startedTo?: Iso
  readonly endedFrom?: Iso
  readonly endedTo?: Iso
}

/** A reading as it is drawn, without its samples. */
export type Reading = Omit<StoredReading, 'samples' | 'receivedAt'> & {
  /** Delivered so far: only live events say so, which bear no register. */
  readonly energyWh?: number
}
