import { checkTarget, newWebhookSecret, type Reach, seal, unseal } from '#domain/alerts'
import { AppError, type Clock, everyParty, type Logger } from '#kernel'
import type { Database } from '#storage'
import { catchUp, type DueOrder, makeOrders, orderFailed, orderRefused, orderTaken, takeOrders } from './order-store.ts'
import { OrderRefused, type PaymentProvider, type Settlements } from './provider.ts'
import { deleteProvider, loadProvider, saveProvider } from './provider-store.ts'
import type { ScannedCode, WebPayments } from './web-payment.ts'
import { webhookProvider } from './webhook-provider.ts'

export interface SettlementsOptions {
  readonly database: Database
  readonly clock: Clock
  readonly logger: Logger
  readonly secretKey: Uint8Array
  readonly reach: Reach
  readonly webPayments: Pick<WebPayments, 'check'>
}

const AT_ONCE = 100
/** How long one that takes an order up may go without saying what became of it. */
const HELD_MS = 60_000
const FIRST_PAUSE_MS = 5_000
const LONGEST_PAUSE_MS = 3_600_000

/** Tells those who hold the money what to take. Money hangs on it: it is tried until it is taken or refused. */
export function createSettlements(options: SettlementsOptions): Settlements {
  const { database, clock, logger, secretKey, reach, webPayments } = options
  const now = () => new Date(clock.nowMs())

  function providerOf({ url, sealedSecret, partyId }: DueOrder): PaymentProvider {
    const secret = unseal(secretKey, ownerOf(partyId), sealedSecret)
    if (secret === undefined) throw new Error('its secret was sealed under another key')
    return webhookProvider({ url, secret, reach, nowMs: () => clock.nowMs() })
  }

  async function tell(due: DueOrder): Promise<boolean> {
    const { url: _url, sealedSecret: _secret, attempts, ...order } = due
    try {
      await providerOf(due).settle(order)
    } catch (thrown) {
      const problem = thrown instanceof Error ? thrown.message : String(thrown)
      if (thrown instanceof OrderRefused) {
        logger.warn('A payment provider refuses an order: it is not told again', {
          paymentId: order.paymentId,
          problem,
        })
        await orderRefused(database, order, problem, now())
        return false
      }
      const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), LONGEST_PAUSE_MS)
      logger.warn('A payment provider could not be told', { paymentId: order.paymentId, attempts, problem })
      await orderFailed(database, order, problem, new Date(clock.nowMs() + pauseMs))
      return false
    }
    await orderTaken(database, order, now())
    return true
  }

  return {
    async configure(_scope, partyId, { url, pageUrl }) {
      const secret = newWebhookSecret()
      const settings = {
        ...{ partyId, url: checkTarget(url, reach).href, changedAt: now() },
        ...(pageUrl === undefined ? {} : { pageUrl: checkPage(pageUrl) }),
      }
      await saveProvider(database, settings, seal(secretKey, ownerOf(partyId), secret))
      return { ...settings, secret }
    },
    provider: (scope, partyId) => loadProvider(database, scope, partyId),
    async removeProvider(scope, partyId) {
      await loadProvider(database, scope, partyId)
      await deleteProvider(database, partyId)
    },
    async deliver() {
      await catchUp(database, now())
      for (const paymentId of await makeOrders(database, now())) {
        logger.warn('A payment came to another currency than what was taken: nobody can be told', { paymentId })
      }
      const due = await takeOrders(database, now(), new Date(clock.nowMs() + HELD_MS), AT_ONCE)
      return (await Promise.all(due.map(tell))).filter((isTaken) => isTaken).length
    },
    async pageFor(url) {
      const scanned = await webPayments.check(everyParty, url)
      if (scanned.status === 'refused') return undefined
      const { pageUrl } = await loadProvider(database, everyParty, scanned.partyId)
      if (pageUrl === undefined) throw new AppError('not-found', 'There is no page to pay at')
      return pageOf(pageUrl, scanned)
    },
  }
}

/** The page, with what is to be paid for: C25.FR.20, C25.FR.59. */
function pageOf(pageUrl: string, scanned: Extract<ScannedCode, { status: 'good' }>): string {
  const page = new URL(pageUrl)
  const { stationId, evseId, limits } = scanned
  for (const [name, value] of Object.entries({ stationId, evseId, ...limits })) {
    if (value !== undefined) page.searchParams.set(name, String(value))
  }
  return page.href
}

function checkPage(pageUrl: string): string {
  const page = URL.parse(pageUrl)
  if (page?.protocol === 'https:' || page?.protocol === 'http:') return page.href
  throw new AppError('invalid', 'The page is no web address', { field: 'pageUrl' })
}

/** Whose a secret is, apart from those of recipients. */
function ownerOf(partyId: string): string {
  return `payment provider of ${partyId}`
}
