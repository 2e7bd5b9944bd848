import { NOMINAL_VOLTAGE } from '../physics/outlet.ts'
import {
  type ChargingProfile,
  changesOf,
  governedBy,
  inUnit,
  type OperationMode,
  type Period,
  periodAt,
  ratingOf,
  setsFlow,
} from './charging-profile.ts'
import { profileFault, type Refusal } from './charging-profile-rules.ts'
import type { Evse } from './evse.ts'
import type { FrequencySupport } from './frequency-support.ts'
import type { Part } from './part.ts'
import type { Transaction } from './transaction.ts'

export interface CompositePeriod {
  readonly startS: number
  readonly limit: number
  /** That of the profile of the one EVSE asked for, where it is of another mode than charging only (2.1 Q). */
  readonly period?: Period
}

const COMPOSITE_PERIODS = 200

/** The charging profiles of a station, and what they let flow. */
export class ChargingProfiles implements Part {
  readonly #evses: () => readonly Evse[]
  readonly #nowMs: () => number
  readonly #frequency: FrequencySupport
  #profiles: ChargingProfile[] = []
  /** Those that wait for the transaction that a remote start begins, by EVSE. */
  readonly #awaiting = new Map<number, ChargingProfile>()
  readonly #priority = new Set<string>()

  constructor(evses: () => readonly Evse[], nowMs: () => number, frequency: FrequencySupport) {
    this.#evses = evses
    this.#nowMs = nowMs
    this.#frequency = frequency
  }

  get all(): readonly ChargingProfile[] {
    return this.#profiles
  }

