import type { Scope } from '#kernel'

/** One message of what a station knows of a customer. */
export interface CustomerReportPart {
  readonly stationId: string
  readonly partyId: string
  readonly requestId: number
  readonly seqNo: number
  readonly toBeContinued: boolean
  readonly data: string
  readonly receivedAt: Date
}

/** What a station told of a customer, or that it has cleared it: text of the station's own making (2.x N09, N10). */
export interface CustomerReport {
  readonly stationId: string
  readonly partyId: string
  /** Found in the details of the command that asked for it. */
  readonly requestId: number
  readonly complete: boolean
  /** Parts that have not come, as far as it is known how many there are. */
  readonly missing: readonly number[]
  /** The parts that have come, in their order. */
  readonly data: string
  readonly receivedAt: Date
}

/** Personal data: kept for as long as the commands that asked for it, and of the latest few requests only. */
export interface CustomerInformation {
  /** Takes one part, in any order and however often. */
  recordPart(part: CustomerReportPart): Promise<void>
  /** The latest reports of a station, newest first. @throws AppError `not-found` for a station outside the scope. */
  list(scope: Scope, stationId: string): Promise<readonly CustomerReport[]>
  /** Removes reports received before a time, at most so many parts. @returns how many */
  removeBefore(time: Date, atMost: number): Promise<number>
}
