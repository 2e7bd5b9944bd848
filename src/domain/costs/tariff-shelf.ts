import type { Tariff, Tariffs } from '#domain/tariffs'
import type { TransactionMoment } from '#domain/transactions'
import { everyParty } from '#kernel'
import type { Queries } from '#storage'
import type { PricedBy } from './applied-tariffs.ts'
import { namedTariffs, type PricedTransaction } from './pricing-store.ts'

/** Tariffs never change. */
const MOST_TARIFFS = 1_000

/** Tariffs that were needed lately, and which of them a transaction is counted by. */
export class TariffShelf {
  readonly #queries: Queries
  readonly #tariffs: Pick<Tariffs, 'get'>
  readonly #known = new Map<string, Tariff>()

  constructor(queries: Queries, tariffs: Pick<Tariffs, 'get'>) {
    this.#queries = queries
    this.#tariffs = tariffs
  }

  async get(tariffId: string): Promise<Tariff> {
    const known = this.#known.get(tariffId)
    if (known !== undefined) return known
    const tariff = await this.#tariffs.get(everyParty, tariffId)
    if (this.#known.size >= MOST_TARIFFS) this.#known.clear()
    this.#known.set(tariffId, tariff)
    return tariff
  }

  /** What says by which tariffs a transaction is counted, of what was told of it. */
  async pricedBy(priced: PricedTransaction, moments: readonly TransactionMoment[]): Promise<PricedBy> {
    const pinnedId = priced.tariffId ?? undefined
    const toldIds = [...new Set(moments.flatMap(({ tariffId }) => tariffId ?? []))]
    const { accepted, tariffIds } = await namedTariffs(this.#queries, priced, toldIds)
    const tariffs = new Map<string, Tariff>()
    for (const id of new Set([...(pinnedId === undefined ? [] : [pinnedId]), ...tariffIds])) {
      tariffs.set(id, await this.get(id))
    }
    return { pinnedId, accepted, tariffs }
  }
}
