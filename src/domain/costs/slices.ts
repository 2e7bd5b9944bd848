import type { RunningOccasion, Tariff } from '#domain/tariffs'
import type { Course, CoursePoint, Slice } from './course.ts'
import { clockCuts } from './local-time.ts'
import { isTimed, minuteOf } from './occasion-holds.ts'
import { Walk } from './walk.ts'

/** Milli-watt-hours in an hour per millisecond, as watts. */
const WATTS = 3_600

/** Where conditions of a tariff begin and end. */
interface Thresholds {
  readonly minutes: readonly number[]
  readonly energyMWh: readonly number[]
  readonly elapsedMs: readonly number[]
  readonly chargedMs: readonly number[]
  readonly idleMs: readonly number[]
}

/**
 * Cuts a course into slices, in order, in each of which every condition of the tariffs holds throughout or not at all. Cut in
 * more places, or in fewer that change nothing, they come to the same.
 *
 * @param changesMs  when another tariff begins to count
 */
export function* slicesOf(
  course: Course,
  tariffs: readonly Tariff[],
  changesMs: readonly number[] = [],
): Generator<Slice> {
  const thresholds = thresholdsOf(tariffs)
  const times = new Walk(inOrder([...cutTimes(course, thresholds), ...changesMs]))
  const [states, currents] = [new Walk(course.states), new Walk(course.currents)]
  let [chargedMs, idleMs] = [0, 0]
  for (const [from, to] of pairs(course.points)) {
    const powerW = to.atMs > from.atMs ? ((to.energyMWh - from.energyMWh) * WATTS) / (to.atMs - from.atMs) : undefined
    const inner = times.within(from.atMs, to.atMs).map(({ atMs }) => atMs)
    for (const [a, b] of pairs(cutLine(from, to, inner, thresholds.energyMWh))) {
      // Where the station says nothing, it is charging while energy flows.
      const isCharging = states.at(a.atMs)?.isCharging ?? to.energyMWh > from.energyMWh
      if (isCharging) idleMs = 0
      const counted = isCharging ? chargedMs : idleMs
      const limits = isCharging ? thresholds.chargedMs : thresholds.idleMs
      const reached = limits.map((limit) => a.atMs + limit - counted)
      for (const [c, d] of pairs([a, ...timesBetween(a, b, reached, energyAt(from, to)), b])) {
        const currentA = currents.at(c.atMs)?.currentA
        yield {
          ...{ fromMs: c.atMs, toMs: d.atMs, fromMWh: c.energyMWh, toMWh: d.energyMWh, isCharging, chargedMs, idleMs },
          ...(powerW === undefined ? {} : { powerW }),
          ...(currentA === undefined ? {} : { currentA }),
        }
        if (isCharging) chargedMs += d.atMs - c.atMs
        else idleMs += d.atMs - c.atMs
      }
    }
  }
}

function cutTimes(course: Course, { minutes, elapsedMs }: Thresholds): number[] {
  const { startedMs, endedMs, states, currents, timeZone } = course
  return [
    ...states.map(({ atMs }) => atMs),
    ...currents.map(({ atMs }) => atMs),
    ...elapsedMs.map((ms) => startedMs + ms),
    ...(minutes.length === 0 ? [] : clockCuts(startedMs, endedMs, timeZone, minutes)),
  ]
}

/** The ends of a stretch and what is to be cut between them, by time or by energy, each once and in order. */
function cutLine(from: CoursePoint, to: CoursePoint, times: readonly number[], energies: readonly number[]) {
  const [ms, mWh] = [to.atMs - from.atMs, to.energyMWh - from.energyMWh]
  const byEnergy = energies
    .filter((energyMWh) => energyMWh > from.energyMWh && energyMWh < to.energyMWh)
    .map((energyMWh) => ({ atMs: to.atMs - share(ms, to.energyMWh - energyMWh, mWh), energyMWh }))
  const inner = [...timesBetween(from, to, times, energyAt(from, to)), ...byEnergy]
  inner.sort((a, b) => a.atMs - b.atMs || a.energyMWh - b.energyMWh)
  return [from, ...inner, to]
}

/** The points of a line at those times that lie between two of its points. */
function timesBetween(a: CoursePoint, b: CoursePoint, times: readonly number[], energy: (atMs: number) => number) {
  return times
    .filter((atMs) => atMs > a.atMs && atMs < b.atMs)
    .sort(ascending)
    .map((atMs): CoursePoint => ({ atMs, energyMWh: energy(atMs) }))
}

/** Whole milli-watt-hours between two readings: what is cut off falls to the later part. */
function energyAt(from: CoursePoint, to: CoursePoint): (atMs: number) => number {
  const [ms, mWh] = [to.atMs - from.atMs, to.energyMWh - from.energyMWh]
  return (atMs) => from.energyMWh + share(mWh, atMs - from.atMs, ms)
}

/** The whole part of `amount * part / all`, exactly. */
function share(amount: number, part: number, all: number): number {
  return Number((BigInt(amount) * BigInt(part)) / BigInt(all))
}

function* pairs<T>(items: readonly T[]): Generator<[T, T]> {
  let [before] = items
  for (const item of items.slice(1)) {
    if (before !== undefined) yield [before, item]
    before = item
  }
}

function thresholdsOf(tariffs: readonly Tariff[]): Thresholds {
  const components = tariffs.flatMap(({ energy, chargingTime, idleTime }) => [energy, chargingTime, idleTime])
  const occasions = components.flatMap((component) => (component?.prices ?? []).flatMap(({ when }) => when ?? []))
  const bounds = (read: (when: RunningOccasion) => readonly (number | undefined)[]) => [
    ...new Set(
      occasions.flatMap(read).flatMap((value) => (value !== undefined && value > 0 ? Math.round(value * 1000) : [])),
    ),
  ]
  return {
    minutes: occasions
      .filter(isTimed)
      .flatMap(({ fromTime, toTime }) => [minuteOf(fromTime) ?? 0, minuteOf(toTime) ?? 0]),
    energyMWh: bounds(({ leastEnergyWh, mostEnergyWh }) => [leastEnergyWh, mostEnergyWh]),
    elapsedMs: bounds(({ leastTimeS, mostTimeS }) => [leastTimeS, mostTimeS]),
    chargedMs: bounds(({ leastChargingTimeS, mostChargingTimeS }) => [leastChargingTimeS, mostChargingTimeS]),
    idleMs: bounds(({ leastIdleTimeS, mostIdleTimeS }) => [leastIdleTimeS, mostIdleTimeS]),
  }
}

function ascending(a: number, b: number): number {
  return a - b
}

/** Times in order, each once. */
function inOrder(times: readonly number[]): { readonly atMs: number }[] {
  return [...new Set(times)].sort(ascending).map((atMs) => ({ atMs }))
}
