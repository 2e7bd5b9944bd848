import type * as v21 from '#ocpp/v21'
import type { StationBody } from '../station/body.ts'
import { type ChargingProfile, inUnit } from '../station/charging-profile.ts'
import type { ExternalLimit } from '../station/external-limit.ts'

/** The profile of the CSMS at a place whose value others are to give; undefined where there is none (2.1 K29.FR.03). */
export function awaitsValue({ profiles }: StationBody, evseId: number): ChargingProfile | undefined {
  return profiles.all.find(
    ({ evseId: place, kind, purpose, periods }) =>
      place === evseId && kind === 'Dynamic' && purpose !== 'external' && periods[0]?.mode === 'ExternalLimits',
  )
}

/** Such a profile with a value, which it dates (K29.FR.05, K29.FR.06). */
export function withValue(
  body: StationBody,
  profile: ChargingProfile,
  { unit, periods }: ExternalLimit,
): ChargingProfile {
  const { outlet } = body.evse(profile.evseId) ?? body.evses[0] ?? {}
  const phases = outlet?.kind === 'ac' ? outlet.phases : undefined
  return filled(body, profile, inUnit(periods[0]?.limit ?? 0, unit, profile.unit, phases))
}

/** Such a profile without a value, which limits nothing. */
export function withoutValue(body: StationBody, profile: ChargingProfile): ChargingProfile {
  const { imposed: _, ...rest } = filled(body, profile, undefined)
  return rest
}

function filled(body: StationBody, profile: ChargingProfile, limit: number | undefined): ChargingProfile {
  const { told, periods } = profile
  const kept = periods.map((period) => ({ ...period, limit: limit ?? Number.POSITIVE_INFINITY }))
  if (told === undefined) return { ...profile, updatedMs: body.nowMs(), periods: kept }
  const chargingSchedule = told.chargingSchedule.map((schedule) => ({
    ...schedule,
    chargingSchedulePeriod: schedule.chargingSchedulePeriod.map((period) => valued(period, limit)),
  }))
  return { ...profile, updatedMs: body.nowMs(), periods: kept, told: { ...told, chargingSchedule } }
}

function valued(period: v21.ChargingSchedulePeriodType, limit: number | undefined): v21.ChargingSchedulePeriodType {
  const { limit: _, ...rest } = period
  return limit === undefined ? rest : { ...rest, limit }
}
