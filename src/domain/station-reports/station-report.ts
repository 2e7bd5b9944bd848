export const REPORT_KINDS = ['variables', 'monitors', 'display-messages'] as const
export type ReportKind = (typeof REPORT_KINDS)[number]

/** Which report of a station, by the number we asked for it with. */
export interface ReportRef {
  readonly stationId: string
  readonly kind: ReportKind
  readonly requestId: number
}

/** How far a report has come (F-06). */
export interface StationReport {
  readonly requestId: number
  /** It was asked for without criteria: what it does not mention, the station does not have. */
  readonly whole: boolean
  readonly complete: boolean
  /** Known once the last part has come: the numbers of those that have not. */
  readonly missing: readonly number[]
  readonly parts: number
  readonly answeredAt?: Date
  readonly firstPartAt?: Date
  readonly lastPartAt?: Date
}
