import { type Clock, type Logger, silentLogger } from '#kernel'
import { createStation } from '../create-station.ts'
import { Drivers } from '../fleet/drivers.ts'
import { type Fleet, tally } from '../fleet/fleet.ts'
import { WheelClock } from '../fleet/wheel-clock.ts'
import type { SiteKind } from '../physics/arrivals.ts'
import { createRandom } from '../physics/random.ts'
import { type DemoSite, type DemoStation, demoSites, demoTokens } from './demo-sites.ts'
import { breakdowns, houseLoad } from './mishap.ts'

export interface DemoOptions {
  readonly clock?: Clock
  readonly logger?: Logger
  readonly seed?: string
}

/** How busy each kind of site is shown: always at its best hour, and so much faster than life. */
const pace = {
  highway: { quickness: 60, hour: 14 },
  office: { quickness: 200, hour: 9 },
  street: { quickness: 250, hour: 19 },
} as const satisfies Record<SiteKind, { quickness: number; hour: number }>

/** The first cars come before anybody has looked around. */
const FIRST_WITHIN_MS = 6_000

/**
 * The stations of `demoSites` and the drivers with `demoTokens`: something charges within ten seconds, and several do at
 * any time. Batteries are small so that cars are full within minutes; power, time and energy are true.
 */
export function demoFleet(url: string, options: DemoOptions = {}): Fleet {
  const members = demoSites.flatMap((site) => site.stations.map((station) => member(url, site, station, options)))
  const stations = members.map(({ station }) => station)
  const totals = { sent: 0, received: 0 }
  for (const station of stations) {
    station.observe(({ type }) => {
      if (type === 'sent' || type === 'received') totals[type] += 1
    })
  }
  return {
    stations,
    async start() {
      for (const { station, drivers, mishaps } of members) {
        station.start()
        drivers.start()
        for (const mishap of mishaps) mishap.start()
      }
    },
    stop() {
      for (const { station, drivers, mishaps } of members) {
        for (const mishap of mishaps) mishap.stop()
        drivers.stop()
        station.stop()
      }
    },
    counts: () => ({ started: stations.length, ...tally(stations), ...totals }),
  }
}

function member(url: string, site: DemoSite, demo: DemoStation, options: DemoOptions) {
  const { clock = sharedWheel, logger = silentLogger, seed = 'demo' } = options
  const { id, version, hardware, misbehaviour, breaksBy, limitedBy, visitedBy } = demo
  const station = createStation({
    id,
    version,
    url,
    hardware,
    clock,
    logger,
    seed: `${seed}/${id}`,
    settings: { sampleIntervalS: 5, notifyLimitSchedules: true },
    ...(misbehaviour === undefined ? {} : { misbehaviour }),
  })
  const drivers = new Drivers(station, {
    clock,
    random: createRandom(`${seed}/${id}/drivers`),
    site: site.kind,
    tokens: demoTokens,
    firstWithinMs: FIRST_WITHIN_MS,
    ...(visitedBy === undefined ? {} : { model: visitedBy }),
    ...pace[site.kind],
  })
  const mishaps = [
    ...(breaksBy === undefined ? [] : [breakdowns(station, breaksBy, clock)]),
    ...(limitedBy === undefined ? [] : [houseLoad(station, limitedBy, clock)]),
  ]
  return { station, drivers, mishaps }
}

const sharedWheel = new WheelClock()
