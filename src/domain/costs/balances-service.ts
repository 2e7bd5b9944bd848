import { createHash } from 'node:crypto'
import { AppError, type Bus, type Clock, newId } from '#kernel'
import type { Database } from '#storage'
import type { Balances } from './balance.ts'
import { adjustBalance, deleteBalance, loadBalance, loadEntries, partyOfToken, setBalance } from './balance-store.ts'
import { BALANCES_CHANGED } from './followed-table.ts'

export interface BalancesOptions {
  readonly database: Database
  readonly clock: Clock
  readonly bus: Bus
  /** Something of a party is prepaid from now on. */
  readonly concern: (partyId: string) => void
}

/** Exact, and no more than fits into a JSON number. */
const DECIMAL = /^-?\d{1,9}(\.\d{1,6})?$/

export function createBalances({ database, clock, bus, concern }: BalancesOptions): Balances {
  const now = () => new Date(clock.nowMs())
  const tell = (tokenId: string) => bus.publish(BALANCES_CHANGED, { version: 1, tokenId })
  return {
    get: (scope, tokenId) => loadBalance(database, scope, tokenId),
    async set(scope, tokenId, { currency, amount }) {
      checkDecimal(amount)
      if (!/^[A-Z]{3}$/.test(currency)) {
        throw new AppError('invalid', 'A currency is three letters of ISO 4217', { field: 'currency' })
      }
      const partyId = await partyOfToken(database, scope, tokenId)
      const balance = { tokenId, partyId, currency, amount }
      const isSet = await database.transaction((queries) => setBalance(queries, newId(clock.nowMs()), balance, now()))
      if (!isSet) throw new AppError('conflict', 'The token is prepaid in another currency', { tokenId })
      concern(partyId)
      tell(tokenId)
      return await loadBalance(database, scope, tokenId)
    },
    async adjust(scope, tokenId, { amount, note, key }) {
      checkDecimal(amount)
      await loadBalance(database, scope, tokenId)
      const id = newId(clock.nowMs())
      const entry = { id, tokenId, amount, repeatKey: repeatKey(tokenId, key), ...(note === undefined ? {} : { note }) }
      await database.transaction((queries) => adjustBalance(queries, entry, now()))
      tell(tokenId)
      return await loadBalance(database, scope, tokenId)
    },
    async remove(scope, tokenId) {
      await loadBalance(database, scope, tokenId)
      await deleteBalance(database, newId(clock.nowMs()), tokenId, now())
      tell(tokenId)
    },
    entries: (scope, tokenId, page) => loadEntries(database, scope, tokenId, page),
  }
}

function repeatKey(tokenId: string, key: string): string {
  return createHash('sha256').update(`${tokenId}\n${key}`).digest('hex').slice(0, 32)
}

function checkDecimal(amount: string): void {
  if (DECIMAL.test(amount)) return
  throw new AppError('invalid', 'An amount is a decimal of at most 9 and 6 digits', { field: 'amount' })
}
