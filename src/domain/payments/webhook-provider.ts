import { type Reach, sendWebhook, signature, UnwillingAnswer } from '#domain/alerts'
import { OrderRefused, orderKey, type PaymentProvider } from './provider.ts'

export interface WebhookProviderOptions {
  readonly url: string
  readonly secret: string
  readonly reach: Reach
  readonly nowMs: () => number
}

/** Unprocessable Content: RFC 9110 §15.5.21. */
const REFUSED = 422

/** A provider that is told by POST: the order as JSON, signed, under a key by which it knows a repetition. */
export function webhookProvider({ url, secret, reach, nowMs }: WebhookProviderOptions): PaymentProvider {
  return {
    async settle(order) {
      const body = JSON.stringify(order)
      const headers = {
        'idempotency-key': orderKey(order),
        'x-chargewright-signature': signature(secret, body, nowMs()),
      }
      await sendWebhook({ url, body, headers }, reach).catch((failure: unknown) => {
        if (failure instanceof UnwillingAnswer && failure.statusCode === REFUSED)
          throw new OrderRefused(failure.message)
        throw failure
      })
    },
  }
}
