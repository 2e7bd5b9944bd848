import { batteryVoltage, type Draw, NOMINAL_VOLTAGE, type Outlet } from './outlet.ts'
import type { Random } from './random.ts'
import type { Vehicle } from './vehicle.ts'

export interface Phase {
  readonly voltageV: number
  readonly currentA: number
  readonly powerW: number
}

/** What the instruments of one outlet show at one moment. */
export interface Reading {
  readonly atMs: number
  readonly registerWh: number
  /** What cars have given back; only of a bidirectional outlet. */
  readonly exportWh?: number
  /** Negative while a car gives. */
  readonly powerW: number
  /** Only behind an inverter (2.1 R). */
  readonly powerFactor?: number
  /** One entry for each phase of an AC outlet, in the order L1, L2, L3; none for DC. */
  readonly phases: readonly Phase[]
  /** Between the two DC leads; absent for AC. */
  readonly dc?: { readonly voltageV: number; readonly currentA: number }
  /** Only DC cars tell it, and those that give. */
  readonly socPercent?: number
  readonly frequencyHz: number
  /** What is set to flow by a charging profile, where one sets it (2.1 Q); negative: what is to be given back. */
  readonly setpointW?: number
  readonly celsius: number
}

export interface Measured {
  readonly outlet: Outlet
  readonly draw: Draw
  readonly registerWh: number
  readonly exportWh?: number
  readonly vehicle?: Vehicle
  readonly socPercent?: number
}

/** Reads the instruments, with the small unrest that real ones show. Power is exact: it is what the meter counts. */
export function read(state: Measured, atMs: number, random: Random): Reading {
  const { outlet, draw, registerWh, exportWh = 0 } = state
  const shared = {
    atMs,
    registerWh,
    ...(outlet.bidirectional === true ? { exportWh } : {}),
    powerW: draw.powerW,
    frequencyHz: round(50 + random.between(-0.03, 0.03), 2),
    celsius: round(24 + Math.abs(draw.powerW) / 10_000 + random.between(-0.5, 0.5), 1),
  }
  const soc = state.socPercent
  const told = soc === undefined ? {} : { socPercent: Math.floor(soc) }
  if (outlet.kind === 'ac') {
    const gives = outlet.bidirectional === true && state.vehicle?.model.iso15118?.v2x !== undefined
    return { ...shared, phases: acPhases(outlet.phases, draw, random), ...(gives ? told : {}) }
  }
  const voltageV = state.vehicle === undefined || soc === undefined ? 0 : round(batteryVoltage(state.vehicle, soc), 1)
  return {
    ...shared,
    phases: [],
    dc: { voltageV, currentA: voltageV > 0 ? round(draw.powerW / voltageV, 2) : 0 },
    ...told,
  }
}

function acPhases(wired: number, draw: Draw, random: Random): Phase[] {
  return Array.from({ length: wired }, (_, index) => {
    const voltageV = round(NOMINAL_VOLTAGE + random.between(-2.5, 2.5), 1)
    const powerW = index < draw.phases ? draw.powerW / draw.phases : 0
    return { voltageV, currentA: round(powerW / voltageV, 2), powerW: round(powerW, 1) }
  })
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
