import { type Bus, subjectWord } from '#kernel'
import type { FollowedTransaction } from './followed-transaction.ts'
import type { Pricing } from './pricing-store.ts'

/** Running transactions that are counted, at most, on one node; of the oldest beyond it no running cost is told. */
const MOST = 100_000
/** Where it is told that what is left of a token is another amount now. */
export const BALANCES_CHANGED = 'balances-changed'
const SUBJECT = (stationId: string) => `counted-transaction.${subjectWord(stationId)}`

export interface Followed {
  readonly transactionId: string
  readonly stationId: string
  readonly reference: string
  /** Prepaid. */
  readonly tokenId?: string
  /** It is not known yet who charges or where, and so not by which tariff. */
  readonly isOpen?: boolean
  /** What is left has changed, and the station is to be told with the next event (2.1 E16.FR.02). */
  creditChanged?: boolean
  /** The event it was told with. */
  creditSeq?: number
  /** Read from the books once an event of it comes to this node. */
  loading?: Promise<FollowedTransaction | undefined>
  /** What the station was last told, and when by our clock. */
  toldTotal?: string
  toldMs?: number
  /** Whether the station counts itself, and when that was last looked up. */
  stationCounts?: boolean
  stationCountsMs?: number
}

/** Which running transactions are counted; every node knows them all, since their station may come to any. */
export class FollowedTable {
  readonly #bus: Bus
  readonly #byName = new Map<string, Followed>()

  constructor(bus: Bus) {
    this.#bus = bus
    bus.subscribe('counted-transaction.*', (payload) => {
      const { transactionId, stationId, reference, tokenId, isOpen, isOver } = payload
      if (typeof transactionId !== 'string' || typeof stationId !== 'string' || typeof reference !== 'string') return
      if (isOver === true) this.#byName.delete(keyOf(stationId, reference))
      else {
        const prepaid = typeof tokenId === 'string' ? { tokenId } : {}
        this.put({ transactionId, stationId, reference, ...prepaid, ...(isOpen === true ? { isOpen } : {}) })
      }
    })
    bus.subscribe(BALANCES_CHANGED, ({ tokenId }) => {
      for (const followed of this.#byName.values()) if (followed.tokenId === tokenId) followed.creditChanged = true
    })
  }

  get(stationId: string, reference: string): Followed | undefined {
    return this.#byName.size === 0 ? undefined : this.#byName.get(keyOf(stationId, reference))
  }

  values(): Iterable<Followed> {
    return this.#byName.values()
  }

  /** Follows a transaction, here and wherever its station may come to. */
  begin(pricing: Pricing): Followed {
    const followed = this.put(followedOf(pricing))
    this.#bus.publish(SUBJECT(pricing.stationId), { version: 1, ...followedOf(pricing) })
    return followed
  }

  end(stationId: string, reference: string): void {
    const followed = this.get(stationId, reference)
    if (followed === undefined) return
    this.#byName.delete(keyOf(stationId, reference))
    const { transactionId } = followed
    this.#bus.publish(SUBJECT(stationId), { version: 1, transactionId, stationId, reference, isOver: true })
  }

  put(followed: Followed): Followed {
    const key = keyOf(followed.stationId, followed.reference)
    const known = this.#byName.get(key)
    const isNoNews = followed.isOpen === true && followed.tokenId === known?.tokenId
    if (known !== undefined && (known.isOpen !== true || isNoNews)) return known
    const { loading: _former, isOpen: _was, ...told }: Partial<Followed> = known ?? {}
    const renewed = { ...told, ...followed }
    this.#byName.set(key, renewed)
    const [oldest] = this.#byName.keys()
    if (this.#byName.size > MOST && oldest !== undefined) this.#byName.delete(oldest)
    return renewed
  }
}

/** What is followed of a transaction that is counted. */
export function followedOf({ transactionId, stationId, reference, tokenId, isSettled }: Pricing): Followed {
  const prepaid = tokenId === null ? {} : { tokenId }
  return { transactionId, stationId, reference, ...prepaid, ...(isSettled ? {} : { isOpen: true }) }
}

function keyOf(stationId: string, reference: string): string {
  return `${stationId}\n${reference}`
}
