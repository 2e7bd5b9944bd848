import type { ContractWallet } from '../plug-and-charge/contract-wallet.ts'
import type { DerMode } from './der-mode.ts'

/** What a kind of car can take. */
export interface VehicleModel {
  readonly name: string
  readonly batteryWh: number
  /** The on-board charger for AC. */
  readonly ac: { readonly phases: 1 | 2 | 3; readonly maxCurrentA: number }
  /** Absent: no DC inlet. */
  readonly dc?: {
    /** Battery voltage when empty and when full. */
    readonly voltageV: readonly [number, number]
    /** Highest power over state of charge: points [SoC %, W] by rising SoC, straight lines between. */
    readonly curve: readonly CurvePoint[]
  }
  /** Absent: it says nothing to the station, as most on the road. */
  readonly iso15118?: Iso15118
}

/** How a car talks with the station about its charging. */
export interface Iso15118 {
  /** The most periods it takes in a schedule. */
  readonly maxPeriods: number
  /**
   * By ISO 15118-20: whether it plans its charging by what it is offered, or lets the station steer it; absent: it speaks no
   * more than ISO 15118-2.
   */
  readonly control?: 'scheduled' | 'dynamic'
  /** It gives energy back (ISO 15118-20); absent: it only takes. */
  readonly v2x?: {
    readonly maxDischargeW: number
    /** Where it stops giving, 0 to 100. */
    readonly minSocPercent: number
    /** By which it gives to AC; absent: it needs the inverter of a station. */
    readonly inverter?: OnboardInverter
  }
}

/** The inverter of a car, as its nameplate has it (2.1 DERChargingParametersType). */
export interface OnboardInverter {
  readonly manufacturer: string
  readonly model: string
  readonly softwareVersion: string
  readonly hardwareVersion: string
  /** Apparent power it is built for. */
  readonly maxVA: number
  /** Controls of the grid that it keeps to when it is told them; none: it cannot be told any. */
  readonly modes: readonly DerMode[]
}

export type CurvePoint = readonly [at: number, powerW: number]

/** One car as it stands at the station. */
export interface Vehicle {
  readonly model: VehicleModel
  /** State of charge on arrival, 0 to 100. */
  readonly socPercent: number
  /** Where the car stops drawing, 0 to 100. */
  readonly targetSocPercent: number
  /** Battery temperature; a cold one takes less on DC. */
  readonly batteryCelsius: number
  /** The contracts it charges by without a card; absent: its driver needs one. */
  readonly wallet?: ContractWallet
  /** When its driver means to leave; absent: the car does not know. */
  readonly departsMs?: number
}

/**
 * The same car with its battery made smaller, so that it charges `factor` times faster at true power and in true time:
 * a demo needs no timestamps that lie.
 */
export function quickened(model: VehicleModel, factor: number): VehicleModel {
  return { ...model, batteryWh: model.batteryWh / factor }
}

/** The highest DC power a car asks for, in W. */
export function dcPowerLimitW(model: VehicleModel, socPercent: number, batteryCelsius: number): number {
  if (model.dc === undefined) return 0
  return alongCurve(model.dc.curve, socPercent) * coldFactor(batteryCelsius)
}

/** Straight lines between points by rising place; before the first and after the last it stays as it is there. */
export function alongCurve(curve: readonly CurvePoint[], at: number): number {
  let previous: CurvePoint | undefined
  for (const point of curve) {
    if (at <= point[0]) {
      if (previous === undefined) return point[1]
      const share = (at - previous[0]) / (point[0] - previous[0])
      return previous[1] + share * (point[1] - previous[1])
    }
    previous = point
  }
  return previous?.[1] ?? 0
}

/** Full power from 20 °C up, 30 % at −10 °C and below, a straight line between. */
function coldFactor(batteryCelsius: number): number {
  const share = Math.min(1, Math.max(0, (batteryCelsius + 10) / 30))
  return 0.3 + 0.7 * share
}
