import type { ChargingProfile, ChargingPurpose, FrequencyControl, OperationMode, RateUnit } from './charging-profile.ts'
import { microOf, textOfMicro } from './quantity.ts'
import { type ActivePeriod, type Beginning, changesWithin, periodAt } from './schedule-at.ts'

/** A profile as the calculation takes it. */
export interface StackedProfile {
  readonly evseId: number
  readonly stackLevel: number
  readonly profile: ChargingProfile
}

export interface EvseInUse {
  readonly evseId: number
  /** When its transaction began; for an EVSE without one, as though it began now (K08.FR.06). */
  readonly startedAt: Date
  /** Its transaction charges with priority (K21.FR.04). */
  readonly priority?: boolean
}

export interface CompositeQuestion {
  /** Those of transactions that do not run left out. */
  readonly profiles: readonly StackedProfile[]
  /** 0 for the station as a whole. */
  readonly evseId: number
  /** Every EVSE of the station. */
  readonly evses: readonly EvseInUse[]
  readonly from: Date
  readonly durationS: number
  readonly rateUnit: RateUnit
  /** Between a phase and neutral, as agreed for the area and not as measured (K01.FR.50). */
  readonly lineVoltageV: number
  /** Where the station stands; UTC if absent. */
  readonly timeZone?: string | undefined
}

/** What holds from `startS` seconds after the beginning; no limit where no profile sets one. */
export interface CompositePeriod {
  readonly startS: number
  readonly limit?: string
  readonly phases?: number
  /** What shall flow, and in which mode; only a station tells it (2.1 K08.FR.04). */
  readonly operationMode?: OperationMode
  readonly setpoint?: string
  readonly dischargeLimit?: string
}

/** What should hold, as far as it was calculated. */
export interface Composite {
  readonly periods: readonly CompositePeriod[]
  /** So long it is known what holds. */
  readonly durationS: number
  /** It changes more often than is looked at, so that less is known than was asked for. */
  readonly shortened?: true
}

/** Whole millionths of the unit asked for, and over how many phases. */
interface Cap {
  readonly micro: number
  readonly phases: number | undefined
}

const LONGEST_S = 8 * 86_400
/** Changes that are looked at. */
export const MOST_CHANGES = 2_000
/** Periods that are looked at for all of them: whatever a station claims, it holds up nobody else. */
const MOST_LOOKS = 20_000_000
/** Moments that are collected before those that come too late are let go of. */
const MOST_MOMENTS = 50_000

/**
 * What should hold: at every moment the lowest of what the ruling profile of each purpose allows (1.6 §3.13.3, K08.FR.04,
 * SC.01), with local generation added on top. Pure; times are to the second, as schedules are. Looks at the first
 * `mostChanges` changes alone, and says so where there are more.
 */
export function compositeSchedule(question: CompositeQuestion, mostChanges: number = changesFor(question)): Composite {
  const fromMs = question.from.getTime()
  const durationS = Math.min(question.durationS, LONGEST_S)
  const moments = firstMoments(question, { fromMs, toMs: fromMs + durationS * 1000 }, mostChanges + 1)
  const secondOf = (ms: number) => Math.ceil((ms - fromMs) / 1000)
  const periods: CompositePeriod[] = []
  for (const ms of moments.slice(0, mostChanges)) {
    const cap = question.evseId === 0 ? stationCap(question, ms) : evseCap(question, question.evseId, ms)
    const startS = secondOf(ms)
    const told = { startS, ...(cap && { limit: textOfMicro(cap.micro) }), ...(cap?.phases && { phases: cap.phases }) }
    const before = periods.at(-1)
    if (before?.startS === startS) periods.pop()
    const same = periods.at(-1)
    if (same === undefined || same.limit !== told.limit || same.phases !== told.phases) periods.push(told)
  }
  const beyond = moments[mostChanges]
  return beyond === undefined ? { periods, durationS } : { periods, durationS: secondOf(beyond), shortened: true }
}

/** How many changes can be looked at: each means a look at what every profile says for every EVSE. */
function changesFor({ profiles, evses }: CompositeQuestion): number {
  const periods = profiles.reduce((sum, { profile }) => sum + (profile.schedules[0]?.periods.length ?? 0), 0)
  return Math.max(1, Math.min(MOST_CHANGES, Math.floor(MOST_LOOKS / (periods * (evses.length + 1)))))
}

/** The first `most` moments at which something may change, in order. */
function firstMoments(
  question: CompositeQuestion,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  most: number,
): readonly number[] {
  const first = (moments: Iterable<number>) => [...moments].sort((a, b) => a - b).slice(0, most)
  let moments = new Set([fromMs])
  for (const { profile } of question.profiles) {
    for (const beginning of beginnings(question)) {
      for (const ms of changesWithin(profile, fromMs, toMs, beginning)) moments.add(ms)
      if (moments.size > MOST_MOMENTS) moments = new Set(first(moments))
    }
  }
  return first(moments)
}

function beginnings({ evses, from, timeZone }: CompositeQuestion): readonly Beginning[] {
  return [from, ...evses.map(({ startedAt }) => startedAt)].map((at) => ({ startedMs: at.getTime(), timeZone }))
}

