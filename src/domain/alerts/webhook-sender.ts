import { request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { checkTarget, guardedLookup, type Reach } from './address-guard.ts'

const TIMEOUT_MS = 10_000

export interface WebhookMessage {
  readonly url: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/** Somebody answered, and took the message for no good. */
export class UnwillingAnswer extends Error {
  readonly statusCode: number

  constructor(statusCode: number) {
    super(`it answered ${statusCode}`)
    this.name = 'UnwillingAnswer'
    this.statusCode = statusCode
  }
}

/**
 * Sends one message, follows no redirection and reads nothing of the answer but its status. Resolves when it was taken (2xx).
 *
 * @throws UnwillingAnswer for any other answer; Error saying why there was none
 */
export async function sendWebhook({ url: target, body, headers }: WebhookMessage, reach: Reach): Promise<void> {
  const url = checkTarget(target, reach)
  const request = url.protocol === 'https:' ? tlsRequest : plainRequest
  const length = String(Buffer.byteLength(body))
  await new Promise<void>((resolve, reject) => {
    const sent = request(
      url,
      {
        method: 'POST',
        agent: false,
        lookup: guardedLookup(reach),
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: { ...headers, 'content-type': 'application/json', 'content-length': length },
      },
      (response) => {
        const { statusCode = 0 } = response
        response.destroy()
        if (statusCode >= 200 && statusCode < 300) resolve()
        else reject(new UnwillingAnswer(statusCode))
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}
