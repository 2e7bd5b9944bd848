import { parseTimestamp } from '#ocpp/schemas'
import type * as v21 from '#ocpp/v21'
import type { ChargingProfile, OperationMode } from '../station/charging-profile.ts'

export const purposes = {
  ChargingStationMaxProfile: 'max',
  TxDefaultProfile: 'default',
  TxProfile: 'transaction',
  PriorityCharging: 'priority',
} as const satisfies Partial<Record<v21.ChargingProfilePurposeEnumType, ChargingProfile['purpose']>>

export type Unkept = 'InvalidProfile' | 'InvalidSchedule' | 'UnsupportedPurpose'

/**
 * A profile of 2.x ChargingProfileType as the station keeps it, or why it cannot keep such.
 * @param choices how many schedules it may have; of several the vehicle takes the first
 * @param gives whether energy may come back there
 */
export function keepProfile(
  told: v21.ChargingProfileType,
  evseId: number,
  { choices = 1, gives = false }: { readonly choices?: number; readonly gives?: boolean } = {},
): ChargingProfile | Unkept {
  const { chargingProfilePurpose, chargingSchedule } = told
  const [schedule, ...others] = chargingSchedule
  if (chargingProfilePurpose === 'ChargingStationExternalConstraints') return 'InvalidProfile'
  if (chargingProfilePurpose === 'LocalGeneration') return 'UnsupportedPurpose'
  if (told.dynUpdateInterval !== undefined && told.chargingProfileKind !== 'Dynamic') return 'InvalidProfile'
  // K01.FR.34: only a vehicle that has told its needs can choose.
  if (schedule === undefined || others.length >= choices || isBeyond(schedule, gives)) return 'InvalidSchedule'
  return {
    id: told.id,
    evseId,
    purpose: purposes[chargingProfilePurpose],
    stackLevel: told.stackLevel,
    kind: told.chargingProfileKind,
    recurrence: told.recurrencyKind,
    validFromMs: moment(told.validFrom) ?? Number.NEGATIVE_INFINITY,
    validToMs: moment(told.validTo) ?? Number.POSITIVE_INFINITY,
    transactionId: told.transactionId,
    startMs: moment(schedule.startSchedule),
    durationMs: schedule.duration === undefined ? Number.POSITIVE_INFINITY : schedule.duration * 1000,
    unit: schedule.chargingRateUnit,
    periods: schedule.chargingSchedulePeriod.map((period) => ({
      startMs: period.startPeriod * 1000,
      limit: period.limit ?? period.setpoint ?? 0,
      ...(modeOf(period) === 'ChargingOnly' ? {} : { mode: modeOf(period) }),
      phases: period.numberPhases,
      phaseToUse: period.phaseToUse,
    })),
    updateIntervalS: told.dynUpdateInterval ?? 0,
    told,
  }
}

/** What SupportsFeature does not list (K01.FR.123 to 126), and modes that the station does not know or cannot keep to. */
function isBeyond(schedule: v21.ChargingScheduleType, gives: boolean): boolean {
  const { useLocalTime, randomizedDelay, limitAtSoC, chargingSchedulePeriod } = schedule
  return (
    useLocalTime === true ||
    (randomizedDelay ?? 0) > 0 ||
    limitAtSoC !== undefined ||
    chargingSchedulePeriod.some((period) => !isKept(period, gives))
  )
}

/** 2.1 Q03.FR.02: a setpoint takes the place of limits. */
function isKept({ operationMode = 'ChargingOnly', limit, setpoint, evseSleep }: Told, gives: boolean): boolean {
  if (evseSleep === true) return false
  if (operationMode === 'ChargingOnly') return limit !== undefined && setpoint === undefined
  if (operationMode === 'CentralSetpoint') return gives && limit === undefined && setpoint !== undefined
  return operationMode === 'Idle' && gives && limit === undefined && setpoint === undefined
}

type Told = v21.ChargingSchedulePeriodType

function modeOf({ operationMode }: Told): OperationMode {
  return operationMode === 'CentralSetpoint' || operationMode === 'Idle' ? operationMode : 'ChargingOnly'
}

function moment(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseTimestamp(text)
}
