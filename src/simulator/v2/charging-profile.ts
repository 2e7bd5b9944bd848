import { parseTimestamp } from '#ocpp/schemas'
import type * as v21 from '#ocpp/v21'
import type { ChargingProfile, Period } from '../station/charging-profile.ts'
import { type Fault, modeFault, modeOf, readRule } from './operation-mode.ts'

export const purposes = {
  ChargingStationMaxProfile: 'max',
  TxDefaultProfile: 'default',
  TxProfile: 'transaction',
  PriorityCharging: 'priority',
} as const satisfies Partial<Record<v21.ChargingProfilePurposeEnumType, ChargingProfile['purpose']>>

export type Unkept = 'InvalidProfile' | 'UnsupportedPurpose' | Fault

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
  if (schedule === undefined || others.length >= choices || isBeyond(schedule)) return 'InvalidSchedule'
  const { chargingSchedulePeriod: periods, chargingRateUnit } = schedule
  for (const period of periods) {
    const fault = modeFault(period, chargingRateUnit, { gives, takesValues: takesValues(told) })
    if (fault !== undefined) return fault
  }
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
    unit: chargingRateUnit,
    periods: periods.map(keepPeriod),
    updateIntervalS: told.dynUpdateInterval ?? 0,
    told,
  }
}

function keepPeriod(told: v21.ChargingSchedulePeriodType): Period {
  const mode = modeOf(told)
  const follows = mode === 'LocalFrequency' ? readRule(told) : undefined
  return {
    startMs: told.startPeriod * 1000,
    limit: told.limit ?? told.setpoint ?? (mode === 'ExternalLimits' ? Number.POSITIVE_INFINITY : 0),
    ...(mode === undefined || mode === 'ChargingOnly' ? {} : { mode }),
    ...(follows && { follows }),
    phases: told.numberPhases,
    phaseToUse: told.phaseToUse,
  }
}

/** 2.1 K29.FR.03. */
function takesValues({ chargingProfileKind, chargingProfilePurpose }: v21.ChargingProfileType): boolean {
  if (chargingProfileKind !== 'Dynamic') return false
  return chargingProfilePurpose === 'TxProfile' || chargingProfilePurpose === 'TxDefaultProfile'
}

/** What SupportsFeature does not list (K01.FR.123 to 126). */
function isBeyond({ useLocalTime, randomizedDelay, limitAtSoC }: v21.ChargingScheduleType): boolean {
  return useLocalTime === true || (randomizedDelay ?? 0) > 0 || limitAtSoC !== undefined
}

function moment(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseTimestamp(text)
}
