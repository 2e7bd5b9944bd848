import type { ChargingProfile, ChargingSchedule, SchedulePeriod } from './charging-profile.ts'

const DAY_MS = 86_400_000

/** When relative schedules begin: with the transaction. */
export interface Beginning {
  readonly startedMs: number
}

export interface ActivePeriod {
  readonly schedule: ChargingSchedule
  readonly period: SchedulePeriod
}

/**
 * The period of a profile that rules at a moment; undefined when the profile is not valid then or its schedule has not
 * begun or is over (K01.FR.11, 12, 30, 36 and 37). Of several schedules, which a vehicle may choose from, the first.
 */
export function periodAt(profile: ChargingProfile, atMs: number, beginning: Beginning): ActivePeriod | undefined {
  const [schedule] = profile.schedules
  if (schedule === undefined || !isValid(profile, atMs)) return undefined
  const startMs = startBefore(profile, schedule, atMs, beginning)
  if (startMs === undefined || startMs > atMs) return undefined
  const offsetMs = atMs - startMs
  if (schedule.durationS !== undefined && offsetMs >= schedule.durationS * 1000) return undefined
  const period = schedule.periods.findLast(({ startS }) => startS * 1000 <= offsetMs)
  return period === undefined ? undefined : { schedule, period }
}

/** Moments in `[fromMs, toMs)` at which what a profile says may change. */
export function changesWithin(
  profile: ChargingProfile,
  fromMs: number,
  toMs: number,
  beginning: Beginning,
): readonly number[] {
  const [schedule] = profile.schedules
  if (schedule === undefined) return []
  const moments = [profile.validFrom, profile.validTo].flatMap((text) => (text === undefined ? [] : Date.parse(text)))
  const stepMs = recurrenceMs(profile)
  const firstMs = startBefore(profile, schedule, fromMs, beginning)
  if (firstMs === undefined) return moments.filter((ms) => ms >= fromMs && ms < toMs)
  for (let startMs = firstMs; startMs < toMs; startMs += stepMs) {
    moments.push(startMs, ...schedule.periods.map(({ startS }) => startMs + startS * 1000))
    if (schedule.durationS !== undefined) moments.push(startMs + schedule.durationS * 1000)
  }
  return moments.filter((ms) => ms >= fromMs && ms < toMs)
}

function isValid({ validFrom, validTo }: ChargingProfile, atMs: number): boolean {
  const begun = validFrom === undefined || Date.parse(validFrom) <= atMs
  return begun && (validTo === undefined || atMs < Date.parse(validTo))
}

/** The latest start of the schedule up to a moment, or its first one when that is still to come. */
function startBefore(
  profile: ChargingProfile,
  { startAt }: ChargingSchedule,
  atMs: number,
  { startedMs }: Beginning,
): number | undefined {
  // K28.FR.02: a dynamic profile holds from when it comes.
  if (profile.kind === 'dynamic') return 0
  if (profile.kind === 'relative') return startedMs
  if (startAt === undefined) return profile.kind === 'absolute' ? startedMs : undefined
  const firstMs = Date.parse(startAt)
  const stepMs = recurrenceMs(profile)
  if (firstMs >= atMs || stepMs === Number.POSITIVE_INFINITY) return firstMs
  return firstMs + Math.floor((atMs - firstMs) / stepMs) * stepMs
}

/** After which time the schedule begins anew; what is left of it then is not executed (1.6 errata 3.44). */
function recurrenceMs({ kind, recurrence }: ChargingProfile): number {
  if (kind !== 'recurring') return Number.POSITIVE_INFINITY
  return recurrence === 'weekly' ? 7 * DAY_MS : DAY_MS
}
