import { dcPowerLimitW, type Vehicle } from './vehicle.ts'

/** What a connector can give; a `bidirectional` one can take as much. */
export type Outlet = (
  | { readonly kind: 'ac'; readonly phases: 1 | 3; readonly maxCurrentA: number }
  | { readonly kind: 'dc'; readonly maxPowerW: number; readonly maxCurrentA: number }
) & { readonly bidirectional?: true }

export const NOMINAL_VOLTAGE = 230

/** IEC 61851-1: below 6 A a car does not draw AC at all. */
const MIN_AC_CURRENT_A = 6

/** What share of the energy metered at the outlet reaches the battery. */
export const EFFICIENCY = { ac: 0.9, dc: 0.95 } as const

export interface Draw {
  /** Negative when the car gives. */
  readonly powerW: number
  /** How many phases carry current; 0 for DC and when nothing flows. */
  readonly phases: number
}

export const nothing: Draw = { powerW: 0, phases: 0 }

/**
 * The power a car draws at this state of charge, metered at the outlet.
 * @param limitW what the station allows at most (smart charging, grid), in W; negative: what it wants back
 */
export function drawFrom(
  outlet: Outlet,
  vehicle: Vehicle,
  socPercent: number,
  limitW = Number.POSITIVE_INFINITY,
): Draw {
  if (limitW < 0) return giveBack(outlet, vehicle, socPercent, -limitW)
  return outlet.kind === 'dc'
    ? drawDc(outlet, vehicle, socPercent, limitW)
    : drawAc(outlet, vehicle, socPercent, limitW)
}

function drawDc(outlet: Outlet & { kind: 'dc' }, vehicle: Vehicle, socPercent: number, limitW: number): Draw {
  const byCurrentW = outlet.maxCurrentA * batteryVoltage(vehicle, socPercent)
  const wantedW = dcPowerLimitW(vehicle.model, socPercent, vehicle.batteryCelsius)
  return { powerW: Math.max(0, Math.min(outlet.maxPowerW, byCurrentW, wantedW, limitW)), phases: 0 }
}

function drawAc(outlet: Outlet & { kind: 'ac' }, vehicle: Vehicle, socPercent: number, limitW: number): Draw {
  const phases = Math.min(outlet.phases, vehicle.model.ac.phases)
  const wattsPerAmp = NOMINAL_VOLTAGE * phases
  const offeredA = Math.min(outlet.maxCurrentA, limitW / wattsPerAmp)
  if (offeredA < MIN_AC_CURRENT_A) return nothing
  const currentA = Math.min(offeredA, Math.max(MIN_AC_CURRENT_A, vehicle.model.ac.maxCurrentA * acTaper(socPercent)))
  return { powerW: currentA * wattsPerAmp, phases }
}

/** The power a car gives back, which is negative (2.1 Q03). */
function giveBack(outlet: Outlet, vehicle: Vehicle, socPercent: number, wantedW: number): Draw {
  const { v2x } = vehicle.model.iso15118 ?? {}
  if (outlet.bidirectional !== true || v2x === undefined || socPercent <= v2x.minSocPercent) return nothing
  if (outlet.kind === 'ac' && v2x.inverter === undefined) return nothing
  const phases = outlet.kind === 'dc' ? 0 : Math.min(outlet.phases, vehicle.model.ac.phases)
  const ratingW =
    outlet.kind === 'dc'
      ? Math.min(outlet.maxPowerW, outlet.maxCurrentA * batteryVoltage(vehicle, socPercent))
      : outlet.maxCurrentA * NOMINAL_VOLTAGE * phases
  return { powerW: -Math.min(wantedW, v2x.maxDischargeW, ratingW), phases }
}

/** The on-board charger holds its current up to 96 % and then falls to a fifth. */
function acTaper(socPercent: number): number {
  return socPercent <= 96 ? 1 : 1 - (0.8 * (socPercent - 96)) / 4
}

/** The voltage a DC station sees: that of the battery, rising with its charge. */
export function batteryVoltage(vehicle: Vehicle, socPercent: number): number {
  const [emptyV, fullV] = vehicle.model.dc?.voltageV ?? [0, 0]
  return emptyV + ((fullV - emptyV) * socPercent) / 100
}
