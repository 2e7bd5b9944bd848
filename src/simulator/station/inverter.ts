import type { DERControlEnumType, GridEventFaultEnumType, SetDERControlRequest } from '#ocpp/v21'

/** The inverter of a bidirectional station. */
export interface InverterHardware {
  /** Active power it can feed into the grid, and take from it, in W. */
  readonly maxW: number
}

/** What this one can do of 2.1 DERControlEnumType. */
export const DER_MODES = ['EnterService', 'FixedPFAbsorb', 'FixedPFInject', 'LimitMaxDischarge'] as const
export type DerMode = (typeof DER_MODES)[number]

export interface DerControl {
  readonly id: string
  readonly mode: DerMode
  readonly isDefault: boolean
  /** 0 counts most. */
  readonly priority: number
  /** Of scheduled ones. */
  readonly startMs: number
  readonly endMs: number
  readonly told: SetDERControlRequest
}

/** The grid as the inverter sees it. */
export interface Grid {
  /** Of the nominal voltage. */
  readonly voltagePct: number
  readonly frequencyHz: number
  readonly fault?: GridEventFaultEnumType
}

export interface InverterListener {
  readonly suffered: () => void
  /** `deviation` is another than before. */
  readonly deviated: () => void
}

export const QUIET_GRID: Grid = { voltagePct: 100, frequencyHz: 50 }

/** How many controls it keeps at most. */
export const DER_CONTROLS = 50

/** The controls of feeding the grid, and what they leave of it (2.1 R04). They outlast reboots (R01.FR.03). */
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
  /** It ceased to feed because of the grid, and has not entered service again. */
  tripped = false

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

  get controls(): readonly DerControl[] {
    return this.#controls
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

  /** The power factor it keeps to while it takes or gives so much; 1 unless it was told otherwise. */
  powerFactor(powerW: number): number {
    const rule = powerW < 0 ? this.ruling('FixedPFInject')?.fixedPFInject : this.ruling('FixedPFAbsorb')?.fixedPFAbsorb
    return powerW === 0 ? 1 : (rule?.displacement ?? 1)
  }

  /** The grid is within what was set for entering service. */
  get mayEnterService(): boolean {
    const rule = this.ruling('EnterService')?.enterService
    if (rule === undefined) return true
    const { voltagePct, frequencyHz } = this.grid
    const isSteady = frequencyHz >= rule.lowFreq && frequencyHz <= rule.highFreq
    return isSteady && voltagePct >= rule.lowVoltage && voltagePct <= rule.highVoltage
  }

  /** What may flow at an EVSE of what is wanted, in W; what is given back is negative. */
  within(evseId: number, wantedW: number): number {
    const before = this.deviation
    const { powerW, because } = this.#judge(wantedW)
    if (because === undefined) this.#deviations.delete(evseId)
    else this.#deviations.set(evseId, because)
    if (this.deviation !== before) this.#listener?.deviated()
    return powerW
  }

  /** Which control makes it deviate from what is wanted now. */
  get deviation(): DerMode | undefined {
    const all = [...this.#deviations.values()]
    return all.find((mode) => mode === 'EnterService') ?? all[0]
  }

  #judge(wantedW: number): { readonly powerW: number; readonly because?: DerMode } {
    if (wantedW >= 0) return { powerW: wantedW }
    if (this.tripped) return { powerW: 0, because: 'EnterService' }
    const { pctMaxDischargePower = 100 } = this.ruling('LimitMaxDischarge')?.limitMaxDischarge ?? {}
    const mostW = (this.hardware.maxW * pctMaxDischargePower) / 100
    const possibleW = Math.max(wantedW, -this.hardware.maxW)
    return possibleW >= -mostW ? { powerW: possibleW } : { powerW: -mostW, because: 'LimitMaxDischarge' }
  }
}

function rivalsOf(one: DerControl, other: DerControl): boolean {
  return one.mode === other.mode && one.isDefault === other.isDefault && one.id !== other.id
}

export function isDerMode(word: DERControlEnumType): word is DerMode {
  return DER_MODES.some((mode) => mode === word)
}
