import { publishAlarming, publishLive } from '#domain/live'
import { Batcher } from '#storage'
import { type Boot, storeBoots } from './boot-store.ts'
import { type ArrivedStatus, storeStatuses } from './connector-store.ts'
import type { StationsOptions } from './options.ts'
import type { Registration, Stations } from './station.ts'
import { isPlausibleConnector } from './station-id.ts'

const RETRY_INTERVAL_S = 60

/** What stations say of themselves and of their connectors. */
export function createReports(options: StationsOptions): Pick<Stations, 'boot' | 'reportStatus' | 'close'> {
  const { database, bus, clock, logger, metrics, settings } = options
  const lane = { clock, ...(metrics && { metrics }) }
  const boots = new Batcher({
    ...lane,
    name: 'station-boot',
    flush: (batch: Boot[]) => storeBoots(database, batch),
  })
  const statuses = new Batcher({
    ...lane,
    name: 'connector-status',
    flush: (batch: ArrivedStatus[]) => storeStatuses(database, batch),
  })
  const verdict = (registration: Registration) => ({
    registration,
    intervalS:
      registration === 'accepted' ? settings.heartbeatIntervalS : (settings.retryIntervalS ?? RETRY_INTERVAL_S),
    now: new Date(clock.nowMs()),
  })

  return {
    async boot(stationId, facts) {
      const at = new Date(clock.nowMs())
      const booted = await boots.add({ stationId, facts, at })
      if (booted === undefined || booted.admission === 'refused') return verdict('rejected')
      publishLive(bus, booted.partyId, stationId, at, { kind: 'station-changed' })
      return verdict(booted.admission === 'waiting' ? 'pending' : booted.registration)
    },
    async reportStatus(report) {
      const { stationId, evseId, connectorId, status, errorCode } = report
      if (!isPlausibleConnector(report)) {
        logger.warn('A station reported a connector that cannot be', { stationId, evseId, connectorId })
        return
      }
      const receivedAt = new Date(clock.nowMs())
      const partyId = await statuses.add({ report, receivedAt })
      if (partyId === undefined) return
      const event = { kind: 'status', evseId, connectorId, status } as const
      publishLive(bus, partyId, stationId, receivedAt, errorCode === undefined ? event : { ...event, errorCode })
      if (status === 'faulted' || status === 'unavailable') publishAlarming(bus)
    },
    async close() {
      await Promise.all([boots.close(), statuses.close()])
    },
  }
}
