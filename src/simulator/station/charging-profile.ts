import type * as v21 from '#ocpp/v21'
import { NOMINAL_VOLTAGE, type Outlet } from '../physics/outlet.ts'
import type { CurvePoint } from '../physics/vehicle.ts'
import type { ExternalSource } from './external-limit.ts'

/** A charging profile as the station keeps it, whichever version it came in. */
export interface ChargingProfile {
  readonly id: number
  /** 0 is the station as a whole. */
  readonly evseId: number
  /** `external` is nobody's to set or clear but that of those who limit the station from outside. */
  readonly purpose: 'max' | 'default' | 'transaction' | 'priority' | 'external'
  readonly stackLevel: number
  readonly kind: 'Absolute' | 'Recurring' | 'Relative' | 'Dynamic'
  readonly recurrence?: 'Daily' | 'Weekly' | undefined
  readonly validFromMs: number
  readonly validToMs: number
  /** The station's own id of the transaction it is for. */
  readonly transactionId?: string | undefined
  readonly startMs?: number | undefined
  readonly durationMs: number
  readonly unit: 'A' | 'W'
  readonly periods: readonly Period[]
  /** How often a dynamic one asks for its values; 0 never. */
  readonly updateIntervalS: number
  /** When a dynamic one got its values; from then on its duration counts (2.1 K28.FR.09, FR.13). */
  readonly updatedMs?: number
  /** As it came in 2.x, to be told again; 1.6 does not ask. */
  readonly told?: v21.ChargingProfileType
  /** Of an external one, or one with a value of others: whose it is, and which the CSMS was told last. */
  readonly imposed?: { readonly source: ExternalSource; readonly announced: number }
}

/** The modes of operation that a simulated station knows (2.1 OperationModeEnumType). */
export type OperationMode =
  | 'ChargingOnly'
  | 'ExternalLimits'
  | 'CentralSetpoint'
  | 'CentralFrequency'
  | 'LocalFrequency'
  | 'Idle'

/** How power follows the grid (2.1 Q08): the baseline, and what the curves say added to it. Points by rising place. */
export interface FrequencyRule {
  readonly baselineW: number
  readonly frequencies: readonly CurvePoint[]
  /** What a signal of the grid operator adds. */
  readonly signals?: readonly CurvePoint[]
}

export interface Period {
  readonly startMs: number
  /** Where the CSMS sets what flows, that: negative for what is given back. */
  readonly limit: number
  /** Absent: `ChargingOnly`. */
  readonly mode?: OperationMode
  /** In mode `LocalFrequency`: what flows, in place of `limit`. */
  readonly follows?: FrequencyRule
  readonly phases?: number | undefined
  readonly phaseToUse?: number | undefined
}

const DAY_MS = 86_400_000

/** The period that rules at a moment, for a transaction that began at `beganMs`. */
export function periodAt(profile: ChargingProfile, atMs: number, beganMs: number): Period | undefined {
  if (atMs < profile.validFromMs || atMs >= profile.validToMs) return undefined
  const sinceMs = atMs - startOf(profile, atMs, beganMs)
  if (sinceMs < 0 || sinceMs >= profile.durationMs) return undefined
  return profile.periods.findLast(({ startMs }) => startMs <= sinceMs)
}

/** Moments up to `toMs` at which a profile may say something else. */
export function changesOf(profile: ChargingProfile, fromMs: number, toMs: number, beganMs: number): number[] {
  const { durationMs, periods, validFromMs, validToMs } = profile
  const moments = [validFromMs, validToMs]
  for (let startMs = startOf(profile, fromMs, beganMs); startMs < toMs; startMs += everyMs(profile)) {
    moments.push(startMs + durationMs, ...periods.map((period) => startMs + period.startMs))
  }
  return moments.filter((ms) => ms > fromMs && ms < toMs)
}

function startOf(profile: ChargingProfile, atMs: number, beganMs: number): number {
  const { kind, startMs = 0, updatedMs = 0 } = profile
  if (kind === 'Dynamic') return updatedMs
  if (kind === 'Relative') return beganMs
  if (kind === 'Absolute' || atMs < startMs) return startMs
  return atMs - ((atMs - startMs) % everyMs(profile))
}

function everyMs({ kind, recurrence }: ChargingProfile): number {
  if (kind !== 'Recurring') return Number.POSITIVE_INFINITY
  return recurrence === 'Weekly' ? 7 * DAY_MS : DAY_MS
}

/** Whether a period says what shall flow, and not only what may. */
export function setsFlow({ mode }: Period): boolean {
  return mode === 'CentralSetpoint' || mode === 'CentralFrequency' || mode === 'LocalFrequency'
}

/** AC is governed by the current of each phase, DC by power. */
export function governedBy(outlet: Outlet): 'A' | 'W' {
  return outlet.kind === 'ac' ? 'A' : 'W'
}

/** What an outlet can give, in what governs it. */
export function ratingOf(outlet: Outlet): number {
  return outlet.kind === 'ac' ? outlet.maxCurrentA : outlet.maxPowerW
}

/** From one unit to the other by the voltage of the area (2.x K01.FR.50). */
export function inUnit(value: number, from: 'A' | 'W', to: 'A' | 'W', phases = 3): number {
  if (from === to) return value
  return to === 'W' ? value * NOMINAL_VOLTAGE * phases : value / (NOMINAL_VOLTAGE * phases)
}
