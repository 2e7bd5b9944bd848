import type { TSchema } from 'typebox'
import type { PaymentRequests } from '#domain/commands'
import { wholeNumber } from '../fields.ts'
import { exactly } from '../resource.ts'
import { evseId } from './operation-requests.ts'

/** Payments on the spot. */
export const paymentRequests = {
  'announce-web-payment': exactly({ evseId: evseId(), timeoutS: wholeNumber(1, 3600) }),
} satisfies Record<keyof PaymentRequests, TSchema>
