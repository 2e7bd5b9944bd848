/** Watching variables of a station: 2.x N02 to N06, and the event streams of 2.1, N11 to N14. */
export interface MonitoringRequests {
  'set-monitoring-base': { readonly base: 'all' | 'factory-default' | 'hard-wired-only' }
  /** Only events of this severity or a graver (lower) one are told of from now on. */
  'set-monitoring-level': { readonly severity: number }
  'set-variable-monitoring': { readonly monitors: readonly MonitorToSet[] }
  'clear-variable-monitoring': { readonly ids: readonly number[] }
  /** No criteria and no places: everything. */
  'get-monitoring-report': {
    readonly criteria?: readonly ('threshold' | 'delta' | 'periodic')[]
    readonly places?: readonly MonitoredPlace[]
  }
  'get-periodic-event-streams': Record<string, never>
  'adjust-periodic-event-stream': {
    readonly streamId: number
    readonly intervalS?: number
    readonly values?: number
  }
}

/** A component, or one variable of it. */
export interface MonitoredPlace {
  readonly component: string
  readonly componentInstance?: string
  readonly evseId?: number
  readonly connectorId?: number
  readonly name?: string
  readonly instance?: string
}

export interface MonitorToSet extends MonitoredPlace {
  /** The monitor to replace; new ones are numbered by the station. */
  readonly id?: number
  readonly name: string
  readonly type:
    | 'upper-threshold'
    | 'lower-threshold'
    | 'delta'
    | 'periodic'
    | 'periodic-clock-aligned'
    | 'target-delta'
    | 'target-delta-relative'
  readonly value: number
  readonly severity: number
  readonly duringTransaction?: boolean
  /** Sends its values together: after so many seconds, or so many values (2.1). */
  readonly stream?: { readonly intervalS?: number; readonly values?: number }
}
