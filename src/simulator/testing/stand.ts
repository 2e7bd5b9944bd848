import { ManualClock } from '#kernel'
import type { ListenerOptions } from '#ocpp/transport'
import { createStation, type StationOptions } from '../create-station.ts'
import { hatchback } from '../physics/vehicle-models.ts'
import type { Station } from '../station/station.ts'
import { StationJournal } from '../station-journal.ts'
import { openCsms, type ScriptedCsms } from './csms.ts'

export const car = { model: hatchback, socPercent: 20, targetSocPercent: 80, batteryCelsius: 20 }
export const token = { value: 'ALICE', type: 'ISO14443' } as const

/** A station and a scripted CSMS on a real socket, with a clock that the test turns. */
export interface Stand {
  readonly csms: ScriptedCsms
  readonly clock: ManualClock
  readonly station: Station
  readonly journal: StationJournal
  /** The request of the next exchange of this action. */
  heard(action: string): Promise<object>
  /** Starts the station and reads what it says after its boot. */
  boot(): Promise<void>
  /** A car at EVSE 1, charging; everything up to there is read. */
  charge(): Promise<void>
  close(): Promise<void>
}

export async function openStand(
  options: Partial<StationOptions> & Pick<StationOptions, 'version'>,
  listener: Partial<ListenerOptions> = {},
): Promise<Stand> {
  const csms = await openCsms(listener)
  const clock = new ManualClock()
  const station = createStation({ id: 'CS-1', url: csms.url, clock, hardware: 'wallbox', ...options })
  const journal = new StationJournal(station)
  const heard = async (action: string) => (await journal.exchange(action)).request
  const is16 = options.version === 'ocpp1.6'
  const boot = async () => {
    station.start()
    await heard('BootNotification')
    for (let count = station.evses.length + (is16 ? 1 : 0); count > 0; count -= 1) await heard('StatusNotification')
    await journal.state('online')
  }
  return {
    csms,
    clock,
    station,
    journal,
    heard,
    boot,
    async charge() {
      station.plugIn(car)
      await heard('StatusNotification')
      await station.presentToken(token)
      await heard(is16 ? 'StartTransaction' : 'TransactionEvent')
      if (is16) await heard('StatusNotification')
    },
    async close() {
      station.stop()
      await csms.close()
    },
  }
}
