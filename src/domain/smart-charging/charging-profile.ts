/**
 * What a profile is for, and so how it is weighed against others (1.6 §3.13.2, 2.x K: charging profile purposes).
 * `priority` and `local-generation` are 2.1's; `external-constraints` are never ours (K01.FR.22).
 */
export const CHARGING_PURPOSES = [
  'station-max',
  'transaction-default',
  'transaction',
  'priority',
  'local-generation',
  'external-constraints',
] as const
export type ChargingPurpose = (typeof CHARGING_PURPOSES)[number]

/** What the platform may set: everything but what somebody else imposes (K01.FR.22, F-01). */
export const SETTABLE_PURPOSES = [
  'station-max',
  'transaction-default',
  'transaction',
  'priority',
  'local-generation',
] as const satisfies readonly ChargingPurpose[]
export type SettablePurpose = (typeof SETTABLE_PURPOSES)[number]

/** What the platform may clear (2.1 K10.FR.06). */
export const CLEARABLE_PURPOSES = [
  'station-max',
  'transaction-default',
  'transaction',
  'priority',
] as const satisfies readonly ChargingPurpose[]
export type ClearablePurpose = (typeof CLEARABLE_PURPOSES)[number]

export const PROFILE_KINDS = ['absolute', 'recurring', 'relative', 'dynamic'] as const
export type ProfileKind = (typeof PROFILE_KINDS)[number]

export const RATE_UNITS = ['A', 'W'] as const
/** `A` limits the current of each phase, `W` the power of all phases together (1.6 §7.12, K01.FR.50 and 51). */
export type RateUnit = (typeof RATE_UNITS)[number]

/** Who set a limit; what else a station says stands as it is (2.1 leaves the list open). */
export const LIMIT_SOURCES = ['operator', 'energy-management', 'system-operator', 'other'] as const
export type LimitSource = (typeof LIMIT_SOURCES)[number]

export const OPERATION_MODES = [
  'idle',
  'charging-only',
  'central-setpoint',
  'external-setpoint',
  'external-limits',
  'central-frequency',
  'local-frequency',
  'local-load-balancing',
] as const
export type OperationMode = (typeof OPERATION_MODES)[number]

/** What holds from `startS` until the next period begins. Quantities are decimal text in the unit of their schedule. */
export interface SchedulePeriod {
  /** Seconds since the start of the schedule. */
  readonly startS: number
  /** The most that may flow. Absent only beside a setpoint (2.1). */
  readonly limit?: string
  /** Limits of the second and third phase, where they differ (2.1). */
  readonly limitL2?: string
  readonly limitL3?: string
  /** The most that may flow back, zero or less (2.1). */
  readonly dischargeLimit?: string
  /** What shall flow; less than zero is discharging (2.1). */
  readonly setpoint?: string
  /** Phases to be used; 3 if absent. */
  readonly phases?: number
  /** The one phase to be used, where the station can choose (2.x K01.FR.19 and 20). */
  readonly phaseToUse?: number
  readonly operationMode?: OperationMode
  /** The EVSE may sleep (2.1). */
  readonly evseSleep?: boolean
  /** What flows in mode `local-frequency` (2.1). */
  readonly frequencyControl?: FrequencyControl
}

/** How the power of an EVSE follows the grid (2.1 Q08): the baseline, and what the curves say added to it. */
export interface FrequencyControl {
  /** W; less than zero is discharging. */
  readonly baselineW: string
  /** At least two; what lies between is interpolated. */
  readonly frequencies: readonly { readonly frequencyHz: string; readonly powerW: string }[]
  /** What a signal of the grid operator adds (aFRR). */
  readonly signals?: readonly { readonly signal: number; readonly powerW: string }[]
}

export interface ChargingSchedule {
  /** ISO 8601. */
  readonly startAt?: string
  readonly durationS?: number
  readonly rateUnit: RateUnit
  /** Below this charging is inefficient. */
  readonly minRate?: string
  readonly periods: readonly SchedulePeriod[]
  /** `startAt` is the time on the station's wall (2.1). */
  readonly usesLocalTime?: boolean
  /** By how many seconds periods may be put off at random (2.1). */
  readonly randomDelayS?: number
  /** A lower limit once the battery is this full, in per cent (2.1). */
  readonly limitAtSoc?: { readonly soc: number; readonly limit: string }
}

/** Limits over time for a station, an EVSE or a transaction. */
export interface ChargingProfile {
  readonly purpose: ChargingPurpose
  /** The highest of those that are valid rules. */
  readonly stackLevel: number
  readonly kind: ProfileKind
  readonly recurrence?: 'daily' | 'weekly'
  /** ISO 8601; valid from here, until before `validTo`. */
  readonly validFrom?: string
  readonly validTo?: string
  /** One; up to three for a vehicle to choose from (K15.FR.07). */
  readonly schedules: readonly ChargingSchedule[]
  /** For how long it holds without a connection (2.1). */
  readonly maxOfflineS?: number
  readonly endsWhenOffline?: boolean
  /** How often a dynamic profile asks for its values (2.1). */
  readonly updateIntervalS?: number
}

/** The values of a dynamic profile (2.1 K28). */
export type DynamicValues = Pick<SchedulePeriod, 'limit' | 'limitL2' | 'limitL3' | 'dischargeLimit' | 'setpoint'>

/** A profile as an operator wants it. */
export type NewChargingProfile = Omit<ChargingProfile, 'purpose'> & { readonly purpose: SettablePurpose }
