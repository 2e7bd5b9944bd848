import type { Timer } from '#kernel'
import type { StationBody } from '../../station/body.ts'
import type { Part } from '../../station/part.ts'
import type { DeviceVariable } from '../device-variable.ts'
import type { Version2 } from '../dialect.ts'
import { currentValue } from '../find-variable.ts'
import { EventStreams } from './event-streams.ts'
import { EventTeller } from './event-teller.ts'
import { MonitorSet } from './monitor-set.ts'
import { look, type StationMonitor } from './station-monitor.ts'

/** How often the station looks at what it watches. */
const TICK_MS = 1_000

/** Looks at the monitored variables of a station, and tells what trips. */
export class Watcher implements Part {
  readonly monitors: MonitorSet
  readonly streams: EventStreams
  readonly #body: StationBody
  readonly #teller: EventTeller
  #tick: Timer | undefined

  constructor(version: Version2, body: StationBody, variables: readonly DeviceVariable[]) {
    this.#body = body
    this.monitors = new MonitorSet(body, variables)
    this.streams = new EventStreams(body)
    this.#teller = new EventTeller(version, body)
  }

  /** What is watched has changed. */
  changed(): void {
    if (this.monitors.isWatching) this.#tick ??= this.#next()
    else this.#rest()
  }

  online(): void {
    this.#teller.online()
    this.streams.resume()
    this.changed()
  }

  /** Without power nothing is looked at. */
  stopped(): void {
    this.#rest()
    this.streams.stop()
  }

  #rest(): void {
    this.#tick?.cancel()
    this.#tick = undefined
  }

  #next(): Timer {
    return this.#body.after(TICK_MS, () => {
      this.#tick = this.#next()
      this.#look()
    })
  }

  #look(): void {
    const nowMs = this.#body.nowMs()
    const trips = this.monitors.all
      .filter((monitor) => this.#isActive(monitor))
      .flatMap((monitor) => look(monitor, currentValue(this.#body, monitor.variable), nowMs) ?? [])
      // N05.FR.03, N07.FR.15
      .filter(({ monitor }) => monitor.severity <= this.monitors.level)
    const left = trips.filter((trip) => !this.streams.take(trip))
    if (left.length > 0) this.#teller.tell(left)
  }

  #isActive({ transaction, variable }: StationMonitor): boolean {
    if (!transaction) return true
    const evseId = variable.component.evse?.id
    return this.#body.evses.some((evse) => (evseId ?? evse.id) === evse.id && evse.transaction !== undefined)
  }
}
