import { ManualClock } from '#kernel'
import type { OcppVersion } from '#ocpp/rpc'
import { createStation, hatchback, type Station, StationJournal, type StationOptions } from '#simulator'

export const VERSIONS = ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'] as const satisfies readonly OcppVersion[]

export const car = { model: hatchback, socPercent: 20, targetSocPercent: 80, batteryCelsius: 20 }

/** A simulated station whose time the test turns; it lives two hours ago, so that it is never ahead of the platform. */
export interface Simulated {
  readonly station: Station
  readonly journal: StationJournal
  readonly clock: ManualClock
  /** Starts it, and reads everything it says until it is ready. */
  boot(): Promise<void>
  /** A car charges at EVSE 1 with this token: resolves with the reference of the transaction. */
  charge(token: string): Promise<string>
  /** Resolves with the request that ended the transaction, once it was answered. */
  ended(): Promise<object>
}

const TWO_HOURS_MS = 7_200_000

export function simulated(
  options: Pick<StationOptions, 'id' | 'version' | 'url'> & Partial<StationOptions>,
): Simulated {
  const clock = new ManualClock(new Date(Date.now() - TWO_HOURS_MS).toISOString())
  const station = createStation({ clock, ...options, settings: { messageTimeoutS: 100_000, ...options.settings } })
  const journal = new StationJournal(station)
  const is16 = options.version === 'ocpp1.6'
  return {
    ...{ station, journal, clock },
    async boot() {
      station.start()
      await journal.exchange('BootNotification')
      const statuses = station.evses.length + (is16 ? 1 : 0)
      for (let read = 0; read < statuses; read += 1) await journal.exchange('StatusNotification')
      await journal.state('online')
    },
    async charge(token) {
      station.plugIn(car)
      await station.presentToken({ value: token, type: 'ISO14443' })
      const { request, response } = await journal.exchange(is16 ? 'StartTransaction' : 'TransactionEvent')
      return is16
        ? String(field(response, 'transactionId'))
        : String(field(request, 'transactionInfo', 'transactionId'))
    },
    async ended() {
      if (is16) return (await journal.exchange('StopTransaction')).request
      for (;;) {
        const { request } = await journal.exchange('TransactionEvent')
        if (field(request, 'eventType') === 'Ended') return request
      }
    },
  }
}

/** What stands at this path of a payload. */
export function field(payload: unknown, ...path: readonly (string | number)[]): unknown {
  let found = payload
  for (const name of path) {
    if (typeof found !== 'object' || found === null) return undefined
    found = Object.entries(found).find(([key]) => key === String(name))?.[1]
  }
  return found
}
