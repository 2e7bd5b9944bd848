import type { Clock, Subscription } from '#kernel'
import type { Fleet } from '#simulator'
import { power } from '../../format/quantities.ts'

/** What a fleet does, as figures to look at while it runs. */
export class Gauge {
  readonly #fleet: Fleet
  readonly #clock: Clock
  readonly #watching: readonly Subscription[]
  #online = 0
  #last: { readonly atMs: number; readonly messages: number }
  mostOnline = 0
  mostCharging = 0

  constructor(fleet: Fleet, clock: Clock) {
    this.#fleet = fleet
    this.#clock = clock
    this.#last = { atMs: clock.monotonicMs(), messages: 0 }
    this.#watching = fleet.stations.map((station) => {
      let online = false
      return station.observe((notice) => {
        if (notice.type === 'status' && notice.status === 'Charging') this.#countCharging()
        if (notice.type !== 'state' || (notice.state === 'online') === online) return
        online = !online
        this.#online += online ? 1 : -1
        this.mostOnline = Math.max(this.mostOnline, this.#online)
      })
    })
  }

  /** `48/50 connected · 12 charging · 84 messages/s · 231.4 kW` */
  line(): string {
    const { online, charging, sent, received } = this.#fleet.counts()
    const atMs = this.#clock.monotonicMs()
    const messages = sent + received
    const passedS = Math.max(0.001, (atMs - this.#last.atMs) / 1_000)
    const perSecond = Math.round((messages - this.#last.messages) / passedS)
    this.#last = { atMs, messages }
    const { stations } = this.#fleet
    const parts = [
      `${online}/${stations.length} connected`,
      `${charging} charging`,
      `${perSecond} messages/s`,
      power(stations.flatMap(({ evses }) => evses).reduce((sum, { powerW }) => sum + powerW, 0)),
    ]
    return parts.join(' · ')
  }

  stop(): void {
    for (const watched of this.#watching) watched.stop()
  }

  #countCharging(): void {
    this.mostCharging = Math.max(this.mostCharging, this.#fleet.counts().charging)
  }
}
