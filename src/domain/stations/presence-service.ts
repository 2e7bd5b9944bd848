import { publishLive } from '#domain/live'
import { Batcher } from '#storage'
import type { StationsOptions } from './options.ts'
import {
  type Arrival,
  type Contact,
  type Departure,
  endConnections,
  endConnectionsOf,
  noteContacts,
  takeEpochs,
} from './presence-store.ts'
import type { Stations } from './station.ts'
import { noSuchStation } from './station-store.ts'

type Presences = Pick<Stations, 'connect' | 'disconnect' | 'releaseNode' | 'seen' | 'close'>

/** Which stations are connected, and since when they were last heard of. */
export function createPresences({ database, bus, clock, metrics }: StationsOptions): Presences {
  const lane = { clock, ...(metrics && { metrics }) }
  const arrivals = new Batcher({
    ...lane,
    name: 'station-connect',
    flush: (batch: Arrival[]) => takeEpochs(database, batch),
  })
  const departures = new Batcher({
    ...lane,
    name: 'station-disconnect',
    flush: (batch: Departure[]) => endConnections(database, batch),
  })
  const contacts = new Batcher({
    ...lane,
    name: 'station-seen',
    async flush(batch: (readonly Contact[])[]) {
      await noteContacts(database, batch.flat())
      return batch.map(() => undefined)
    },
  })

  return {
    async connect(request) {
      const at = new Date(clock.nowMs())
      const taken = await arrivals.add({ ...request, at })
      if (taken === undefined) throw noSuchStation(request.stationId)
      publishLive(bus, taken.partyId, request.stationId, at, { kind: 'station-connected' })
      return { epoch: taken.epoch }
    },
    async disconnect(stationId, epoch, lastSeenAt) {
      const at = new Date(clock.nowMs())
      const partyId = await departures.add({ stationId, epoch, at, lastSeenAt })
      if (partyId !== undefined) publishLive(bus, partyId, stationId, at, { kind: 'station-disconnected' })
    },
    async releaseNode(node) {
      const at = new Date(clock.nowMs())
      const ended = await endConnectionsOf(database, node, at)
      for (const { stationId, partyId } of ended) {
        publishLive(bus, partyId, stationId, at, { kind: 'station-disconnected' })
      }
      return ended.length
    },
    async seen(seen) {
      if (seen.length > 0) await contacts.add(seen)
    },
    async close() {
      await Promise.all([arrivals.close(), departures.close(), contacts.close()])
    },
  }
}
