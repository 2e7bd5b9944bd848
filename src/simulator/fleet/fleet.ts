import { type Clock, type Logger, silentLogger, type Timer } from '#kernel'
import { OCPP_VERSIONS, type OcppVersion } from '#ocpp/rpc'
import type { SoapVersion } from '#ocpp/soap'
import { createStation } from '../create-station.ts'
import type { SiteKind } from '../physics/arrivals.ts'
import { createRandom } from '../physics/random.ts'
import type { HardwareKind } from '../station/hardware.ts'
import type { Settings } from '../station/settings.ts'
import type { Station } from '../station/station.ts'
import type { Token } from '../station/transaction.ts'
import type { Security } from '../wire/dial.ts'
import { Drivers } from './drivers.ts'
import { WheelClock } from './wheel-clock.ts'

export interface FleetOptions {
  readonly url: string
  readonly stations: number
  /** Identities are `<prefix><number>`, from 1; default `SIM-`. */
  readonly prefix?: string
  /** Taken in turn; default all three. */
  readonly versions?: readonly OcppVersion[]
  /** All speak SOAP, in this version, whatever else is wished. */
  readonly soap?: SoapVersion
  /** Address of this machine by which commands over SOAP reach them; default 127.0.0.1. */
  readonly soapHost?: string
  /** Taken in turn; default all three. */
  readonly sites?: readonly SiteKind[]
  /** How many stations connect in a second; default 50. */
  readonly ratePerSecond?: number
  /** Default: ten made-up ones. */
  readonly tokens?: readonly [Token, ...Token[]]
  /** How much faster than life people come, charge and go; default 1. */
  readonly quickness?: number
  readonly security?: Security
  readonly settings?: Partial<Settings>
  readonly seed?: string | number
  readonly clock?: Clock
  readonly logger?: Logger
}

export interface Fleet {
  readonly stations: readonly Station[]
  /** Begins to connect; resolves when all stations have been started. */
  start(): Promise<void>
  stop(): void
  counts(): FleetCounts
}

export interface FleetCounts {
  readonly started: number
  readonly online: number
  readonly charging: number
  /** Messages since the start, both kinds: calls and answers. */
  readonly sent: number
  readonly received: number
}

const hardwareOf = {
  highway: 'fastCharger',
  office: 'doublePost',
  street: 'singlePhasePost',
} as const satisfies Record<SiteKind, HardwareKind>

const strangers: readonly Token[] = Array.from({ length: 9 }, (_, index) => ({
  value: `SIM-TOKEN-${index + 2}`,
  type: 'ISO14443',
}))
const anybody: readonly [Token, ...Token[]] = [{ value: 'SIM-TOKEN-1', type: 'ISO14443' }, ...strangers]

/** Many stations in one process, with people who come and go. */
export function createFleet(options: FleetOptions): Fleet {
  const { clock = new WheelClock(), logger = silentLogger, ratePerSecond = 50 } = options
  const members = Array.from({ length: options.stations }, (_, index) => member(options, clock, logger, index))
  const totals = { sent: 0, received: 0 }
  for (const { station } of members) {
    station.observe(({ type }) => {
      if (type === 'sent' || type === 'received') totals[type] += 1
    })
  }
  let started = 0
  let next: Timer | undefined
  /** As many as are due by now, for a clock whose ticks are coarser than the rate. */
  const startDue = (beganMs: number, done: () => void) => {
    const due = 1 + Math.floor(((clock.monotonicMs() - beganMs) * ratePerSecond) / 1000)
    for (const { station, drivers } of members.slice(started, due)) {
      started += 1
      station.start()
      drivers.start()
    }
    if (started === members.length) done()
    else next = clock.after(1000 / ratePerSecond, () => startDue(beganMs, done))
  }
  return {
    stations: members.map(({ station }) => station),
    start: () => new Promise((resolve) => startDue(clock.monotonicMs(), resolve)),
    stop() {
      next?.cancel()
      for (const { station, drivers } of members) {
        drivers.stop()
        station.stop()
      }
    },
    counts: () => ({ started, ...tally(members.map(({ station }) => station)), ...totals }),
  }
}

/** How many stations are online, and how many EVSEs deliver energy. */
export function tally(stations: readonly Station[]): { online: number; charging: number } {
  const evses = stations.flatMap(({ evses }) => evses)
  return {
    online: stations.filter(({ state }) => state === 'online').length,
    charging: evses.filter(({ status }) => status === 'Charging').length,
  }
}

function member(options: FleetOptions, clock: Clock, logger: Logger, index: number) {
  const { url, prefix = 'SIM-', versions = OCPP_VERSIONS, sites = ['highway', 'office', 'street'] } = options
  const { tokens = anybody, quickness = 1, security, settings, seed = 'fleet', soap, soapHost } = options
  const id = `${prefix}${index + 1}`
  const site = sites[Math.floor(index / versions.length) % sites.length] ?? 'street'
  const version = soap === undefined ? (versions[index % versions.length] ?? 'ocpp1.6') : 'ocpp1.6'
  const station = createStation({
    id,
    version,
    url,
    clock,
    logger,
    seed: `${seed}/${id}`,
    hardware: hardwareOf[site],
    ...(security === undefined ? {} : { security }),
    ...(soap === undefined ? {} : { soap }),
    ...(soapHost === undefined ? {} : { soapHost }),
    ...(settings === undefined ? {} : { settings }),
  })
  const drivers = new Drivers(station, {
    clock,
    random: createRandom(`${seed}/${id}/drivers`),
    site,
    tokens,
    quickness,
  })
  return { station, drivers }
}
