import { publishLive } from '#domain/live'
import { type Scope, scopeKey, sparing } from '#kernel'
import { createDoor } from './door-service.ts'
import { forgetFormerSecrets } from './handshake-store.ts'
import type { StationsOptions } from './options.ts'
import { createPresences } from './presence-service.ts'
import { createReports } from './report-service.ts'
import { hashSecret, makeSecret, readSecret } from './secret.ts'
import { publishStanding } from './standing.ts'
import type { Stations } from './station.ts'
import { checkStationId } from './station-id.ts'
import { addAwaited, insertStation, removeAwaited, replaceSecret, updateStation } from './station-store.ts'
import { viewStation, viewStations, viewSummary } from './station-view.ts'

/** The stations of an installation. What stations do often goes to the database in groups; what people do does not. */
export function createStations(options: StationsOptions): Stations {
  const { database, bus, clock, secretKey } = options
  const door = createDoor(options)
  const presences = createPresences(options)
  const reports = createReports(options)
  const hash = (secret: string) => hashSecret(secretKey, readSecret(secret))
  const tellChange = (partyId: string, stationId: string) =>
    publishLive(bus, partyId, stationId, new Date(clock.nowMs()), { kind: 'station-changed' })

  return {
    ...door,
    ...presences,
    ...reports,
    async create(station) {
      checkStationId(station.id)
      const secretHash = station.secret === undefined ? undefined : hash(station.secret)
      await insertStation(database, station, secretHash, new Date(clock.nowMs()))
      tellChange(station.partyId, station.id)
      return await viewStation(database, { all: true }, station.id)
    },
    async change(scope, stationId, change) {
      const { partyId, before, after } = await database.transaction((queries) =>
        updateStation(queries, scope, stationId, change),
      )
      tellChange(partyId, stationId)
      if (after !== before) publishStanding(bus, stationId, after)
      return await viewStation(database, scope, stationId)
    },
    async changeSecret(scope, stationId, chosen) {
      const secret = chosen ?? makeSecret()
      const secretHash = hash(secret)
      await database.transaction((queries) => replaceSecret(queries, scope, stationId, secretHash))
      return { secret }
    },
    confirmSecret: (stationId) => forgetFormerSecrets(database, stationId),
    awaitProfiles: (stationId, profiles) => addAwaited(database, stationId, profiles),
    forgetAwaited: (stationId, profiles) => removeAwaited(database, stationId, profiles),
    get: (scope, stationId) => viewStation(database, scope, stationId),
    list: (scope, filter, page) => viewStations(database, scope, filter, page),
    summary: sparing(clock, scopeKey, (scope: Scope) => viewSummary(database, scope)),
    async close() {
      await Promise.all([door.close(), presences.close(), reports.close()])
    },
  }
}
