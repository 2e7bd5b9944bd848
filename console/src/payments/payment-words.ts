import type { BatterySwapEvent, Payment } from '#api-client'
import { money } from '../format/quantity.ts'
import type { Tone } from '../format/words.ts'

type PaymentState = Payment['state']

export const paymentWords: Readonly<
  Record<PaymentState, { readonly label: string; readonly tone: Tone; readonly meaning: string }>
> = {
  authorized: { label: 'Authorized', tone: 'quiet', meaning: 'The provider holds an amount.' },
  charging: { label: 'Charging', tone: 'busy', meaning: 'A transaction goes on it.' },
  'to-settle': { label: 'To settle', tone: 'warn', meaning: 'The transaction is over; the amount is to be taken.' },
  settled: { label: 'Settled', tone: 'good', meaning: 'The amount was taken.' },
  cancelled: { label: 'Cancelled', tone: 'quiet', meaning: 'Nothing was taken.' },
  rejected: { label: 'Rejected', tone: 'bad', meaning: 'The provider refused it.' },
  failed: { label: 'Failed', tone: 'bad', meaning: 'It could not be settled.' },
}
export const PAYMENT_STATES = Object.keys(paymentWords) as readonly PaymentState[]

/** Nothing more is to be told of it. */
export const isSettled = ({ state }: Pick<Payment, 'state'>): boolean => state === 'settled' || state === 'cancelled'

export const swapWords: Readonly<Record<BatterySwapEvent['kind'], { readonly label: string; readonly tone: Tone }>> = {
  in: { label: 'Given', tone: 'busy' },
  out: { label: 'Taken', tone: 'good' },
  'out-timeout': { label: 'Not taken in time', tone: 'warn' },
}

/** `12.50 EUR`; nothing while the amount is not known. */
export const amountOf = ({ amount, currency }: Pick<Payment, 'amount' | 'currency'>): string | undefined =>
  amount === undefined ? undefined : currency === undefined ? amount : money(amount, currency)
