import type { Meter } from './meter.ts'
import { type Draw, drawFrom, EFFICIENCY, nothing, type Outlet } from './outlet.ts'
import type { Vehicle } from './vehicle.ts'

/** How long the power stays as it is before it is worked out again. */
export const STEP_MS = 1_000

/**
 * One car at one outlet: turns time into energy in the battery and on the meter.
 *
 * Power is constant within each second since plug-in, so what flows does not depend on how often somebody looks.
 */
export class Delivery {
  readonly vehicle: Vehicle
  readonly #outlet: Outlet
  readonly #meter: Meter
  #targetWh: number
  #storedWh: number
  #draw: Draw = nothing
  #closed = false
  #limitW = Number.POSITIVE_INFINITY
  #atMs: number
  #nextStepMs = 0

  constructor(outlet: Outlet, vehicle: Vehicle, meter: Meter, nowMs: number) {
    this.vehicle = vehicle
    this.#outlet = outlet
    this.#meter = meter
    this.#storedWh = (vehicle.model.batteryWh * vehicle.socPercent) / 100
    this.#targetWh = (vehicle.model.batteryWh * vehicle.targetSocPercent) / 100
    this.#atMs = nowMs
  }

  /** Opens or closes the contactor, and sets what the station allows at most, in W. */
  allow(closed: boolean, nowMs: number, limitW = Number.POSITIVE_INFINITY): void {
    this.advance(nowMs)
    this.#closed = closed
    this.#limitW = limitW
    this.#decide()
  }

  /** Lets energy flow up to `nowMs`; a time that has passed already changes nothing. */
  advance(nowMs: number): void {
    while (this.#atMs < nowMs && this.#draw.powerW !== 0) {
      this.#flow(Math.min(nowMs, this.#nextStepMs) - this.#atMs)
      if (this.#atMs >= this.#nextStepMs) this.#decide()
    }
    // Nothing flows until somebody decides otherwise, so idle seconds need no counting one by one.
    this.#atMs = Math.max(this.#atMs, nowMs)
  }

  get draw(): Draw {
    return this.#draw
  }

  get socPercent(): number {
    return Math.min(100, (this.#storedWh / this.vehicle.model.batteryWh) * 100)
  }

  /** The contactor is closed and the car takes nothing more, or gives nothing more where that is wanted of it. */
  get full(): boolean {
    return this.#closed && this.#leftWh <= 0
  }

  /** What the battery still takes until the car has what it wants, in Wh. */
  get missingWh(): number {
    return Math.max(0, this.#targetWh - this.#storedWh)
  }

  /** The driver wants the car to be charged up to another state of charge, 0 to 100. */
  want(targetSocPercent: number, nowMs: number): void {
    this.advance(nowMs)
    this.#targetWh = (this.vehicle.model.batteryWh * targetSocPercent) / 100
    this.#decide()
  }

  /** What is still to flow until the car has had enough, or has given enough. */
  get #leftWh(): number {
    if (this.#limitW >= 0) return this.#targetWh - this.#storedWh
    return this.#storedWh - this.#floorWh
  }

  get #floorWh(): number {
    const { batteryWh, iso15118 } = this.vehicle.model
    return iso15118?.v2x === undefined ? this.#storedWh : (batteryWh * iso15118.v2x.minSocPercent) / 100
  }

  #decide(): void {
    const flows = this.#closed && this.#leftWh > 0
    this.#draw = flows ? drawFrom(this.#outlet, this.vehicle, this.socPercent, this.#limitW) : nothing
    this.#nextStepMs = this.#atMs + STEP_MS
  }

  #flow(durationMs: number): void {
    const { powerW } = this.#draw
    const efficiency = EFFICIENCY[this.#outlet.kind]
    // What is lost on the way is lost to whoever gets it.
    const perMsWh = (powerW < 0 ? powerW / efficiency : powerW * efficiency) / 3_600_000
    const leftWh = this.#leftWh
    const flowingMs = perMsWh === 0 ? 0 : Math.min(durationMs, leftWh / Math.abs(perMsWh))
    this.#meter.add(powerW, flowingMs)
    this.#atMs += durationMs
    if (perMsWh !== 0 && flowingMs < durationMs) this.#finish()
    else this.#storedWh += perMsWh * flowingMs
  }

  #finish(): void {
    this.#storedWh = this.#draw.powerW < 0 ? this.#floorWh : this.#targetWh
    this.#draw = nothing
  }
}
