import type { StationReport } from '#domain/station-reports'
import type { Scope } from '#kernel'

export const MONITOR_TYPES = [
  'upper-threshold',
  'lower-threshold',
  'delta',
  'periodic',
  'periodic-clock-aligned',
  'target-delta',
  'target-delta-relative',
] as const
export type MonitorType = (typeof MONITOR_TYPES)[number]

/** Whose a monitor is: built in, made by the manufacturer and changeable, or ours. */
export const MONITOR_ORIGINS = ['hard-wired', 'preconfigured', 'custom'] as const
export type MonitorOrigin = (typeof MONITOR_ORIGINS)[number]

export const MONITORING_BASES = ['all', 'factory-default', 'hard-wired-only'] as const
export type MonitoringBase = (typeof MONITORING_BASES)[number]

/** How often the values of a monitor are sent in a stream instead of one by one (2.1 N11). */
export interface StreamPace {
  readonly intervalS?: number
  readonly values?: number
}

/** One monitor of a station, as it was set or as the station reported it last. */
export interface Monitor {
  readonly id: number
  readonly component: string
  readonly componentInstance?: string
  readonly evseId?: number
  readonly connectorId?: number
  readonly name: string
  readonly instance?: string
  readonly type: MonitorType
  /** The threshold, the difference, or for periodic ones the interval in seconds. */
  readonly value: number
  /** 0 (danger) to 9 (debug). */
  readonly severity: number
  /** Active only while there is a transaction it concerns. */
  readonly duringTransaction: boolean
  /** Unknown where the version does not say (2.0.1 reports). */
  readonly origin?: MonitorOrigin
  readonly stream?: StreamPace
  /** When we set it; absent for what the station brought along. */
  readonly setAt?: Date
  readonly reportedAt?: Date
}

/** A monitor as a station tells of it. */
export type ToldMonitor = Omit<Monitor, 'setAt' | 'reportedAt' | 'stream'>

/** A part of a report (2.x NotifyMonitoringReport). */
export interface MonitoringPart {
  readonly stationId: string
  readonly requestId: number
  readonly seqNo: number
  readonly toBeContinued: boolean
  readonly monitors: readonly ToldMonitor[]
}

/** What the answer to a command says about the monitors of a station. */
export type MonitoringChange =
  | { readonly kind: 'set'; readonly monitors: readonly Omit<Monitor, 'setAt' | 'reportedAt'>[] }
  | { readonly kind: 'cleared'; readonly ids: readonly number[] }
  | { readonly kind: 'base'; readonly base: MonitoringBase }
  | { readonly kind: 'level'; readonly severity: number }
  /** The station will report, or has nothing to report. */
  | { readonly kind: 'report'; readonly requestId: number; readonly whole: boolean; readonly empty: boolean }

/** What is known of the monitoring of one station. */
export interface StationMonitoring {
  readonly stationId: string
  readonly base?: MonitoringBase
  /** Only monitors of this severity or a graver (lower) one are told of. */
  readonly level?: number
  readonly monitors: readonly Monitor[]
  /** The last reports, newest first. */
  readonly reports: readonly StationReport[]
}

/** The variable monitors of stations (2.x N02 to N06). */
export interface Monitoring {
  /** Takes in what a station accepted. */
  learn(stationId: string, change: MonitoringChange): Promise<void>
  /** Takes one part of a report, in any order; what a complete report of everything leaves out is gone (N02). */
  recordPart(part: MonitoringPart): Promise<StationReport | undefined>
  get(scope: Scope, stationId: string): Promise<StationMonitoring>
}
