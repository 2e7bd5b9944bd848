import { type Reach, sendWebhook, signature } from '#domain/alerts'
import { orderKey, type PaymentProvider } from './provider.ts'

export interface WebhookProviderOptions {
  readonly url: string
  readonly secret: string
  readonly reach: Reach
  readonly nowMs: () => number
}

/** A provider that is told by POST: the order as JSON, signed, under a key by which it knows a repetition. */
export function webhookProvider({ url, secret, reach, nowMs }: WebhookProviderOptions): PaymentProvider {
  return {
    async settle(order) {
      const body = JSON.stringify(order)
      const headers = {
        'idempotency-key': orderKey(order),
        'x-chargewright-signature': signature(secret, body, nowMs()),
      }
      await sendWebhook({ url, body, headers }, reach)
    },
  }
}