  /** Why a profile cannot be set; `rival`: what to do with another at the same place. */
  refusal(profile: ChargingProfile, rival: 'replace' | 'refuse'): Refusal | undefined {
    // K01.FR.05
    if (this.#profiles.some(({ id, purpose }) => id === profile.id && purpose === 'external')) return 'InvalidProfile'
    const fault = profileFault(profile, this.#evses())
    if (fault !== undefined || rival === 'replace') return fault
    return this.#profiles.some((other) => rivals(profile, other)) ? 'DuplicateProfile' : undefined
  }

  /** Sets a profile in place of the one with its id, and of one at its place. */
  set(profile: ChargingProfile): void {
    const others = this.#profiles.filter((other) => other.id !== profile.id && !rivals(profile, other))
    this.#profiles = [...others, this.#begun(profile)]
    this.#apply()
  }

  /** Keeps an external limit in place of the one with its id; whoever does sees to it that the EVSEs go by it. */
  impose(limit: ChargingProfile): void {
    this.#profiles = [...this.#profiles.filter(({ id }) => id !== limit.id), limit]
  }

  /** Drops an external limit; false when there is none of this id. */
  lift(id: number): boolean {
    const kept = this.#profiles.filter((profile) => profile.id !== id || profile.purpose !== 'external')
    const wasThere = kept.length < this.#profiles.length
    this.#profiles = kept
    return wasThere
  }

  /** Removes what matches; how many there were. External limits stay (K10.FR.03 and 04, 2.1 K10.FR.08 and 09). */
  clear(matches: (profile: ChargingProfile) => boolean): number {
    const kept = this.#profiles.filter((profile) => profile.purpose === 'external' || !matches(profile))
    const cleared = this.#profiles.length - kept.length
    this.#profiles = kept
    this.#apply()
    return cleared
  }

  /** Holds a profile until the transaction begins that it came for, or until it is authorized where it runs already. */
  awaitTransaction(evse: Evse, profile: ChargingProfile): void {
    const { id: evseId, transaction } = evse
    this.#awaiting.set(evseId, profile)
    if (transaction !== undefined) this.began(transaction)
  }

  began({ id, evseId }: Transaction): void {
    const profile = this.#awaiting.get(evseId)
    this.#awaiting.delete(evseId)
    if (profile !== undefined) this.#profiles.push(this.#begun({ ...profile, evseId, transactionId: id }))
  }

  /** A profile of a transaction dies with it (2.x K02.FR.05). */
  ended({ id }: Transaction): void {
    this.#priority.delete(id)
    this.#profiles = this.#profiles.filter(({ transactionId }) => transactionId !== id)
  }

  hasPriorityProfile(evse: Evse): boolean {
    return this.#profiles.some(({ purpose, evseId }) => purpose === 'priority' && (evseId === 0 || evseId === evse.id))
  }

  /** False when nothing changed by it. */
  prioritise(transactionId: string, activate: boolean): boolean {
    if (this.#priority.has(transactionId) === activate) return false
    if (activate) this.#priority.add(transactionId)
    else this.#priority.delete(transactionId)
    this.#apply()
    return true
  }

  /** The power that may flow at an EVSE now: its profiles, and its share of what the whole station may take. */
  allowedW(evse: Evse): number {
    if (this.#profiles.length === 0) return Number.POSITIVE_INFINITY
    const nowMs = this.#nowMs()
    const own = this.#own(evse, nowMs)
    this.#frequency.attend(evse.id, own?.period)
    const unit = own !== undefined && setsFlow(own.period) ? own.profile.unit : governedBy(evse.outlet)
    const charging = this.#evses().filter((one) => one === evse || one.transaction !== undefined).length
    const share = this.#ruling('max', 0, nowMs, nowMs, unit) / charging
    const limit = Math.min(this.#ofTransaction(evse, nowMs, unit), share)
    const ownW = unit === 'W' ? limit : limit * NOMINAL_VOLTAGE * evse.phases
    const imposedW = (evseId: number) => this.#imposed(evseId, nowMs, 'W', evse.phases)
    return Math.min(ownW, imposedW(evse.id), imposedW(0) / charging)
  }

  /** The lowest of what others let flow at an EVSE, or at all together: each of them means what they say. */
  #imposed(evseId: number, atMs: number, unit: 'A' | 'W', phases?: number): number {
    const limits = this.#profiles
      .filter((one) => one.purpose === 'external' && one.evseId === evseId)
      .flatMap((one) => {
        const period = periodAt(one, atMs, atMs)
        return period === undefined ? [] : [inUnit(period.limit, one.unit, unit, phases)]
      })
    return Math.min(Number.POSITIVE_INFINITY, ...limits)
  }

  /** What is to be expected from now on, for one EVSE or for the station as a whole (1.6 §5.7, 2.x K08). */
  composite(evseId: number, durationS: number, unit: 'A' | 'W'): CompositePeriod[] {
    const nowMs = this.#nowMs()
    const evses = this.#evses().filter(({ id }) => evseId === 0 || id === evseId)
    const limitAt = (atMs: number) => {
      const own = evses.map((evse) => this.#expected(evse, atMs, unit))
      const sum = own.reduce((total, limit) => total + limit, 0)
      return floorTenth(Math.min(sum, this.#ruling('max', 0, atMs, nowMs, unit), this.#imposed(0, atMs, unit)))
    }
    const periods: CompositePeriod[] = []
    for (const startS of this.#changes(evses, nowMs, durationS)) {
      const limit = limitAt(nowMs + startS * 1000)
      const [only, ...others] = evses
      const own = only === undefined || others.length > 0 ? undefined : this.#own(only, nowMs + startS * 1000)?.period
      const last = periods.at(-1)
      if (last?.limit === limit && last.period?.mode === own?.mode) continue
      periods.push({ startS, limit, ...(own?.mode === undefined ? {} : { period: own }) })
    }
    return periods.slice(0, COMPOSITE_PERIODS)
  }

  /** Whole seconds from now at which something may change, and now. */
  #changes(evses: readonly Evse[], nowMs: number, durationS: number): number[] {
    const began = [nowMs, ...evses.flatMap(({ transaction }) => transaction?.startedMs ?? [])]
    const moments = this.#profiles.flatMap((profile) =>
      began.flatMap((beganMs) => changesOf(profile, nowMs, nowMs + durationS * 1000, beganMs)),
    )
    const seconds = new Set([0, ...moments.map((ms) => Math.ceil((ms - nowMs) / 1000))])
    return [...seconds].sort((a, b) => a - b)
  }

  #expected(evse: Evse, atMs: number, unit: 'A' | 'W'): number {
    const { outlet } = evse
    const phases = outlet.kind === 'ac' ? outlet.phases : 3
    const rating = inUnit(ratingOf(outlet), governedBy(outlet), unit, phases)
    return Math.min(this.#ofTransaction(evse, atMs, unit), this.#imposed(evse.id, atMs, unit, phases), rating)
  }

  /** How energy flows at an EVSE now. */
  modeOf(evse: Evse): OperationMode {
    return this.#own(evse, this.#nowMs())?.period.mode ?? 'ChargingOnly'
  }

  /** What is set to flow at an EVSE now, in W; undefined where nothing more is said than what may. */
  setpointW(evse: Evse): number | undefined {
    const { profile, period } = this.#own(evse, this.#nowMs()) ?? {}
    if (profile === undefined || period === undefined || !setsFlow(period)) return undefined
    return inUnit(this.#quantity(evse.id, period), profile.unit, 'W', evse.phases)
  }

  /** Whether power at an EVSE follows signals of the grid operator at a moment (2.1 Q08.FR.10). */
  followsSignals(evse: Evse, atMs: number): boolean {
    return this.#own(evse, atMs)?.period.follows?.signals !== undefined
  }

  /** What rules for the transaction at an EVSE, or would for one that began now. */
  #own(evse: Evse, atMs: number) {
    const beganMs = evse.transaction?.startedMs ?? this.#nowMs()
    return this.#period('transaction', evse.id, atMs, beganMs) ?? this.#period('default', evse.id, atMs, beganMs)
  }

  #begun(profile: ChargingProfile): ChargingProfile {
    return profile.kind === 'Dynamic' ? { ...profile, updatedMs: this.#nowMs() } : profile
  }

  #quantity(evseId: number, { follows, limit }: Period): number {
    return follows === undefined ? limit : this.#frequency.powerW(evseId, follows)
  }

  #ofTransaction(evse: Evse, atMs: number, unit: 'A' | 'W'): number {
    const beganMs = evse.transaction?.startedMs ?? this.#nowMs()
    const rules = (purpose: ChargingProfile['purpose']) => this.#ruling(purpose, evse.id, atMs, beganMs, unit)
    const prior = this.#priority.has(evse.transaction?.id ?? '') ? rules('priority') : Number.POSITIVE_INFINITY
    if (prior !== Number.POSITIVE_INFINITY) return prior
    const own = rules('transaction')
    return own === Number.POSITIVE_INFINITY ? rules('default') : own
  }

  /** What the highest profile of a purpose says that says anything at that moment; otherwise no limit. */
  #ruling(purpose: ChargingProfile['purpose'], evseId: number, atMs: number, beganMs: number, unit: 'A' | 'W'): number {
    const { profile, period } = this.#period(purpose, evseId, atMs, beganMs) ?? {}
    if (profile === undefined || period === undefined) return Number.POSITIVE_INFINITY
    // What shall flow is the sum of the phases that the vehicle uses.
    const used = setsFlow(period) ? this.#evses().find(({ id }) => id === evseId)?.phases : undefined
    return inUnit(this.#quantity(evseId, period), profile.unit, unit, period.phases ?? used)
  }

  #period(purpose: ChargingProfile['purpose'], evseId: number, atMs: number, beganMs: number) {
    const [highest] = this.#profiles
      .filter((one) => one.purpose === purpose && (one.evseId === evseId || one.evseId === 0))
      .sort((a, b) => b.stackLevel - a.stackLevel)
      .flatMap((profile) => {
        const period = periodAt(profile, atMs, beganMs)
        return period === undefined ? [] : [{ profile, period }]
      })
    return highest
  }

  #apply(): void {
    for (const evse of this.#evses()) evse.regulate()
  }
}

function rivals(one: ChargingProfile, other: ChargingProfile): boolean {
  if (one.id === other.id || one.purpose !== other.purpose || one.stackLevel !== other.stackLevel) return false
  if (one.purpose === 'transaction') return one.transactionId === other.transactionId
  const overlap = one.validFromMs < other.validToMs && other.validFromMs < one.validToMs
  return overlap && one.evseId === other.evseId
}

/** One decimal is what every version can tell; never more than there is. */
export function floorTenth(value: number): number {
  return Math.floor(value * 10 + 1e-6) / 10
}
