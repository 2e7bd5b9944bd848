import type { Scope } from '#kernel'
import type {
  ChargingProfile,
  ChargingPurpose,
  ChargingSchedule,
  ClearablePurpose,
  DynamicValues,
  LimitSource,
  NewChargingProfile,
  RateUnit,
} from './charging-profile.ts'
import type { CompositePeriod } from './composite-schedule.ts'
import type { ChargingNeeds, EnergyTransfer, NeedsAnswer, NeedsRule, StationNeedsRule } from './needs.ts'

/** A profile on its way to a station. */
export interface WantedProfile {
  readonly stationId: string
  /** The command that sends it: one command sends one profile, however often it is tried. */
  readonly commandId: string
  readonly evseId: number
  /** Which profile it replaces, or becomes; absent: what is at its place, or a new one. */
  readonly profileId?: number
  readonly profile: NewChargingProfile
  /** The station's name of the transaction it is for. */
  readonly transactionReference?: string
  /** For a transaction that this number is to begin (2.x remoteStartId). */
  readonly startNumber?: number
  /** Who is to be charged by that start. */
  readonly startToken?: string
}

/** A profile that may be sent, with the id it has at the station. */
export interface PreparedProfile {
  readonly profileId: number
  readonly evseId: number
  readonly profile: ChargingProfile
}

/** What became of a command that sent a profile: `unsure` when it may have arrived. */
export type ProfileOutcome = 'accepted' | 'refused' | 'unsent' | 'unsure'

export interface ProfileFilter {
  readonly profileIds?: readonly number[]
  readonly evseId?: number
  readonly purpose?: ChargingPurpose
  readonly stackLevel?: number
  readonly sources?: readonly LimitSource[]
}

/** The profile to clear by its id, or all that match the rest (K10.FR.02). */
export interface ClearFilter {
  readonly profileId?: number
  readonly evseId?: number
  readonly purpose?: ClearablePurpose
  readonly stackLevel?: number
}

/** A part of the profiles a station reports (2.x K09); parts of one request come in order. */
export interface ProfileReport {
  readonly stationId: string
  readonly requestId: number
  readonly evseId: number
  readonly source: string
  readonly toBeContinued: boolean
  readonly profiles: readonly {
    readonly profileId: number
    readonly transactionReference?: string
    readonly profile: ChargingProfile
  }[]
  readonly receivedAt: Date
}

/** A profile that should be on a station, or that the station says is there. */
export interface StationProfile {
  readonly stationId: string
  readonly profileId: number
  readonly evseId: number
  readonly purpose: ChargingPurpose
  readonly stackLevel: number
  readonly transactionReference?: string
  /** Who set it, see LIMIT_SOURCES. */
  readonly source: string
  /** `sent`: it is on its way. `unsure`: it was never answered. `reported`: the station has it and not from us. */
  readonly standing: ProfileStanding
  readonly sent?: ChargingProfile
  readonly sentAt?: Date
  /** As the station told it last. */
  readonly reported?: ChargingProfile
  readonly reportedAt?: Date
}
export const PROFILE_STANDINGS = ['sent', 'unsure', 'accepted', 'reported'] as const
export type ProfileStanding = (typeof PROFILE_STANDINGS)[number]

/** What holds over time for one EVSE, or for the whole station (EVSE 0). */
export interface CompositeSchedule {
  readonly evseId: number
  readonly startAt: Date
  readonly durationS: number
  readonly rateUnit: RateUnit
  readonly periods: readonly CompositePeriod[]
}

/** What should hold by all that is known: so long as `durationS` says. */
export interface CalculatedSchedule extends CompositeSchedule {
  /** It changes too often to be calculated for as long as was asked. */
  readonly shortened?: true
}

export interface ToldSchedule extends CompositeSchedule {
  readonly toldAt: Date
}

/** What should hold by all that is known, and what the station said when it was asked last. */
export interface SchedulesOfEvse {
  readonly stationId: string
  readonly calculated: CalculatedSchedule
  readonly told?: ToldSchedule
}

/** A limit that others than the operator impose (2.x K11, K12). */
export interface ExternalLimit {
  readonly stationId: string
  /** 0 is the station as a whole. */
  readonly evseId: number
  readonly source: string
  readonly gridCritical?: boolean
  /** What is generated at the site, on top of what is limited; the same source may tell both (2.1 K27). */
  readonly localGeneration?: boolean
  /** Empty when the station does not tell them. */
  readonly schedules: readonly ChargingSchedule[]
  readonly notifiedAt: Date
}

/** What a vehicle told it needs, and what came of it. */
export interface StationNeeds {
  readonly stationId: string
  readonly evseId: number
  readonly transactionReference?: string
  readonly needs: ChargingNeeds
  readonly answer: NeedsAnswer
  readonly neededAt: Date
  /** The schedule the vehicle chose, and whether it keeps to what was allowed (K15.FR.11 and 12). */
  readonly vehicleSchedule?: ChargingSchedule
  readonly withinLimits?: boolean
}

