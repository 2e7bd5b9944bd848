import { AppError, type Clock, newId } from '#kernel'
import type { Database } from '#storage'
import { checkLocation } from './check-location.ts'
import type { Locations } from './location.ts'
import { deleteLocation, insertLocation, loadLocation, loadLocations, updateLocation } from './location-store.ts'

export interface LocationsOptions {
  readonly database: Database
  readonly clock: Clock
}

/** The sites where stations stand. */
export function createLocations({ database, clock }: LocationsOptions): Locations {
  return {
    async create(location) {
      const nowMs = clock.nowMs()
      const { id = newId(nowMs), timeZone = 'UTC' } = location
      if (!/^[\x21-\x7e]{1,48}$/.test(id)) {
        throw new AppError('invalid', 'A location id is 1 to 48 printable characters without blanks', { field: 'id' })
      }
      checkLocation({ ...location, timeZone })
      const made = { ...location, id, timeZone, createdAt: new Date(nowMs) }
      await insertLocation(database, made)
      return await loadLocation(database, { all: true }, id)
    },
    async change(scope, locationId, change) {
      checkLocation(change)
      await updateLocation(database, scope, locationId, change)
      return await loadLocation(database, scope, locationId)
    },
    remove: (scope, locationId) => deleteLocation(database, scope, locationId),
    get: (scope, locationId) => loadLocation(database, scope, locationId),
    list: (scope, filter, page) => loadLocations(database, scope, filter, page),
  }
}
