import type * as v21 from '#ocpp/v21'
import type { CurvePoint } from '../physics/vehicle.ts'
import type { FrequencyRule, OperationMode } from '../station/charging-profile.ts'

type Told = v21.ChargingSchedulePeriodType

/** The modes that the station keeps to where energy may come back; those that it knows elsewhere are the first two. */
export const MODES = [
  'ChargingOnly',
  'ExternalLimits',
  'CentralSetpoint',
  'CentralFrequency',
  'LocalFrequency',
  'Idle',
] as const satisfies readonly OperationMode[]

export type Fault = 'InvalidSchedule' | 'NoFreqWattCurve'

interface Able {
  /** Energy may come back there. */
  readonly gives: boolean
  /** Others may give the profile its values (2.1 K29). */
  readonly takesValues: boolean
}

/**
 * What is wrong with a period for its mode of operation (2.1 Q).
 */
export function modeFault(
  period: Told,
  unit: v21.ChargingRateUnitEnumType,
  { gives, takesValues }: Able,
): Fault | undefined {
  const { limit, setpoint } = period
  const mode = modeOf(period)
  if (period.evseSleep === true || mode === undefined) return 'InvalidSchedule'
  if (mode === 'ChargingOnly') return limit !== undefined && setpoint === undefined ? undefined : 'InvalidSchedule'
  // K29.FR.03
  if (mode === 'ExternalLimits') return takesValues && setpoint === undefined ? undefined : 'InvalidSchedule'
  // Q03.FR.02, Q07.FR.03, Q08.FR.04, Q10.FR.02: nothing takes the place of limits beside them.
  if (!gives || limits(period) || (setpoint !== undefined) !== isCentral(mode)) return 'InvalidSchedule'
  if (mode !== 'LocalFrequency') return undefined
  // Q08.FR.05; the curve of signals by the errata of Q08.FR.02.
  if (unit !== 'W' || period.v2xSignalWattCurve?.length === 1) return 'InvalidSchedule'
  // Q08.FR.03
  const points = period.v2xFreqWattCurve?.length ?? 0
  return period.v2xBaseline === undefined || points < 2 ? 'NoFreqWattCurve' : undefined
}

/** Undefined for one that the station does not know. */
export function modeOf({ operationMode = 'ChargingOnly' }: Told): OperationMode | undefined {
  return MODES.find((mode) => mode === operationMode)
}

/** A setpoint comes from the CSMS. */
export function isCentral(mode: OperationMode | undefined): boolean {
  return mode === 'CentralSetpoint' || mode === 'CentralFrequency'
}

export function readRule({ v2xBaseline, v2xFreqWattCurve, v2xSignalWattCurve }: Told): FrequencyRule | undefined {
  if (v2xBaseline === undefined || v2xFreqWattCurve === undefined) return undefined
  const signals = v2xSignalWattCurve?.map(({ signal, power }) => [signal, power] as const)
  return {
    baselineW: v2xBaseline,
    frequencies: rising(v2xFreqWattCurve.map(({ frequency, power }) => [frequency, power] as const)),
    ...(signals && { signals: rising(signals) }),
  }
}

export function writeRule({ baselineW, frequencies, signals }: FrequencyRule) {
  return {
    v2xBaseline: baselineW,
    v2xFreqWattCurve: frequencies.map(([frequency, power]) => ({ frequency, power })),
    ...(signals && { v2xSignalWattCurve: signals.map(([signal, power]) => ({ signal, power })) }),
  }
}

function rising(points: readonly CurvePoint[]): CurvePoint[] {
  return [...points].sort(([one], [other]) => one - other)
}

function limits({ limit, limit_L2, limit_L3, dischargeLimit, setpointReactive }: Told): boolean {
  return [limit, limit_L2, limit_L3, dischargeLimit, setpointReactive].some((one) => one !== undefined)
}
