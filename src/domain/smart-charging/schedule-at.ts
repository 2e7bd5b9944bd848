import { zoneOffsetMs } from '#domain/locations'
import type { ChargingProfile, ChargingSchedule, SchedulePeriod } from './charging-profile.ts'

const DAY_MS = 86_400_000
const QUARTER_MS = 900_000

/** When relative schedules begin: with the transaction; and by which clocks on the wall those of local time do. */
export interface Beginning {
  readonly startedMs: number
  /** UTC if absent. */
  readonly timeZone?: string | undefined
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
  const shownMs = shown(atMs, zoneOf(profile, schedule, beginning))
  const startMs = startBefore(profile, schedule, shownMs, beginning)
  if (startMs === undefined || startMs > shownMs) return undefined
  const offsetMs = shownMs - startMs
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
  const zone = zoneOf(profile, schedule, beginning)
  // No clock is a day ahead or behind.
  const ahead = zone === undefined ? 0 : DAY_MS
  const firstMs = startBefore(profile, schedule, fromMs - ahead, beginning)
  if (firstMs === undefined) return moments.filter((ms) => ms >= fromMs && ms < toMs)
  for (let startMs = firstMs; startMs < toMs + ahead; startMs += stepMs) {
    const shown = [startMs, ...schedule.periods.map(({ startS }) => startMs + startS * 1000)]
    if (schedule.durationS !== undefined) shown.push(startMs + schedule.durationS * 1000)
    moments.push(...shown.flatMap((ms) => momentsOf(ms, zone)))
  }
  if (zone !== undefined) moments.push(...shiftsWithin(fromMs, toMs, zone))
  return moments.filter((ms) => ms >= fromMs && ms < toMs)
}

/** By which clocks on the wall a schedule goes; undefined: by UTC (2.1 K01.FR.90 and 91). */
function zoneOf(
  { kind }: ChargingProfile,
  { startAt, usesLocalTime }: ChargingSchedule,
  { timeZone = 'UTC' }: Beginning,
): string | undefined {
  const isDated = (kind === 'absolute' || kind === 'recurring') && startAt !== undefined
  return isDated && usesLocalTime === true ? timeZone : undefined
}

/** What the clocks show. */
function shown(atMs: number, zone: string | undefined): number {
  return zone === undefined ? atMs : atMs + zoneOffsetMs(atMs, zone)
}

/** When a clock shows this: once, and twice or never in the night when it is changed. */
function momentsOf(shownMs: number, zone: string | undefined): number[] {
  if (zone === undefined) return [shownMs]
  const offsets = [shownMs - DAY_MS / 2, shownMs + DAY_MS / 2].map((nearMs) => zoneOffsetMs(nearMs, zone))
  return [...new Set(offsets)].map((offset) => shownMs - offset)
}

/** Quarters of the hours around which clocks are changed: what a profile says jumps with them. */
function shiftsWithin(fromMs: number, toMs: number, zone: string): number[] {
  const shifts: number[] = []
  for (let dayMs = fromMs; dayMs < toMs; dayMs += DAY_MS) {
    if (zoneOffsetMs(dayMs, zone) === zoneOffsetMs(dayMs + DAY_MS, zone)) continue
    for (let ms = Math.ceil(dayMs / QUARTER_MS) * QUARTER_MS; ms < dayMs + DAY_MS; ms += QUARTER_MS) shifts.push(ms)
  }
  return shifts
}

function isValid({ validFrom, validTo }: ChargingProfile, atMs: number): boolean {
  const begun = validFrom === undefined || Date.parse(validFrom) <= atMs
  return begun && (validTo === undefined || atMs < Date.parse(validTo))
}

/** The latest start of the schedule up to what the clocks show, or its first one when that is still to come; as they show it. */
function startBefore(
  profile: ChargingProfile,
  { startAt, usesLocalTime }: ChargingSchedule,
  atMs: number,
  { startedMs }: Beginning,
): number | undefined {
  // K28.FR.02: a dynamic profile holds from when it comes.
  if (profile.kind === 'dynamic') return 0
  if (profile.kind === 'relative') return startedMs
  if (startAt === undefined) return profile.kind === 'absolute' ? startedMs : undefined
  // 2.1 K01.FR.90: whatever offset stands there.
  const firstMs = Date.parse(usesLocalTime === true ? `${startAt.replace(OFFSET, '')}Z` : startAt)
  const stepMs = recurrenceMs(profile)
  if (firstMs >= atMs || stepMs === Number.POSITIVE_INFINITY) return firstMs
  return firstMs + Math.floor((atMs - firstMs) / stepMs) * stepMs
}

const OFFSET = /(?:Z|[+-]\d\d:?\d\d)$/i

/** After which time the schedule begins anew; what is left of it then is not executed (1.6 errata 3.44). */
function recurrenceMs({ kind, recurrence }: ChargingProfile): number {
  if (kind !== 'recurring') return Number.POSITIVE_INFINITY
  return recurrence === 'weekly' ? 7 * DAY_MS : DAY_MS
}
