import { parseTimestamp } from '#ocpp/schemas'
import type * as v21 from '#ocpp/v21'
import type { ChargingProfile } from '../station/charging-profile.ts'
import type { CHOICES } from './vehicle-schedule.ts'

export const purposes = {
  ChargingStationMaxProfile: 'max',
  TxDefaultProfile: 'default',
  TxProfile: 'transaction',
  PriorityCharging: 'priority',
} as const satisfies Partial<Record<v21.ChargingProfilePurposeEnumType, ChargingProfile['purpose']>>

export type Unkept = 'InvalidProfile' | 'InvalidSchedule' | 'UnsupportedPurpose'

/**
 * A profile of 2.x ChargingProfileType as the station keeps it, or why it cannot keep such.
 * @param choices how many schedules it may have; of several the vehicle takes the first.
 */
export function keepProfile(
  told: v21.ChargingProfileType,
  evseId: number,
  choices: 1 | typeof CHOICES = 1,
): ChargingProfile | Unkept {
  const { chargingProfilePurpose, chargingSchedule } = told
  const [schedule, ...others] = chargingSchedule
  if (chargingProfilePurpose === 'ChargingStationExternalConstraints') return 'InvalidProfile'
  if (chargingProfilePurpose === 'LocalGeneration') return 'UnsupportedPurpose'
  if (told.dynUpdateInterval !== undefined && told.chargingProfileKind !== 'Dynamic') return 'InvalidProfile'
  // K01.FR.34: only a vehicle that has told its needs can choose.
  if (schedule === undefined || others.length >= choices || isBeyond(schedule)) return 'InvalidSchedule'
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
    periods: schedule.chargingSchedulePeriod.map(({ startPeriod, limit = 0, numberPhases, phaseToUse }) => ({
      startMs: startPeriod * 1000,
      limit,
      phases: numberPhases,
      phaseToUse,
    })),
    updateIntervalS: told.dynUpdateInterval ?? 0,
    told,
  }
}

/** What SupportsFeature does not list (K01.FR.123 to 126), and what only a vehicle that discharges could do. */
function isBeyond({ useLocalTime, randomizedDelay, limitAtSoC, chargingSchedulePeriod }: v21.ChargingScheduleType) {
  return (
    useLocalTime === true ||
    (randomizedDelay ?? 0) > 0 ||
    limitAtSoC !== undefined ||
    chargingSchedulePeriod.some((period) => period.limit === undefined || period.evseSleep === true)
  )
}

function moment(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseTimestamp(text)
}
