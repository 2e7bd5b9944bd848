import type { Clock, Subscription, Timer } from '#kernel'
import { nextVisit, type SiteKind, type Visit } from '../physics/arrivals.ts'
import type { Random } from '../physics/random.ts'
import type { VehicleModel } from '../physics/vehicle.ts'
import type { Station } from '../station/station.ts'
import type { Token } from '../station/transaction.ts'

export interface DriverOptions {
  readonly clock: Clock
  readonly random: Random
  readonly site: SiteKind
  readonly tokens: readonly [Token, ...Token[]]
  /** How much faster than life people come, charge and go; default 1. */
  readonly quickness?: number
  /** What hour it always is for those who decide whether to come; default the real one. */
  readonly hour?: number
  /** All cars are of this model; default those of the site. */
  readonly model?: VehicleModel
  /** The first car comes within this time at the latest. */
  readonly firstWithinMs?: number
}

/** How long a driver takes between plug and reader. */
const FUMBLES_MS = [500, 3_000] as const

/** The people who come to one station: each EVSE has its own stream of visits. */
export class Drivers {
  readonly #station: Station
  readonly #options: DriverOptions
  readonly #next = new Map<number, Timer>()
  /** What happens when the car at an EVSE is full. */
  readonly #whenFull = new Map<number, () => void>()
  #watching: Subscription | undefined

  constructor(station: Station, options: DriverOptions) {
    this.#station = station
    this.#options = options
  }

  start(): void {
    this.#watching = this.#station.observe((notice) => {
      if (notice.type === 'status' && notice.status === 'SuspendedEV') this.#whenFull.get(notice.evseId)?.()
    })
    for (const { id } of this.#station.evses) this.#expect(id, this.#options.firstWithinMs)
  }

  stop(): void {
    this.#watching?.stop()
    for (const timer of this.#next.values()) timer.cancel()
    this.#next.clear()
    this.#whenFull.clear()
  }

  #expect(evseId: number, withinMs = Number.POSITIVE_INFINITY): void {
    const { site, random, quickness = 1, firstWithinMs, model } = this.#options
    const visit = nextVisit(site, random, this.#hourMs(), quickness, model)
    const waitMs = visit.afterMs <= withinMs ? visit.afterMs : random.between(0, firstWithinMs ?? 0)
    this.#after(evseId, waitMs, () => this.#arrive(evseId, visit))
  }

  #arrive(evseId: number, visit: Visit): void {
    const { random, tokens } = this.#options
    const evse = this.#station.evse(evseId)
    // A station out of order or taken by somebody else: the driver goes elsewhere.
    if (evse === undefined || evse.connected || !evse.operative || evse.fault !== undefined) {
      this.#expect(evseId)
      return
    }
    const token = random.pick(tokens)
    this.#station.plugIn(visit.vehicle, evseId)
    this.#after(evseId, random.between(...FUMBLES_MS), () => {
      if (evse.token === undefined) void this.#station.presentToken(token, evseId)
      this.#after(evseId, visit.stayMs, () => this.#leave(evseId, token))
      if (visit.leavesWhenFull) this.#whenFull.set(evseId, () => this.#leave(evseId, token))
    })
  }

  #leave(evseId: number, token: Token): void {
    this.#whenFull.delete(evseId)
    const { random } = this.#options
    const evse = this.#station.evse(evseId)
    // Some stop at the reader, some just pull the plug.
    if (evse?.token?.value === token.value && random.next() < 0.8) void this.#station.presentToken(token, evseId)
    this.#after(evseId, random.between(...FUMBLES_MS), () => {
      this.#station.unplug(evseId)
      this.#expect(evseId)
    })
  }

  #after(evseId: number, delayMs: number, then: () => void): void {
    this.#next.get(evseId)?.cancel()
    this.#next.set(evseId, this.#options.clock.after(delayMs, then))
  }

  #hourMs(): number {
    const { hour, clock } = this.#options
    return hour === undefined ? clock.nowMs() : Date.UTC(2026, 0, 1, hour)
  }
}
