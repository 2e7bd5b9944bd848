import type { Clock, Logger } from '#kernel'
import type { Database } from '#storage'
import type { Reach } from './address-guard.ts'
import { type DueDelivery, settleDelivery, takeDue } from './delivery-store.ts'
import { describeAlert } from './describe-alert.ts'
import { type MailSettings, sendMail } from './mail-sender.ts'
import { signature, unseal } from './sealed-secret.ts'
import { sendWebhook } from './webhook-sender.ts'

export interface SenderSettings {
  readonly reach: Reach
  readonly mail: MailSettings
}

export interface DeliverOptions {
  readonly database: Database
  readonly clock: Clock
  readonly logger: Logger
  readonly secretKey: Uint8Array
  readonly sending: SenderSettings
}

/** After so many attempts, the last about a day after the first, a message is given up. */
export const MOST_ATTEMPTS = 12
const FIRST_PAUSE_MS = 10_000
const LONGEST_PAUSE_MS = 4 * 3_600_000

/** How long to wait after so many failures: doubled each time, up to four hours. */
export function backOffMs(failures: number): number {
  return Math.min(FIRST_PAUSE_MS * 3 ** (failures - 1), LONGEST_PAUSE_MS)
}

/** Tells recipients what is due. @returns how many were told */
export async function deliverDue(options: DeliverOptions): Promise<number> {
  const { database, clock } = options
  let delivered = 0
  const failed = new Map<string, { count: number; problem: string }>()
  const due = await takeDue(database, new Date(clock.nowMs()))
  await Promise.all(
    due.map(async (delivery) => {
      const problem = await send(options, delivery)
      const at = new Date(clock.nowMs())
      if (problem === undefined) {
        delivered += 1
        return await settleDelivery(database, delivery.id, { state: 'delivered', at })
      }
      const { id, recipientId, attempts } = delivery
      failed.set(recipientId, { count: (failed.get(recipientId)?.count ?? 0) + 1, problem })
      if (attempts >= MOST_ATTEMPTS) return await settleDelivery(database, id, { state: 'given-up', at, problem })
      const dueAt = new Date(at.getTime() + backOffMs(attempts))
      await settleDelivery(database, id, { state: 'waiting', dueAt, problem })
    }),
  )
  for (const [recipientId, { count, problem }] of failed) {
    options.logger.info('A recipient of alerts could not be told', { recipientId, count, problem })
  }
  return delivered
}

/** Why it could not be sent; undefined when it was. */
async function send(options: DeliverOptions, delivery: DueDelivery): Promise<string | undefined> {
  try {
    await (delivery.kind === 'webhook' ? hook(options, delivery) : mail(options, delivery))
    return undefined
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown)
  }
}

async function hook({ secretKey, sending, clock }: DeliverOptions, delivery: DueDelivery): Promise<void> {
  const { id, recipientId, target, sealedSecret, body } = delivery
  const secret = sealedSecret === null ? undefined : unseal(secretKey, recipientId, sealedSecret)
  // Unsigned it would be worth nothing to whoever checks.
  if (secret === undefined) throw new Error('its secret cannot be read: make the webhook anew')
  const headers = {
    'user-agent': 'chargewright',
    'x-chargewright-delivery': id,
    'x-chargewright-signature': signature(secret, body, clock.nowMs()),
  }
  await sendWebhook({ url: target, body, headers }, sending.reach)
}

async function mail({ sending }: DeliverOptions, { id, target, body }: DueDelivery): Promise<void> {
  await sendMail(sending.mail, { id, to: target, ...describeAlert(body) })
}
