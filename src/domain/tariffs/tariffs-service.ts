import { AppError, type Clock, newId } from '#kernel'
import type { Database } from '#storage'
import { checkTariff } from './check-tariff.ts'
import { loadCost, saveCost } from './cost-store.ts'
import type { Tariffs } from './tariff.ts'
import {
  deleteTariff,
  findDriverTariff,
  insertTariff,
  loadTariff,
  loadTariffs,
  loadTokenTariff,
  saveTokenTariff,
} from './tariff-store.ts'

export interface TariffsOptions {
  readonly database: Database
  readonly clock: Clock
}

/** Tariffs, whose they are, and what stations said transactions came to. */
export function createTariffs({ database, clock }: TariffsOptions): Tariffs {
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
      if (tariffId !== null) {
        const { validFrom } = await loadTariff(database, { partyIds: [partyId] }, tariffId)
        if (validFrom !== undefined) {
          throw new AppError('invalid', 'The tariff of a driver has no beginning', { field: 'tariffId' })
        }
      }
      await saveTokenTariff(database, tokenId, tariffId)
      return await loadTokenTariff(database, scope, tokenId)
    },
    forDriver: (partyId, stationId, token) => findDriverTariff(database, partyId, stationId, token),
    recordCost: (cost) => saveCost(database, cost),
    cost: (scope, stationId, reference) => loadCost(database, scope, stationId, reference),
  }
}
