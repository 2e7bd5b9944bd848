import { AppError, type Bus, type Clock, newId } from '#kernel'
import type { Database } from '#storage'
import { checkTariff } from './check-tariff.ts'
import { deleteCosts, loadCost, saveCost } from './cost-store.ts'
import { PRICED_PARTIES, type Tariffs, type TariffText } from './tariff.ts'
import { TariffNews } from './tariff-news.ts'
import {
  deleteTariff,
  findDriverTariff,
  findRunning,
  insertTariff,
  loadTariff,
  loadTariffs,
  loadTokenTariff,
  saveTokenTariff,
} from './tariff-store.ts'

export interface TariffsOptions {
  readonly database: Database
  readonly clock: Clock
  readonly bus: Bus
}

/** Tariffs, whose they are, and what stations said transactions came to. */
export function createTariffs({ database, clock, bus }: TariffsOptions): Tariffs {
  const news = new TariffNews(bus)
  return {
    async create(tariff) {
      checkTariff(tariff)
      const nowMs = clock.nowMs()
      const id = newId(nowMs)
      await insertTariff(database, id, tariff, new Date(nowMs))
      return await loadTariff(database, { partyIds: [tariff.partyId] }, id)
    },
    get: (scope, tariffId) => loadTariff(database, scope, tariffId),
    list: (scope, page) => loadTariffs(database, scope, page),
    remove: (scope, tariffId) => deleteTariff(database, scope, tariffId),
    ofToken: (scope, tokenId) => loadTokenTariff(database, scope, tokenId),
    async assign(scope, tokenId, tariffId) {
      const { partyId } = await loadTokenTariff(database, scope, tokenId)
      let shown: readonly TariffText[] = []
      if (tariffId !== null) {
        const { validFrom, texts } = await loadTariff(database, { partyIds: [partyId] }, tariffId)
        if (validFrom !== undefined) {
          throw new AppError('invalid', 'The tariff of a driver has no beginning', { field: 'tariffId' })
        }
        shown = texts ?? []
      }
      await saveTokenTariff(database, tokenId, tariffId)
      if (tariffId !== null) bus.publish(PRICED_PARTIES, { version: 1, partyId })
      if (shown.length > 0) {
        const running = await findRunning(database, tokenId)
        for (const { stationId, reference } of running) news.tell(stationId, reference, shown)
      }
      return await loadTokenTariff(database, scope, tokenId)
    },
    forDriver: (partyId, stationId, token) => findDriverTariff(database, partyId, stationId, token),
    takeNews: (stationId, reference) => news.take(stationId, reference),
    recordCost: (cost) => saveCost(database, cost, new Date(clock.nowMs())),
    cost: (scope, stationId, reference) => loadCost(database, scope, stationId, reference),
    removeCostsBefore: (time, atMost) => deleteCosts(database, time, atMost),
  }
}
