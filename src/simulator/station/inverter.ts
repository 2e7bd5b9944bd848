import type { SetDERControlRequest } from '#ocpp/v21'
import type { DerMode } from '../physics/der-mode.ts'
import { alongCurve } from '../physics/vehicle.ts'
import { type DerControl, type Grid, type InverterHardware, QUIET_GRID } from './der-control.ts'
import { FrequencyTrips, type Outlook } from './frequency-trips.ts'

export interface InverterListener {
  readonly suffered: () => void
  /** `deviation` is another than before. */
  readonly deviated: () => void
}

/** How many controls it keeps at most. */
export const DER_CONTROLS = 50

/** Controls by which nothing is fed at all. */
const CEASING: readonly DerMode[] = ['EnterService', 'HFMustTrip', 'LFMustTrip']

/**
 * The controls of feeding the grid, and what they leave of it (2.1 R04). They outlast reboots (R01.FR.03, R02.FR.02). Where
 * the inverter is that of the vehicle, only one gives that keeps to all of them, by itself or because the station sees to it.
 */
export class Inverter {
  readonly hardware: InverterHardware
  readonly #nowMs: () => number
  #controls: readonly DerControl[] = []
  readonly #superseded = new Set<string>()
  readonly #active = new Set<string>()
  /** Which control makes it deviate from what is wanted, by EVSE. */
  readonly #deviations = new Map<number, DerMode>()
  #grid: Grid = QUIET_GRID
  #listener: InverterListener | undefined
  readonly #trips = new FrequencyTrips()
  /** Why it has ceased to feed because of the grid, and has not entered service again. */
  trip: DerMode | undefined

  constructor(hardware: InverterHardware, nowMs: () => number) {
    this.hardware = hardware
    this.#nowMs = nowMs
  }

  listen(listener: InverterListener): void {
    this.#listener = listener
  }

  get grid(): Grid {
    return this.#grid
  }

  /** The grid changes. */
  suffer(grid: Grid): void {
    this.#grid = grid
    this.#listener?.suffered()
  }

  get tripped(): boolean {
    return this.trip !== undefined
  }

  get controls(): readonly DerControl[] {
    return this.#controls
  }

  /** Those that rule, now or at their time: all that is not superseded (R04.FR.09). */
  get standing(): readonly DerControl[] {
    return this.#controls.filter((one) => !this.isSuperseded(one))
  }

  isSuperseded({ id }: DerControl): boolean {
    return this.#superseded.has(id)
  }

