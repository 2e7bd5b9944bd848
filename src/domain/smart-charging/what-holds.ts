import type { ChargingProfile, ChargingSchedule, RateUnit } from './charging-profile.ts'
import {
  type Composite,
  type CompositePeriod,
  type CompositeQuestion,
  compositeSchedule,
  type EvseInUse,
  type StackedProfile,
} from './composite-schedule.ts'
import { type ProfileRow, profileOf } from './profile-store.ts'
import type { ExternalLimit } from './smart-charging.ts'
import type { RunningTransaction } from './station-facts-store.ts'

/** Between a phase and neutral in the areas we know of; limits are converted by what is agreed (K01.FR.50). */
export const LINE_VOLTAGE_V = 230

/** Everything known that limits a station. */
export interface KnownLimits {
  readonly rows: readonly ProfileRow[]
  readonly running: readonly RunningTransaction[]
  readonly limits: readonly ExternalLimit[]
  readonly evseIds: readonly number[]
  /** Where the station stands. */
  readonly timeZone?: string | undefined
}

export interface HoldsQuestion {
  readonly evseId: number
  readonly from: Date
  readonly durationS: number
  readonly rateUnit: RateUnit
}

/** What should hold by all that is known. */
export function whatHolds(
  known: KnownLimits,
  asked: HoldsQuestion,
  change: (profiles: readonly StackedProfile[]) => readonly StackedProfile[] = (profiles) => profiles,
): Composite {
  const profiles = change([
    ...known.rows.flatMap((row) => stacked(row, known.running)),
    ...known.limits.flatMap(asProfiles),
  ])
  const question: CompositeQuestion = {
    ...asked,
    profiles,
    evses: inUse(known, asked),
    lineVoltageV: LINE_VOLTAGE_V,
    timeZone: known.timeZone,
  }
  return compositeSchedule(question)
}

function inUse({ evseIds, running }: KnownLimits, { evseId: asked, from }: HoldsQuestion): EvseInUse[] {
  const ids = new Set([...evseIds, ...running.flatMap(({ evseId }) => evseId ?? []), ...(asked > 0 ? [asked] : [])])
  return [...ids].map((evseId) => {
    const transaction = running.find((one) => one.evseId === evseId)
    return { evseId, startedAt: transaction?.startedAt ?? from, priority: transaction?.priority ?? false }
  })
}

/** A profile where it counts: one of a transaction at the EVSE where that runs, and nowhere when it does not. */
function stacked(row: ProfileRow, running: readonly RunningTransaction[]): StackedProfile[] {
  const { sent, sentAt, reported, evseId, stackLevel, purpose, transactionReference } = profileOf(row)
  const profile = sent === undefined ? reported : timed(sent, sentAt)
  if (profile === undefined) return []
  if (purpose !== 'transaction') return [{ evseId, stackLevel, profile }]
  const transaction = running.find(({ reference }) => reference === transactionReference)
  return transaction === undefined ? [] : [{ evseId: transaction.evseId ?? evseId, stackLevel, profile }]
}

/** A dynamic profile holds for its duration from when it got its values (2.1 K28.FR.13). */
function timed(profile: ChargingProfile, sentAt: Date | undefined): ChargingProfile {
  const [schedule] = profile.schedules
  if (profile.kind !== 'dynamic' || schedule?.durationS === undefined || sentAt === undefined) return profile
  return { ...profile, kind: 'absolute', schedules: [{ ...schedule, startAt: sentAt.toISOString() }] }
}

/** Limits from outside, as the profiles they would be. */
function asProfiles({ evseId, schedules, notifiedAt, localGeneration }: ExternalLimit): StackedProfile[] {
  const purpose = localGeneration === true ? 'local-generation' : 'external-constraints'
  return schedules.map((schedule) => {
    const startAt = schedule.startAt ?? notifiedAt.toISOString()
    const profile: ChargingProfile = { purpose, stackLevel: 0, kind: 'absolute', schedules: [{ ...schedule, startAt }] }
    return { evseId, stackLevel: 0, profile }
  })
}

/**
 * Whether a schedule is known never to take more than another lets it. Both begin at the same time and are in the same unit.
 */
export function keepsWithin(
  schedule: ChargingSchedule,
  allowed: Composite,
  asked: Omit<HoldsQuestion, 'rateUnit'>,
): boolean {
  const taken = compositeSchedule({
    ...asked,
    rateUnit: schedule.rateUnit,
    profiles: [
      {
        evseId: asked.evseId,
        stackLevel: 0,
        profile: { purpose: 'external-constraints', stackLevel: 0, kind: 'absolute', schedules: [schedule] },
      },
    ],
    evses: [{ evseId: asked.evseId, startedAt: asked.from }],
    lineVoltageV: LINE_VOLTAGE_V,
  })
  if (taken.shortened === true || allowed.shortened === true) return false
  const moments = new Set([...taken.periods, ...allowed.periods].map(({ startS }) => startS))
  return [...moments].every((startS) => {
    const most = limitAt(allowed.periods, startS)
    const takes = limitAt(taken.periods, startS)
    return most === undefined || takes === undefined || Number(takes) <= Number(most)
  })
}

function limitAt(periods: readonly CompositePeriod[], atS: number): string | undefined {
  return periods.findLast(({ startS }) => startS <= atS)?.limit
}