export interface NeedsReport {
  readonly stationId: string
  readonly partyId: string
  readonly evseId: number
  readonly needs: ChargingNeeds
  readonly neededAt: Date
}

export interface VehicleSchedule {
  readonly stationId: string
  readonly partyId: string
  readonly evseId: number
  /** Its `startAt` is the time base of the vehicle. */
  readonly schedule: ChargingSchedule
  /** Which of the schedules offered, counted from 1. */
  readonly selected?: number
  readonly receivedAt: Date
}

/** Smart charging: what may flow, when, and where. */
export interface SmartCharging {
  /**
   * Judges a profile that is about to be sent, and notes it (K01, F-01 to F-03).
   * @throws AppError `invalid` when no station, or not this one, may get it; `conflict` when another profile is there.
   */
  prepare(wanted: WantedProfile): Promise<PreparedProfile>
  /** What became of it. */
  settle(stationId: string, commandId: string, outcome: ProfileOutcome): Promise<void>
  /** The station has cleared what matches, or had none; what was sent since it was asked, at `askedAt`, is still to come. */
  cleared(stationId: string, filter: ClearFilter, askedAt?: Date): Promise<void>
  /** The station was asked for its profiles. `none`: it has none that match. */
  asked(stationId: string, requestId: number, filter: ProfileFilter): Promise<void>
  reportedNone(stationId: string, requestId: number): Promise<void>
  reported(report: ProfileReport): Promise<void>
  toldSchedule(stationId: string, schedule: CompositeSchedule): Promise<void>

  limitNotified(limit: ExternalLimit): Promise<void>
  /** Takes what the station reported of it as a profile away with it. Without an EVSE: everywhere. */
  limitCleared(stationId: string, source: string, evseId?: number): Promise<void>
  /** Answers what a vehicle needs, and when its operator wants it so sees to a profile (K15 to K19). */
  needs(report: NeedsReport): Promise<NeedsAnswer>
  /**
   * Whether the schedule a vehicle has chosen keeps to what it may take (K15.FR.11 and 12); always under dynamic control,
   * where it chooses nothing (2.1 K17.FR.11 and 12).
   */
  vehicleSchedule(schedule: VehicleSchedule): Promise<boolean>
  /**
   * How energy may get to the vehicle of a token at a station for vehicle-to-grid, and from it (2.1 Q01.FR.01); undefined
   * at other stations, and when nobody has said anything (Q01.FR.08).
   */
  allowedTransfers(
    partyId: string,
    stationId: string,
    tokenValue: string,
  ): Promise<readonly EnergyTransfer[] | undefined>
  /** The station has taken what a transaction may have (2.1 Q02.FR.05). */
  transfersTold(stationId: string, transactionReference: string, transfers: readonly EnergyTransfer[]): Promise<void>
  /**
   * A transaction was taken up again: its profiles are sent once more, unless the station has told that it keeps them
   * (2.1 B13.FR.31, E17.FR.15).
   */
  resumed(partyId: string, stationId: string, transactionReference: string): Promise<void>
  /** The values of a dynamic profile of ours; undefined when there is none of this id (K28.FR.07 and 12). */
  pulled(stationId: string, profileId: number): Promise<{ readonly values: DynamicValues } | undefined>
  /**
   * Judges new values for a dynamic profile by what its mode of operation takes; one that is not ours is left to the station.
   * @throws AppError `invalid` (2.1 Q03.FR.02, Q07.FR.03)
   */
  judgeUpdate(stationId: string, profileId: number, values: DynamicValues): Promise<void>
  /** The station has taken new values for a dynamic profile. */
  updated(stationId: string, profileId: number, values: DynamicValues): Promise<void>
  priority(stationId: string, transactionReference: string, activated: boolean, at: Date): Promise<void>

  /** @throws AppError `not-found` outside the scope, as all that follow. */
  listProfiles(scope: Scope, stationId: string): Promise<readonly StationProfile[]>
  listLimits(scope: Scope, stationId: string): Promise<readonly ExternalLimit[]>
  /** Of vehicles that are charging now. */
  listNeeds(scope: Scope, stationId: string): Promise<readonly StationNeeds[]>
  schedules(
    scope: Scope,
    stationId: string,
    question: { readonly evseId: number; readonly durationS: number; readonly rateUnit?: RateUnit },
  ): Promise<SchedulesOfEvse>
  needsRule(scope: Scope, stationId: string): Promise<StationNeedsRule>
  changeNeedsRule(scope: Scope, stationId: string, rule: NeedsRule): Promise<StationNeedsRule>
}
