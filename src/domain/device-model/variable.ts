import type { Page, PageRequest, Scope } from '#kernel'

export const ATTRIBUTES = ['Actual', 'Target', 'MinSet', 'MaxSet'] as const
export const MUTABILITIES = ['ReadOnly', 'WriteOnly', 'ReadWrite'] as const

/** How a value became known: in a report, asked for, set by us, told by a monitored event. */
export const SOURCES = ['report', 'get', 'set', 'event'] as const
export type Source = (typeof SOURCES)[number]

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
  /** Since when the value is what it is, and how that became known. */
  readonly since: Date
  readonly source: Source
}

export type ReportedVariable = Omit<Variable, 'updatedAt' | 'stationId' | 'since' | 'source'>

/**
 * Which variable is meant, in the words of either generation: what 1.6 and 2.x have in common goes by the name of both. A
 * configuration key of 1.6 has no component.
 */
export interface VariableName {
  readonly component?: string
  readonly name: string
  readonly instance?: string
}

/** One attribute of a variable at one place. */
export interface VariablePlace extends VariableName {
  readonly componentInstance?: string
  readonly evseId?: number
  readonly connectorId?: number
  /** `Actual` if absent. */
  readonly attribute?: (typeof ATTRIBUTES)[number]
}

/** A variable of a station, as that station calls it, with what the station is. */
export interface FleetVariable extends Variable {
  readonly partyId: string
  readonly locationId?: string
  readonly vendor?: string
  readonly model?: string
  readonly firmwareVersion?: string
}

/** What is left out does not matter. Patterns may hold `*`; letters compare without regard to case. */
export interface FleetFilter extends VariablePlace {
  readonly vendor?: string
  readonly model?: string
  readonly firmware?: string
  readonly locationId?: string
  readonly partyId?: string
  readonly value?: string
  /** Has told a value, and another one than this. */
  readonly differsFrom?: string
}

/** A value a variable had; without `until` it has it still. */
export interface PastValue {
  readonly component: string
  readonly name: string
  /** Absent where it had none, or one that is not shown. */
  readonly value?: string
  readonly source: Source
  readonly since: Date
  readonly until?: Date
}

/** Values over time to be drawn as steps: times in seconds since 1970, ascending. */
export interface ValueSeries {
  readonly times: readonly number[]
  /** Numbers as they are; of words, which one of `words`. */
  readonly values: readonly (number | null)[]
  readonly words?: readonly string[]
}

export interface Span {
  readonly from?: Date
  readonly to?: Date
}

/** A part of a report (2.x NotifyReport). */
export interface ReportPart {
  readonly stationId: string
  readonly requestId: number
  readonly seqNo: number
  readonly toBeContinued: boolean
  readonly variables: readonly ReportedVariable[]
}

/** The configuration of a station over all versions, as far as it has told. */
export interface DeviceModel {
  /** Stores values a station reported, the latest of each. Write-only values and secrets are never kept. */
  record(stationId: string, variables: readonly ReportedVariable[], at: Date, source?: Source): Promise<void>
  /** Takes one part of a report, in any order; says which parts are missing once the last is known (F-06). */
  recordPart(part: ReportPart): Promise<{ readonly complete: boolean; readonly missing: readonly number[] }>
  list(scope: Scope, stationId: string): Promise<readonly Variable[]>
  /** One variable of all stations that have told it, whatever version they speak; by station. */
  find(scope: Scope, filter: FleetFilter, page: PageRequest): Promise<Page<FleetVariable>>
  /** The values a variable of a station had, the newest first; a bounded number of them, and not for ever. */
  history(
    scope: Scope,
    stationId: string,
    variable: VariablePlace,
    span: Span,
    page: PageRequest,
  ): Promise<Page<PastValue>>
  series(scope: Scope, stationId: string, variable: VariablePlace, span: Span): Promise<ValueSeries>
  /** Removes values that had ended before a time, at most so many. @returns how many */
  removeBefore(time: Date, atMost: number): Promise<number>
}
