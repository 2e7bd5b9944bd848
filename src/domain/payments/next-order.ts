import { Decimal } from 'decimal.js'
import type { OrderKind } from './provider.ts'

/** A payment of which whoever settles it has not been told what it came to. */
export interface OwedPayment {
  readonly state: 'to-settle' | 'settled'
  /** What was taken, as far as that was told. */
  readonly amount: string | null
  /** What is to be taken in all. */
  readonly due: string
  readonly currency: string | null
  /** What was told last and not refused; the number is that of the last order of all. */
  readonly last?: LastOrder | undefined
}

export interface LastOrder {
  readonly number: number
  /** Whether what was told last and not refused is the first order. */
  readonly isFirst: boolean
  readonly total: string
  readonly currency: string | null
}

export interface NextOrder {
  readonly number: number
  readonly kind: OrderKind
  /** What is to be taken or given back by this order. */
  readonly amount: string
  /** What is to have been taken in all with it. */
  readonly total: string
  readonly currency: string | null
}

/**
 * What whoever settles a payment is to be told next: at first all of it, and after that by how much more or less it came to than
 * what was taken. Undefined where that is nothing; `other-currency` where it cannot be said, because it is other money now.
 */
export function nextOrder({
  state,
  amount,
  due,
  currency,
  last,
}: OwedPayment): NextOrder | 'other-currency' | undefined {
  if (last === undefined && state === 'to-settle') {
    return { number: 1, kind: 'settle', amount: due, total: due, currency }
  }
  const told = last ?? { number: 1, isFirst: true, total: amount ?? '0', currency }
  if (new Decimal(told.total).equals(due)) return undefined
  // What was really taken is known of the first order alone: only that is told back.
  const taken = state === 'settled' && told.isFirst && amount !== null ? amount : told.total
  if (currency !== told.currency && !new Decimal(taken).isZero()) return 'other-currency'
  const difference = new Decimal(due).minus(taken)
  if (difference.isZero()) return undefined
  return {
    number: told.number + 1,
    kind: difference.isNegative() ? 'refund' : 'capture',
    amount: difference.abs().toFixed(),
    total: due,
    currency,
  }
}
