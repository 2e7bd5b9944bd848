import type { RateUnit } from './charging-profile.ts'
import { microOf, textOfMicro } from './quantity.ts'

/** How energy may get to a vehicle (2.x EnergyTransferModeEnumType). */
export const ENERGY_TRANSFERS = [
  'ac-single-phase',
  'ac-two-phase',
  'ac-three-phase',
  'dc',
  'ac-bidirectional',
  'ac-bidirectional-der',
  'ac-der',
  'dc-bidirectional',
  'dc-pantograph',
  'dc-pantograph-bidirectional',
  'wireless',
] as const
export type EnergyTransfer = (typeof ENERGY_TRANSFERS)[number]

/** What a vehicle says it needs (ISO 15118). Quantities are decimal text. */
export interface ChargingNeeds {
  /** Absent when it is none we know. */
  readonly transfer?: EnergyTransfer
  /** ISO 8601. */
  readonly departureAt?: string
  readonly energyWh?: string
  readonly maxPowerW?: string
  readonly maxCurrentA?: string
  readonly stateOfCharge?: number
  /** The most periods it can take in a schedule. */
  readonly maxPeriods?: number
  /** By ISO 15118-20: then there are more ways to answer (2.1 K18, K19). */
  readonly controlMode?: 'scheduled' | 'dynamic'
  /** Everything else it said. */
  readonly facts?: Readonly<Record<string, unknown>>
}

export const NEEDS_ANSWERS = ['accepted', 'rejected', 'processing', 'no-profile'] as const
/**
 * `accepted`: a profile follows. `processing`: it follows later. `no-profile`: charge without one. `rejected`: as
 * `no-profile`, and by ISO 15118-20 a refusal of the transfer asked for, which ends the transaction (K18.FR.22).
 */
export type NeedsAnswer = (typeof NEEDS_ANSWERS)[number]

/** How an operator wants the needs of vehicles at a station to be answered. */
export interface NeedsRule {
  /** `by-hand`: somebody, or another program, sends a profile. `never`: the station goes by its defaults. */
  readonly decides: (typeof NEEDS_DECIDERS)[number]
  /** The most a vehicle gets, in W; without it what the vehicle can take. */
  readonly maxPowerW?: string
  /** As fast as may be, or evenly until it departs. */
  readonly pace?: 'at-once' | 'until-departure'
  /** Transfers that are not refused; all if absent. */
  readonly transfers?: readonly EnergyTransfer[]
}
export interface StationNeedsRule extends NeedsRule {
  readonly stationId: string
}

export const NEEDS_DECIDERS = ['never', 'automatically', 'by-hand'] as const

export const NO_RULE: NeedsRule = { decides: 'never' }

/** The answer to the needs of a vehicle. */
export function answerNeeds(
  { transfer, controlMode }: Pick<ChargingNeeds, 'transfer' | 'controlMode'>,
  { decides, transfers }: NeedsRule,
  inTransaction: boolean,
): NeedsAnswer {
  // ISO 15118-2 has one word for both (K15.FR.04, K18.FR.04).
  const without = controlMode === undefined ? 'rejected' : 'no-profile'
  if (transfers !== undefined && (transfer === undefined || !transfers.includes(transfer))) return 'rejected'
  // K15.FR.07: a profile names its transaction.
  if (decides === 'never' || !inTransaction) return without
  return decides === 'by-hand' ? 'processing' : 'accepted'
}

const PHASES: Readonly<Partial<Record<EnergyTransfer, number>>> = { 'ac-single-phase': 1, 'ac-two-phase': 2 }
const HOUR_MS = 3_600_000n

/** What a vehicle shall get, in the unit its station takes; undefined when neither it nor the operator sets a limit. */
export function powerFor(
  needs: ChargingNeeds,
  { maxPowerW, pace }: NeedsRule,
  { nowMs, rateUnit, lineVoltageV }: { nowMs: number; rateUnit: RateUnit; lineVoltageV: number },
): { readonly limit: string; readonly phases?: number } | undefined {
  const phases = needs.transfer === undefined ? undefined : PHASES[needs.transfer]
  const wattsPerAmp = lineVoltageV * (phases ?? 3)
  const byCurrent = needs.maxCurrentA === undefined ? undefined : microOf(needs.maxCurrentA) * wattsPerAmp
  const wanted = needs.maxPowerW === undefined ? byCurrent : microOf(needs.maxPowerW)
  const even = pace === 'until-departure' ? evenly(needs, nowMs) : undefined
  const caps = [wanted, even, maxPowerW === undefined ? undefined : microOf(maxPowerW)]
  const known = caps.flatMap((cap) => (cap === undefined ? [] : [cap]))
  if (known.length === 0) return undefined
  const microW = Math.min(...known)
  const micro = rateUnit === 'W' ? microW : Math.floor(microW / wattsPerAmp)
  return { limit: textOfMicro(micro), ...(phases !== undefined && { phases }) }
}

function evenly({ energyWh, departureAt }: ChargingNeeds, nowMs: number): number | undefined {
  if (energyWh === undefined || departureAt === undefined) return undefined
  const leftMs = BigInt(Math.floor(Date.parse(departureAt) - nowMs))
  if (leftMs <= 0n) return undefined
  // Rounded up: a vehicle that keeps to it has what it wants when it leaves.
  return Number((BigInt(microOf(energyWh)) * HOUR_MS + leftMs - 1n) / leftMs)
}
