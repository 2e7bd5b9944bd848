import type { ChargingCapabilities } from './capabilities.ts'
import type { NewChargingProfile, RateUnit, SchedulePeriod } from './charging-profile.ts'
import type { CompositePeriod } from './composite-schedule.ts'
import { type ChargingNeeds, type NeedsRule, powerFor } from './needs.ts'
import { microOf, textOfMicro } from './quantity.ts'
import { type KnownLimits, LINE_VOLTAGE_V, whatHolds } from './what-holds.ts'

/** How far ahead a vehicle is planned for. */
const PLANNED_S = 86_400
/** Periods in a schedule at most where neither vehicle nor station says less (2.0.1 part 2, ChargingScheduleType). */
const MOST_PERIODS = 1_024

export interface PlanQuestion {
  readonly needs: ChargingNeeds
  readonly rule: NeedsRule
  readonly evseId: number
  readonly capabilities: ChargingCapabilities
  readonly known: KnownLimits
  readonly now: Date
}

/**
 * The profile for a vehicle's transaction (K15.FR.07): what it needs, within what is imposed from outside (K02.FR.01), of
 * one schedule (K15.FR.18) with no more periods than vehicle and station take. Undefined when nothing limits it.
 */
export function planNeeds(question: PlanQuestion): NewChargingProfile | undefined {
  const { needs, rule, evseId, capabilities, known, now } = question
  const rateUnit: RateUnit = capabilities.rateUnits?.includes('W') === false ? 'A' : 'W'
  const power = powerFor(needs, rule, { nowMs: now.getTime(), rateUnit, lineVoltageV: LINE_VOLTAGE_V })
  if (power === undefined) return undefined
  const startAt = now.toISOString()
  const profileOf = (periods: readonly SchedulePeriod[], durationS?: number): NewChargingProfile => ({
    ...{ purpose: 'transaction', stackLevel: 0, kind: 'absolute' },
    schedules: [{ startAt, rateUnit, periods, ...(durationS !== undefined && { durationS }) }],
  })
  const wanted = { evseId, stackLevel: 0, profile: profileOf([{ startS: 0, ...power }]) }
  const asked = { evseId, from: now, durationS: PLANNED_S, rateUnit }
  const { periods, durationS, shortened } = whatHolds(known, asked, (profiles) => [
    ...profiles.filter(({ profile }) => profile.purpose === 'external-constraints'),
    wanted,
  ])
  const most = Math.min(needs.maxPeriods ?? MOST_PERIODS, capabilities.maxPeriods ?? MOST_PERIODS, MOST_PERIODS)
  const kept = shorten(periods, Math.max(1, most), power.phases)
  // 2.1 Q02.FR.01: nothing is asked back from a vehicle, and by ISO 15118-20 that is said.
  const mode = needs.controlMode === undefined ? {} : { operationMode: 'charging-only' as const }
  // Of what comes after nothing is known, so nothing is promised.
  return profileOf(
    kept.map((period) => ({ ...period, ...mode })),
    shortened === true ? durationS : undefined,
  )
}

/** At most so many periods: what comes after the last of them never exceeds any it stands for. */
function shorten(
  periods: readonly CompositePeriod[],
  most: number,
  phases: number | undefined,
): readonly SchedulePeriod[] {
  const kept = periods.slice(0, most - 1)
  const rest = periods.slice(most - 1)
  const least = Math.min(...rest.map(({ limit = '0' }) => microOf(limit)))
  const last = rest[0] === undefined ? [] : [{ ...rest[0], limit: textOfMicro(least) }]
  return [...kept, ...last].map(({ startS, limit = '0' }) => ({
    startS,
    limit,
    ...(phases !== undefined && { phases }),
  }))
}
