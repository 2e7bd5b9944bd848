import type * as v21 from '#ocpp/v21'
import type { StationBody } from '../station/body.ts'
import type { ChargingProfile } from '../station/charging-profile.ts'
import { scheduleFault } from '../station/charging-profile-rules.ts'
import { floorTenth } from '../station/charging-profiles.ts'
import { type ExternalLimit, externalProfileId } from '../station/external-limit.ts'
import { awaitsValue, withoutValue, withValue } from './external-values.ts'
import { call21 } from './messages.ts'
import { negotiate } from './vehicle-schedule.ts'

/**
 * Somebody else than the CSMS limits a station, or changes a limit of theirs: nothing charges faster from now on, and the
 * CSMS is told (2.x K11, K12). False when the station heeds nobody else (2.1 K11.FR.07) or cannot keep to such a limit. A
 * station of 1.6 keeps to it and has no words for it.
 */
export function imposeLimit(body: StationBody, limit: ExternalLimit): boolean {
  const { profiles, settings } = body
  const { evseId = 0, periods } = limit
  const places = placesOf(body, evseId)
  const awaiting = periods.length === 1 ? awaitsValue(body, evseId) : undefined
  const wanted = awaiting === undefined ? profileOf(body, limit) : withValue(body, awaiting, limit)
  const before = awaiting ?? profiles.all.find(({ id }) => id === wanted.id)
  const isPossible = places.length > 0 && periods.every((one) => one.limit >= 0)
  if (!mayImpose(body, awaiting) || !isPossible || scheduleFault(wanted, places) !== undefined) return false
  if (awaiting !== undefined) profiles.lift(externalProfileId(limit))
  const isNews = isSignificant(before, wanted, settings.limitChangePercent)
  const announced = isNews ? first(wanted) : (before?.imposed?.announced ?? first(wanted))
  const kept = { ...wanted, imposed: { source: limit.source, announced } }
  profiles.impose(kept)
  if (isNews) tellLimit(body, limit, wanted.told)
  obey(body, evseId)
  followLater(body, kept)
  return true
}

/** K11.FR.04: with each of its periods, as long as it stands. */
function followLater(body: StationBody, profile: ChargingProfile): void {
  for (const { startMs } of profile.periods.slice(1)) {
    body.after(startMs, () => {
      if (body.profiles.all.includes(profile)) obeyAt(body, profile.evseId)
    })
  }
}

/** They let go of it: K13. False when there was no such limit. */
export function liftLimit(body: StationBody, of: Pick<ExternalLimit, 'source' | 'evseId'>): boolean {
  const { source, evseId = 0 } = of
  const given = awaitsValue(body, evseId)
  if (given?.imposed?.source === source) body.profiles.impose(withoutValue(body, given))
  else if (!body.profiles.lift(externalProfileId(of))) return false
  // Without an EVSE it would be every limit of theirs.
  tell(body, call21('ClearedChargingLimit', { chargingLimitSource: source, evseId }))
  obey(body, evseId)
  return true
}

/** Where a limit of their own is disallowed, they may still give the CSMS's profile its value (2.1 K29). */
function mayImpose({ settings, version }: StationBody, awaiting: ChargingProfile | undefined): boolean {
  const isDisallowed = version === 'ocpp2.1' && settings.externalProfileDisallowed
  return settings.externalSignals && (awaiting !== undefined || !isDisallowed)
}

function placesOf({ evses }: StationBody, evseId: number) {
  return evses.filter(({ id }) => evseId === 0 || id === evseId)
}

/** Current is told of each phase, so nothing has to be known of the vehicle. */
function profileOf(body: StationBody, { evseId = 0, unit, periods, source }: ExternalLimit): ChargingProfile {
  const nowMs = body.nowMs()
  const id = externalProfileId({ source, evseId })
  // 2.1 K29.FR.04: one value is a dynamic profile, which the next value updates.
  const isDynamic = body.version === 'ocpp2.1' && periods.length === 1
  const kept = periods.map(({ startS, limit }) => ({ startMs: startS * 1000, limit: floorTenth(limit) }))
  const schedule: v21.ChargingScheduleType = {
    ...{ id: 1, chargingRateUnit: unit },
    ...(isDynamic ? {} : { startSchedule: body.stamp(nowMs) }),
    chargingSchedulePeriod: kept.map(({ startMs, limit }) => ({
      ...{ startPeriod: startMs / 1000, limit },
      ...(isDynamic ? { operationMode: 'ExternalLimits' } : {}),
    })),
  }
  return {
    ...{ id, evseId, unit, periods: kept, purpose: 'external', stackLevel: 0, updateIntervalS: 0 },
    ...{ validFromMs: Number.NEGATIVE_INFINITY, validToMs: Number.POSITIVE_INFINITY },
    durationMs: Number.POSITIVE_INFINITY,
    // K29.FR.06
    ...(isDynamic ? { kind: 'Dynamic', updatedMs: nowMs } : { kind: 'Absolute', startMs: nowMs }),
    told: {
      ...{ id, stackLevel: 0, chargingProfilePurpose: 'ChargingStationExternalConstraints' },
      chargingProfileKind: isDynamic ? 'Dynamic' : 'Absolute',
      chargingSchedule: [schedule],
    },
  }
}

function first({ periods }: ChargingProfile): number {
  return periods[0]?.limit ?? 0
}

/** One value is compared with the one that was told last, so that many small steps are told in the end; a schedule is news. */
function isSignificant(before: ChargingProfile | undefined, now: ChargingProfile, percent: number): boolean {
  const { announced } = before?.imposed ?? {}
  if (before === undefined || announced === undefined || before.unit !== now.unit) return true
  if (before.periods.length > 1 || now.periods.length > 1) return true
  return Math.abs(first(now) - announced) > (announced * percent) / 100
}

/** K11.FR.02 and 03; of the whole station where it names no EVSE. */
function tellLimit(
  body: StationBody,
  { source, evseId = 0, gridCritical }: ExternalLimit,
  told: ChargingProfile['told'],
): void {
  const schedules = body.settings.notifyLimitSchedules ? told?.chargingSchedule : undefined
  tell(
    body,
    call21('NotifyChargingLimit', {
      ...(evseId === 0 ? {} : { evseId }),
      chargingLimit: {
        chargingLimitSource: source,
        ...(gridCritical === undefined ? {} : { isGridCritical: gridCritical }),
      },
      ...(schedules === undefined ? {} : { chargingSchedule: schedules }),
    }),
  )
}

/** Who was away hears it when they are back. */
function tell({ version, upkeep }: StationBody, message: ReturnType<typeof call21>): void {
  if (version !== 'ocpp1.6') upkeep.news.tell(message)
}

/** Vehicles that plan are given what is left (2.x K16.FR.02, errata 2025-09). */
function obey(body: StationBody, evseId: number): void {
  obeyAt(body, evseId)
  negotiate(body, placesOf(body, evseId))
}

/** K11.FR.04, K13.FR.03. */
function obeyAt(body: StationBody, evseId: number): void {
  for (const evse of placesOf(body, evseId)) evse.obey(body.settings.limitChangePercent)
}