  /** Takes a control; which controls, perhaps itself, it puts out of force at once (R04.FR.02 to 08). */
  set(control: DerControl): string[] {
    this.remove(({ id }) => id === control.id)
    const rivals = this.#controls.filter((one) => rivalsOf(control, one) && !this.isSuperseded(one))
    this.#controls = [...this.#controls, control]
    const isBeaten = rivals.some(({ priority }) => priority < control.priority)
    // One that has started goes on until the new one starts (R04.FR.07).
    const beaten = isBeaten ? [control] : rivals.filter(({ id }) => !this.#active.has(id))
    for (const { id } of beaten) this.#superseded.add(id)
    return beaten.map(({ id }) => id)
  }

  /** A scheduled control begins: which running ones it puts out of force (R04.FR.20 and 21). */
  start(control: DerControl): string[] {
    const beaten = this.#controls.filter((one) => rivalsOf(control, one) && this.#active.has(one.id))
    for (const { id } of beaten) {
      this.#superseded.add(id)
      this.#active.delete(id)
    }
    this.#active.add(control.id)
    return beaten.map(({ id }) => id)
  }

  /** Removes what matches; how many there were. */
  remove(matches: (control: DerControl) => boolean): number {
    const gone = this.#controls.filter(matches)
    this.#controls = this.#controls.filter((one) => !gone.includes(one))
    for (const { id } of gone) {
      this.#superseded.delete(id)
      this.#active.delete(id)
    }
    return gone.length
  }

  has(control: DerControl): boolean {
    return this.#controls.includes(control)
  }

  isActive({ id }: DerControl): boolean {
    return this.#active.has(id)
  }

  /** The control that rules of its kind: a scheduled one while it runs, otherwise the default (R04.FR.09 and 11). */
  ruling(mode: DerMode): SetDERControlRequest | undefined {
    const nowMs = this.#nowMs()
    const own = this.#controls.filter((one) => one.mode === mode && !this.isSuperseded(one))
    const running = own.find((one) => this.isActive(one) && nowMs < one.endMs)
    return (running ?? own.find(({ isDefault }) => isDefault))?.told
  }

  /**
   * The power factor it keeps to while it takes or gives so much; 1 unless it was told otherwise.
   * @param handed the controls that the vehicle was told, where the inverter is its own
   */
  powerFactor(powerW: number, handed: readonly string[]): number {
    const told = this.ruling(powerW < 0 ? 'FixedPFInject' : 'FixedPFAbsorb')
    const isKept = this.hardware.at === 'station' || (told !== undefined && handed.includes(told.controlId))
    if (powerW === 0 || !isKept) return 1
    return (told?.fixedPFInject ?? told?.fixedPFAbsorb)?.displacement ?? 1
  }

  /** The grid is within what was set for entering service. */
  get mayEnterService(): boolean {
    return this.#serves(false)
  }

  /** Why nothing may be fed as the grid is now, and when to look again. */
  look(): Outlook {
    const curves = (['HFMustTrip', 'LFMustTrip'] as const).flatMap((mode) => {
      const points = this.#curve(mode)
      return points === undefined ? [] : [{ mode, points }]
    })
    const outlook = this.#trips.look(curves, this.#grid.frequencyHz, this.#nowMs())
    return outlook.tripped === undefined && !this.#serves(true) ? { tripped: 'EnterService' } : outlook
  }

  /** Once in service, a frequency that a trip curve is set for is left to that. */
  #serves(isServing: boolean): boolean {
    const rule = this.ruling('EnterService')?.enterService
    if (rule === undefined) return true
    const { voltagePct, frequencyHz } = this.#grid
    const isHigh = frequencyHz > rule.highFreq && !(isServing && this.#curve('HFMustTrip'))
    const isLow = frequencyHz < rule.lowFreq && !(isServing && this.#curve('LFMustTrip'))
    return !isHigh && !isLow && voltagePct >= rule.lowVoltage && voltagePct <= rule.highVoltage
  }

  #curve(mode: DerMode) {
    return this.ruling(mode)?.curve?.curveData
  }

  /**
   * What may flow at an EVSE of what is wanted, in W; what is given back is negative.
   * @param ratedW what the inverter there can feed
   */
  within(evseId: number, wantedW: number, ratedW: number): number {
    const before = this.deviation
    const { powerW, because } = this.#judge(wantedW, ratedW)
    if (because === undefined) this.#deviations.delete(evseId)
    else this.#deviations.set(evseId, because)
    if (this.deviation !== before) this.#listener?.deviated()
    return powerW
  }

  /** Which control makes it deviate from what is wanted now. */
  get deviation(): DerMode | undefined {
    const all = [...this.#deviations.values()]
    return all.find((mode) => CEASING.includes(mode)) ?? all[0]
  }

  #judge(wantedW: number, ratedW: number): { readonly powerW: number; readonly because?: DerMode } {
    if (wantedW >= 0) return { powerW: wantedW }
    if (this.trip !== undefined) return { powerW: 0, because: this.trip }
    const { pctMaxDischargePower = 100 } = this.ruling('LimitMaxDischarge')?.limitMaxDischarge ?? {}
    const byVoltagePct = this.#byVoltagePct()
    const leftPct = Math.min(pctMaxDischargePower, byVoltagePct)
    const mostW = (ratedW * leftPct) / 100
    const possibleW = Math.max(wantedW, -ratedW)
    if (possibleW >= -mostW) return { powerW: possibleW }
    // Nothing left is 0, and not −0.
    return { powerW: 0 - mostW, because: byVoltagePct < pctMaxDischargePower ? 'VoltWatt' : 'LimitMaxDischarge' }
  }

  /** What the voltage leaves of what is rated, in per cent (R05). */
  #byVoltagePct(): number {
    const points = this.#curve('VoltWatt')
    if (points === undefined) return 100
    const rising = points.map(({ x, y }) => [x, y] as const).sort(([one], [other]) => one - other)
    return Math.max(0, alongCurve(rising, this.#grid.voltagePct))
  }
}

function rivalsOf(one: DerControl, other: DerControl): boolean {
  return one.mode === other.mode && one.isDefault === other.isDefault && one.id !== other.id
}
