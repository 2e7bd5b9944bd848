import { AppError, type Clock } from '#kernel'
import type { Database } from '#storage'
import type { Parties } from './party.ts'
import { insertParty, loadParties, loadParty, renameParty } from './party-store.ts'

export interface PartiesOptions {
  readonly database: Database
  readonly clock: Clock
}

/** The operators of an installation. */
export function createParties({ database, clock }: PartiesOptions): Parties {
  return {
    async create({ id, name }) {
      // Ids are words of URLs and of bus subjects.
      if (!/^[a-zA-Z0-9][a-zA-Z0-9_-]{0,47}$/.test(id)) {
        throw new AppError('invalid', 'A party id is 1 to 48 letters, digits, - and _', { field: 'id' })
      }
      const party = { id, name: checkedName(name), createdAt: new Date(clock.nowMs()) }
      await insertParty(database, party)
      return party
    },
    rename: async (scope, partyId, name) => await renameParty(database, scope, partyId, checkedName(name)),
    get: (scope, partyId) => loadParty(database, scope, partyId),
    list: (scope) => loadParties(database, scope),
  }
}

/** @throws AppError `invalid` */
function checkedName(name: string): string {
  const trimmed = name.trim()
  if (trimmed.length >= 1 && trimmed.length <= 200 && !/\p{Cc}/u.test(trimmed)) return trimmed
  throw new AppError('invalid', 'A name is 1 to 200 characters', { field: 'name' })
}
