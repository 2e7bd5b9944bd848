import type { Scope } from '#kernel'

export const ATTRIBUTES = ['Actual', 'Target', 'MinSet', 'MaxSet'] as const
export const MUTABILITIES = ['ReadOnly', 'WriteOnly', 'ReadWrite'] as const

/** One attribute of one variable of a station. A 1.6 configuration key is a variable of component `Configuration`. */
export interface Variable {
  readonly stationId: string
  readonly component: string
  readonly componentInstance?: string
  readonly evseId?: number
  readonly connectorId?: number
  readonly name: string
  readonly instance?: string
  readonly attribute: (typeof ATTRIBUTES)[number]
  readonly value?: string
  readonly mutability?: (typeof MUTABILITIES)[number]
  readonly dataType?: string
  readonly unit?: string
  /** The greatest value it may have; of a list or counter, the most there may be. */
  readonly maxLimit?: number
  readonly updatedAt: Date
}

export type ReportedVariable = Omit<Variable, 'updatedAt' | 'stationId'>

/** A part of a report (2.x NotifyReport, NotifyMonitoringReport). */
export interface ReportPart {
  readonly stationId: string
  readonly requestId: number
  readonly seqNo: number
  readonly toBeContinued: boolean
  readonly generatedAt: Date
  readonly variables: readonly ReportedVariable[]
}

/** The configuration of a station over all versions, as far as it has told. */
export interface DeviceModel {
  /** Stores values a station reported, the latest of each. Write-only values and secrets are never kept. */
  record(stationId: string, variables: readonly ReportedVariable[], at: Date): Promise<void>
  /** Takes one part of a report, in any order; says which parts are missing once the last is known (F-06). */
  recordPart(part: ReportPart): Promise<{ readonly complete: boolean; readonly missing: readonly number[] }>
  list(scope: Scope, stationId: string): Promise<readonly Variable[]>
}
