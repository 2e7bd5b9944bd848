import type { Clock, Timer } from '#kernel'
import { Delivery } from '../physics/delivery.ts'
import { type Measured, type Reading, read } from '../physics/electrical.ts'
import type { Meter } from '../physics/meter.ts'
import { nothing, type Outlet } from '../physics/outlet.ts'
import type { Random } from '../physics/random.ts'
import type { Vehicle } from '../physics/vehicle.ts'

/** How often a car under charge is looked at. */
const TICK_MS = 1_000

export interface PowerPathParts {
  readonly outlet: Outlet
  readonly meter: Meter
  readonly clock: Clock
  /** Noise of the instruments. */
  readonly random: Random
  /** Time has passed for a car under charge. */
  readonly ticked: () => void
}

/** A connected car as it stands now. */
export interface Car {
  readonly vehicle: Vehicle
  readonly socPercent: number
  /** What its battery still wants. */
  readonly missingWh: number
}

/** The way the energy takes from the meter into a car: what is connected, whether the contactor is closed, what may flow. */
export class PowerPath {
  readonly #parts: PowerPathParts
  #delivery: Delivery | undefined
  #limitW = Number.POSITIVE_INFINITY
  #allowedW = Number.POSITIVE_INFINITY
  #closed = false
  #tick: Timer | undefined

  constructor(parts: PowerPathParts) {
    this.#parts = parts
  }

  connect(vehicle: Vehicle): void {
    const { outlet, meter } = this.#parts
    this.#delivery = new Delivery(outlet, vehicle, meter, this.#nowMs())
  }

  disconnect(): void {
    this.#delivery?.advance(this.#nowMs())
    this.#delivery = undefined
    this.#closed = false
  }

  /** The most that the station lets flow, in W; unless it says otherwise as much as there is. */
  limit(powerW = Number.POSITIVE_INFINITY): void {
    this.#limitW = powerW
  }

  /** Opens or closes the contactor; `profilesW` is what charging profiles let flow. */
  switch(closed: boolean, profilesW: number): void {
    const allowedW = Math.min(this.#limitW, profilesW)
    const switches = closed !== this.#closed
    if (!switches && allowedW === this.#allowedW) return
    this.#closed = closed
    this.#allowedW = allowedW
    this.#delivery?.allow(closed, this.#nowMs(), allowedW)
    if (!switches) return
    this.#tick?.cancel()
    if (closed) this.#scheduleTick()
  }

  /** Reads the instruments now. */
  read(): Reading {
    const nowMs = this.#nowMs()
    this.#delivery?.advance(nowMs)
    const { outlet, meter, random } = this.#parts
    const measured: Measured = {
      outlet,
      registerWh: meter.registerWh,
      exportWh: meter.exportWh,
      draw: this.#delivery?.draw ?? nothing,
      ...(this.#delivery === undefined
        ? {}
        : { vehicle: this.#delivery.vehicle, socPercent: this.#delivery.socPercent }),
    }
    return read(measured, nowMs, random)
  }

  get connected(): boolean {
    return this.#delivery !== undefined
  }

  get car(): Car | undefined {
    const { vehicle, socPercent, missingWh } = this.#delivery ?? {}
    if (vehicle === undefined || socPercent === undefined || missingWh === undefined) return undefined
    return { vehicle, socPercent, missingWh }
  }

  /** The driver wants another state of charge. */
  want(targetSocPercent: number): void {
    this.#delivery?.want(targetSocPercent, this.#nowMs())
  }

  /** The car takes nothing more, or gives nothing more. */
  get full(): boolean {
    return this.#delivery?.full ?? false
  }

  /** What the car takes now; negative: what it gives. */
  get powerW(): number {
    return this.#delivery?.draw.powerW ?? 0
  }

  /** Phases that carry current when the car charges; 0 for DC. */
  get phases(): number {
    const { outlet } = this.#parts
    if (outlet.kind === 'dc') return 0
    return Math.min(outlet.phases, this.#delivery?.vehicle.model.ac.phases ?? outlet.phases)
  }

  powerDown(): void {
    this.#tick?.cancel()
  }

  #scheduleTick(): void {
    this.#tick = this.#parts.clock.after(TICK_MS, () => {
      this.#delivery?.advance(this.#nowMs())
      this.#parts.ticked()
      if (this.#closed) this.#scheduleTick()
    })
  }

  #nowMs(): number {
    return this.#parts.clock.nowMs()
  }
}
