import { parseTimestamp } from '#ocpp/schemas'
import type * as v16 from '#ocpp/v16'
import type { ChargingProfile } from '../station/charging-profile.ts'

export const purposes = {
  ChargePointMaxProfile: 'max',
  TxDefaultProfile: 'default',
  TxProfile: 'transaction',
} as const

/** A profile of 1.6 §7.8 as the station keeps it. */
export function keepProfile(
  told: v16.ChargingProfile,
  evseId: number,
  transactionId: string | undefined,
): ChargingProfile {
  const { chargingSchedule: schedule } = told
  return {
    id: told.chargingProfileId,
    evseId,
    purpose: purposes[told.chargingProfilePurpose],
    stackLevel: told.stackLevel,
    kind: told.chargingProfileKind,
    recurrence: told.recurrencyKind,
    validFromMs: moment(told.validFrom) ?? Number.NEGATIVE_INFINITY,
    validToMs: moment(told.validTo) ?? Number.POSITIVE_INFINITY,
    transactionId,
    startMs: moment(schedule.startSchedule),
    durationMs: schedule.duration === undefined ? Number.POSITIVE_INFINITY : schedule.duration * 1000,
    unit: schedule.chargingRateUnit,
    periods: schedule.chargingSchedulePeriod.map(({ startPeriod, limit, numberPhases }) => ({
      startMs: startPeriod * 1000,
      limit,
      phases: numberPhases,
    })),
    updateIntervalS: 0,
  }
}

function moment(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseTimestamp(text)
}
