import type { Scope } from '#kernel'

/** What a station that feeds the grid shall do when the grid is out of shape (2.1 R, IEEE 1547; DERControlEnumType). */
export const DER_KINDS = [
  'enter-service',
  'frequency-droop',
  'frequency-watt',
  'fixed-power-factor-absorbing',
  'fixed-power-factor-injecting',
  'fixed-var',
  'gradients',
  'high-frequency-must-trip',
  'high-frequency-may-trip',
  'high-voltage-must-trip',
  'high-voltage-momentary-cessation',
  'high-voltage-may-trip',
  'limit-max-discharge',
  'low-frequency-must-trip',
  'low-voltage-must-trip',
  'low-voltage-momentary-cessation',
  'low-voltage-may-trip',
  'power-monitoring-must-trip',
  'volt-var',
  'volt-watt',
  'watt-power-factor',
  'watt-var',
] as const
export type DerKind = (typeof DER_KINDS)[number]

/** What the y of a curve, or a setpoint, is a share of. */
export const DER_UNITS = ['none', 'max-w', 'max-var', 'available-w', 'available-var', 'effective-v'] as const
export type DerUnit = (typeof DER_UNITS)[number]

export interface DerCurve {
  readonly unit: DerUnit
  readonly points: readonly { readonly x: number; readonly y: number }[]
  readonly responseTimeS?: number
  readonly hysteresis?: {
    readonly high?: number
    readonly low?: number
    readonly delayS?: number
    readonly gradient?: number
  }
  readonly reactivePower?: {
    readonly referenceV?: number
    readonly autonomous?: boolean
    readonly timeConstantS?: number
  }
  readonly voltage?: {
    readonly highMean10Min?: number
    readonly highMean10MinDelayS?: number
    readonly duringCessation?: 'active' | 'reactive'
  }
}

/** One control; of its settings it has the one that its kind calls for. Of several the lowest priority value rules. */
export interface DerControl {
  readonly kind: DerKind
  /** In force whenever no scheduled one of its kind is. */
  readonly isDefault: boolean
  /** 0 is the highest. */
  readonly priority: number
  /** ISO 8601; of scheduled ones only. */
  readonly startAt?: string
  readonly durationS?: number
  readonly curve?: DerCurve
  readonly enterService?: {
    readonly highVoltage: number
    readonly lowVoltage: number
    readonly highFrequency: number
    readonly lowFrequency: number
    readonly delayS?: number
    readonly randomDelayS?: number
    readonly rampS?: number
  }
  readonly fixedPowerFactor?: { readonly displacement: number; readonly excitation: boolean }
  readonly fixedVar?: { readonly setpoint: number; readonly unit: DerUnit }
  readonly droop?: {
    readonly overFrequency: number
    readonly underFrequency: number
    readonly overDroop: number
    readonly underDroop: number
    readonly responseTimeS: number
  }
  readonly gradient?: { readonly ramp: number; readonly softRamp: number }
  /** Per cent of what the station can discharge. */
  readonly maxDischargePct?: number
}

export interface DerFilter {
  readonly controlId?: string
  readonly kind?: DerKind
  readonly isDefault?: boolean
}

/** A control as it is known to be at a station. */
export interface StationDerControl {
  readonly stationId: string
  readonly controlId: string
  readonly control: DerControl
  /** Another of its kind rules in its place. */
  readonly superseded: boolean
  /** As the station told of its start or end; of scheduled ones only. */
  readonly active?: boolean
  readonly toldAt: Date
}

/** Where a station deviates from its charging profiles because of a control (2.1 R05). */
export interface DerAlarm {
  readonly stationId: string
  readonly kind: DerKind
  readonly ended: boolean
  readonly fault?: string
  readonly info?: string
  readonly at: Date
}

/** A part of what a station was asked for (2.1 R04); parts of one request come in order. */
export interface DerReport {
  readonly requestId: number
  readonly toBeContinued: boolean
  readonly controls: readonly Omit<StationDerControl, 'stationId' | 'toldAt'>[]
}

export interface DerControls {
  /** The station has taken a control, and with it put others out of force (R04). */
  accepted(stationId: string, controlId: string, control: DerControl, superseded: readonly string[]): Promise<void>
  cleared(stationId: string, filter: DerFilter): Promise<void>
  /** The station was asked for the controls that match. */
  asked(stationId: string, requestId: number, filter: DerFilter): Promise<void>
  /** What a report that has come to its end does not contain of what was asked for is not at the station. */
  reported(stationId: string, report: DerReport): Promise<void>
  startedOrEnded(
    stationId: string,
    controlId: string,
    told: { readonly started: boolean; readonly superseded: readonly string[] },
  ): Promise<void>
  alarm(alarm: DerAlarm): Promise<void>
  /** @throws AppError `not-found` outside the scope, as all that follow. */
  list(scope: Scope, stationId: string): Promise<readonly StationDerControl[]>
  /** The latest of each kind. */
  listAlarms(scope: Scope, stationId: string): Promise<readonly DerAlarm[]>
}