/** What one EVSE may take: its own ruling profiles, and never more than the whole station. */
function evseCap(question: CompositeQuestion, evseId: number, atMs: number): Cap | undefined {
  const own = lowest(transactionCap(question, evseId, atMs), ruling(question, 'external-constraints', [evseId], atMs))
  return lowest(own, connectionCap(question, atMs))
}

/** What the whole station may take: the sum of its EVSEs, where each is limited, and its own limits (K08.FR.03). */
function stationCap(question: CompositeQuestion, atMs: number): Cap | undefined {
  const caps = question.evses.map(({ evseId }) =>
    lowest(transactionCap(question, evseId, atMs), ruling(question, 'external-constraints', [evseId], atMs)),
  )
  const connection = connectionCap(question, atMs)
  const limited = caps.flatMap((cap) => (cap === undefined ? [] : [cap]))
  if (limited.length === 0 || limited.length < caps.length) return connection
  const phases = limited.every((cap) => cap.phases === limited[0]?.phases) ? limited[0]?.phases : undefined
  return lowest({ micro: limited.reduce((sum, { micro }) => sum + micro, 0), phases }, connection)
}

/** What the grid connection allows, and what is generated behind it. */
function connectionCap(question: CompositeQuestion, atMs: number): Cap | undefined {
  const max = ruling(question, 'station-max', [0], atMs)
  const cap = lowest(max, ruling(question, 'external-constraints', [0], atMs))
  const generation = ruling(question, 'local-generation', [0], atMs)
  if (cap === undefined || generation === undefined) return cap
  return { ...cap, micro: cap.micro + generation.micro }
}

/** Priority overrules the profile of the transaction, and that the default (K02.FR.04, K02.FR.08, K21.FR.04). */
function transactionCap(question: CompositeQuestion, evseId: number, atMs: number): Cap | undefined {
  const inUse = question.evses.find((evse) => evse.evseId === evseId)
  const priority = inUse?.priority === true ? ruling(question, 'priority', [evseId, 0], atMs, evseId) : undefined
  return (
    priority ??
    ruling(question, 'transaction', [evseId], atMs, evseId) ??
    ruling(question, 'transaction-default', [evseId, 0], atMs, evseId)
  )
}

/** What the highest profile of a purpose says that says anything at that moment (K01.FR.17, 1.6 errata 3.43). */
function ruling(
  question: CompositeQuestion,
  purpose: ChargingPurpose,
  places: readonly number[],
  atMs: number,
  evseId = places[0],
): Cap | undefined {
  const startedAt = question.evses.find((evse) => evse.evseId === evseId)?.startedAt ?? question.from
  let found: { stackLevel: number; cap: Cap } | undefined
  for (const { profile, stackLevel, evseId: place } of question.profiles) {
    if (profile.purpose !== purpose || !places.includes(place)) continue
    const active = periodAt(profile, atMs, { startedMs: startedAt.getTime(), timeZone: question.timeZone })
    const cap = active && capOf(active, question)
    if (cap === undefined || (found !== undefined && found.stackLevel > stackLevel)) continue
    // Two that clash should not be there; then the lower one holds, to be safe.
    const tied = found?.stackLevel === stackLevel
    found = { stackLevel, cap: tied ? (lowest(found?.cap, cap) ?? cap) : cap }
  }
  return found?.cap
}

const USUAL_PHASES = 3

/** A limit in the unit asked for; power over all phases, current in the one that is limited most. */
function capOf({ schedule, period }: ActivePeriod, { rateUnit, lineVoltageV }: CompositeQuestion): Cap | undefined {
  const told = [period.limit, period.limitL2, period.limitL3, positive(period.setpoint)]
  const values = [
    ...told.flatMap((text) => (text === undefined ? [] : [microOf(text)])),
    ...(period.frequencyControl === undefined ? [] : [mostByFrequency(period.frequencyControl)]),
    // 2.1 Q10: nothing flows.
    ...(period.operationMode === 'idle' ? [0] : []),
  ]
  if (values.length === 0) return undefined
  const micro = Math.min(...values)
  const { phases } = period
  if (schedule.rateUnit === rateUnit) return { micro, phases }
  const factor = lineVoltageV * (phases ?? USUAL_PHASES)
  return { micro: rateUnit === 'W' ? micro * factor : Math.floor(micro / factor), phases }
}

/** A setpoint to discharge lets nothing flow in. */
function positive(setpoint: string | undefined): string | undefined {
  return setpoint?.startsWith('-') === true ? '0' : setpoint
}

/** The most that may flow in by what follows the grid, whatever the grid does (2.1 Q08). */
function mostByFrequency({ baselineW, frequencies, signals = [] }: FrequencyControl): number {
  const most = Math.max(...frequencies.map(({ powerW }) => microOf(powerW)))
  const added = Math.max(0, ...signals.map(({ powerW }) => microOf(powerW)))
  return Math.max(0, microOf(baselineW) + most + added)
}

function lowest(one: Cap | undefined, other: Cap | undefined): Cap | undefined {
  if (one === undefined || other === undefined) return one ?? other
  const phases = [one.phases, other.phases].flatMap((count) => (count === undefined ? [] : [count]))
  return { micro: Math.min(one.micro, other.micro), phases: phases.length === 0 ? undefined : Math.min(...phases) }
}
