/** The register and the state of a transaction at a moment. */
export interface CoursePoint {
  readonly atMs: number
  /** Energy since the start, in milli-watt-hours; never less than before. */
  readonly energyMWh: number
}

/** From a moment on it is known whether energy may flow. */
export interface CourseState {
  readonly atMs: number
  readonly isCharging: boolean
}

/** From a moment on this current flows, over all phases. */
export interface CourseCurrent {
  readonly atMs: number
  readonly currentA: number
}

/** How a transaction went, as far as it costs something. Between two points energy flows evenly. */
export interface Course {
  readonly startedMs: number
  /** When it ended, or what is the last that is known of it. */
  readonly endedMs: number
  /** In order of time, within the two. */
  readonly points: readonly CoursePoint[]
  /** In order of time; before the first it is charging while energy flows. */
  readonly states: readonly CourseState[]
  readonly currents: readonly CourseCurrent[]
  /** Where the station stands, as Europe/Berlin: times of tariffs are local ones (2.1 I12.FR.37). */
  readonly timeZone: string
  readonly current?: 'ac' | 'dc'
  /** When an EVSE was reserved for it, if one was (2.1 I12.FR.06). */
  readonly reservedMs?: number
}

/** A part of a course in which no condition of a tariff changes. */
export interface Slice {
  readonly fromMs: number
  readonly toMs: number
  readonly fromMWh: number
  readonly toMWh: number
  readonly isCharging: boolean
  /** How energy flows on average between the two readings around it; absent where no time passes. */
  readonly powerW?: number
  readonly currentA?: number
  /** Charged until it begins. */
  readonly chargedMs: number
  /** How long the idle period it is in has lasted when it begins. */
  readonly idleMs: number
}
