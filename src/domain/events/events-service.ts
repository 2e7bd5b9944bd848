import { publishAlarming, publishLive } from '#domain/live'
import { type Bus, type Clock, type Metrics, newId } from '#kernel'
import { Batcher, type Database } from '#storage'
import type { NewStationEvent, StationEvents } from './station-event.ts'
import { deleteEvents, loadEvents, type NumberedEvent, storeEvents } from './station-event-store.ts'

export interface StationEventsOptions {
  readonly database: Database
  readonly bus: Bus
  readonly clock: Clock
  readonly metrics?: Metrics
}

/** What stations tell of themselves: security events, monitored variables, firmware and log progress. */
export function createStationEvents({ database, bus, clock, metrics }: StationEventsOptions): StationEvents {
  const lane = new Batcher({
    name: 'station-events',
    clock,
    ...(metrics && { metrics }),
    async flush(batches: (readonly NumberedEvent[])[]) {
      const stored = await storeEvents(database, batches.flat())
      return batches.map((events) => events.filter(({ id }) => stored.has(id)))
    },
  })
  const tell = ({ stationId, partyId, kind, type, severity }: NewStationEvent) =>
    publishLive(bus, partyId, stationId, new Date(clock.nowMs()), {
      kind: 'station-event',
      eventKind: kind,
      type,
      ...(severity !== undefined && { severity }),
    })

  return {
    async record(events) {
      if (events.length === 0) return
      const nowMs = clock.nowMs()
      const stored = await lane.add(events.map((event) => ({ id: newId(nowMs), event })))
      for (const { event } of stored) tell(event)
      if (stored.some(({ event: { kind } }) => kind === 'security' || kind === 'monitoring')) publishAlarming(bus)
    },
    list: (scope, filter, page) => loadEvents(database, scope, filter, page),
    removeBefore: (time, atMost) => deleteEvents(database, time, atMost),
    close: () => lane.close(),
  }
}
