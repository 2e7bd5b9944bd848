import { zoneOffsetMs } from '#domain/locations'
import type { ChargingProfile, ChargingSchedule, SchedulePeriod } from './charging-profile.ts'

const DAY_MS = 86_400_000
const QUARTER_MS = 900_000

/** When relative schedules begin: with the transaction. */
export interface Beginning {
  readonly startedMs: number
}

export interface ActivePeriod {
  readonly schedule: ChargingSchedule
  readonly period: SchedulePeriod
}

/** A profile whose times are read, so that it can be asked about many moments. */
export interface TimedProfile {
  /** Of several schedules, which a vehicle may choose from, the first. */
  readonly schedule: ChargingSchedule
  /** In the order in which they start. */
  readonly periods: readonly SchedulePeriod[]
  /** Valid from here, until before `toMs`. */
  readonly fromMs: number
  readonly toMs: number
  /** Undefined: with the transaction. */
  readonly startMs: number | undefined
  /** By whose clocks on the wall it goes, `startMs` too (2.1 K01.FR.90 and 91); undefined: by UTC. */
  readonly zone: string | undefined
  /** After which time the schedule begins anew; what is left of it then is not executed (1.6 errata 3.44). */
  readonly stepMs: number
  readonly durationMs: number
}

/** Undefined for a profile that never says anything. */
export function timed(profile: ChargingProfile, timeZone: string): TimedProfile | undefined {
  const [schedule] = profile.schedules
  if (schedule === undefined || (profile.kind === 'recurring' && schedule.startAt === undefined)) return undefined
  const fromMs = profile.validFrom === undefined ? Number.NEGATIVE_INFINITY : Date.parse(profile.validFrom)
  const toMs = profile.validTo === undefined ? Number.POSITIVE_INFINITY : Date.parse(profile.validTo)
  const startMs = startOf(profile, schedule)
  const zone = startMs !== undefined && schedule.usesLocalTime === true ? timeZone : undefined
  if (Number.isNaN(fromMs) || Number.isNaN(toMs) || Number.isNaN(startMs)) return undefined
  return {
    ...{ schedule, fromMs, toMs, startMs, zone, stepMs: recurrenceMs(profile) },
    periods: schedule.periods.toSorted((one, other) => one.startS - other.startS),
    durationMs: schedule.durationS === undefined ? Number.POSITIVE_INFINITY : schedule.durationS * 1000,
  }
}

/**
 * The period of a profile that rules at a moment; undefined when the profile is not valid then or its schedule has not
 * begun or is over (K01.FR.11, 12, 30, 36 and 37).
 */
export function periodAt(profile: TimedProfile, atMs: number, beginning: Beginning): ActivePeriod | undefined {
  const { schedule, periods, fromMs, toMs, durationMs } = profile
  if (atMs < fromMs || atMs >= toMs) return undefined
  const shownMs = shown(profile, atMs)
  const offsetMs = shownMs - startBefore(profile, shownMs, beginning)
  if (offsetMs < 0 || offsetMs >= durationMs) return undefined
  let [low, high] = [0, periods.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((periods[middle]?.startS ?? 0) * 1000 <= offsetMs) low = middle + 1
    else high = middle
  }
  const period = periods[low - 1]
  return period === undefined ? undefined : { schedule, period }
}

/** Moments in `[fromMs, toMs)` at which what a profile says may change. */
export function* changesWithin(
  profile: TimedProfile,
  fromMs: number,
  toMs: number,
  beginning: Beginning,
): Generator<number> {
  const { zone, periods, durationMs, stepMs } = profile
  const within = (ms: number) => ms >= fromMs && ms < toMs
  for (const ms of [profile.fromMs, profile.toMs]) if (within(ms)) yield ms
  // No clock is a day ahead or behind.
  const ahead = zone === undefined ? 0 : DAY_MS
  for (let startMs = startBefore(profile, fromMs - ahead, beginning); startMs < toMs + ahead; startMs += stepMs) {
    yield* momentsOf(startMs, zone).filter(within)
    yield* momentsOf(startMs + durationMs, zone).filter(within)
    for (const { startS } of periods) {
      if (startMs + startS * 1000 >= toMs + ahead) break
      yield* momentsOf(startMs + startS * 1000, zone).filter(within)
    }
  }
  if (zone !== undefined) yield* shiftsWithin(fromMs, toMs, zone)
}

/** What the clock shows that the profile goes by. */
function shown({ zone }: TimedProfile, atMs: number): number {
  return zone === undefined ? atMs : atMs + zoneOffsetMs(atMs, zone)
}

/** When a clock shows this: once, and twice or never in the night when it is changed. */
function momentsOf(shownMs: number, zone: string | undefined): number[] {
  if (zone === undefined || !Number.isFinite(shownMs)) return [shownMs]
  const offsets = [shownMs - DAY_MS / 2, shownMs + DAY_MS / 2].map((nearMs) => zoneOffsetMs(nearMs, zone))
  return [...new Set(offsets)].map((offset) => shownMs - offset)
}

/** Quarters of the hours around which clocks are changed: what a profile says jumps with them. */
function* shiftsWithin(fromMs: number, toMs: number, zone: string): Generator<number> {
  for (let dayMs = fromMs; dayMs < toMs; dayMs += DAY_MS) {
    if (zoneOffsetMs(dayMs, zone) === zoneOffsetMs(dayMs + DAY_MS, zone)) continue
    const endMs = Math.min(dayMs + DAY_MS, toMs)
    for (let ms = Math.ceil(dayMs / QUARTER_MS) * QUARTER_MS; ms < endMs; ms += QUARTER_MS) yield ms
  }
}

/** The latest start of the schedule up to a moment, or its first one when that is still to come. */
function startBefore({ startMs, stepMs }: TimedProfile, atMs: number, { startedMs }: Beginning): number {
  const firstMs = startMs ?? startedMs
  if (firstMs >= atMs || stepMs === Number.POSITIVE_INFINITY) return firstMs
  return firstMs + Math.floor((atMs - firstMs) / stepMs) * stepMs
}

function startOf({ kind }: ChargingProfile, { startAt, usesLocalTime }: ChargingSchedule): number | undefined {
  // K28.FR.02: a dynamic profile holds from when it comes.
  if (kind === 'dynamic') return 0
  if (kind === 'relative' || startAt === undefined) return undefined
  // 2.1 K01.FR.90: whatever offset stands there.
  return Date.parse(usesLocalTime === true ? `${startAt.replace(OFFSET, '')}Z` : startAt)
}

const OFFSET = /(?:Z|[+-]\d\d:?\d\d)$/i

function recurrenceMs({ kind, recurrence }: ChargingProfile): number {
  if (kind !== 'recurring') return Number.POSITIVE_INFINITY
  return recurrence === 'weekly' ? 7 * DAY_MS : DAY_MS
}
