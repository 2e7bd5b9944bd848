import type { TSchema } from 'typebox'
import type { PaymentRequests } from '#domain/commands'
import { wholeNumber } from '../fields.ts'
import { exactly } from '../resource.ts'
import { about } from './about.ts'
import { evseId } from './operation-requests.ts'

/** Payments on the spot. */
export const paymentRequests = {
  'announce-web-payment': exactly(
    { evseId: evseId(), timeoutS: wholeNumber(1, 3600, 'How long nobody else may begin, in seconds') },
    about('Charging', 'Announce web payment', 'Somebody is paying in the web: the EVSE waits for them.'),
  ),
} satisfies Record<keyof PaymentRequests, TSchema>
