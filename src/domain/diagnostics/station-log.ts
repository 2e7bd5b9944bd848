import type { Command, CommandMove, LogKind } from '#domain/commands'
import type { Page, PageRequest, Scope } from '#kernel'

/** How a log is on its way; the words of all versions in one vocabulary. */
export const LOG_STATUSES = [
  'requested',
  'accepted',
  'uploading',
  'uploaded',
  'refused',
  'failed',
  'bad-message',
  'permission-denied',
  'not-supported',
  'canceled',
] as const
export type LogStatus = (typeof LOG_STATUSES)[number]

export const LOG_OUTCOMES = ['running', 'uploaded', 'failed', 'canceled'] as const
export type LogOutcome = (typeof LOG_OUTCOMES)[number]

/** Why a file may not be whole: its connection was given up before it was taken; or the station said so afterwards. */
export const LOG_DOUBTS = ['broke-off', 'upload-failed'] as const
export type LogDoubt = (typeof LOG_DOUBTS)[number]

/** A log that a station was asked for. */
export interface StationLog {
  readonly id: string
  readonly stationId: string
  readonly partyId: string
  readonly commandId: string
  /** Chosen by us; what the station names the upload by where its version can. */
  readonly requestId: number
  readonly kind: LogKind
  /** It goes to a place of the operator's, and is never here. */
  readonly elsewhere: boolean
  readonly status: LogStatus
  readonly outcome: LogOutcome
  /** What the station said the file will be called. */
  readonly announcedName?: string
  readonly requestedAt: Date
  readonly statusAt: Date
  readonly finishedAt?: Date
  /** Until when the station may put it here. */
  readonly expiresAt: Date
  /** Absent until it is here. */
  readonly file?: LogFile
}

export interface LogFile {
  readonly name: string
  readonly sizeBytes: number
  /** Hexadecimal. */
  readonly sha256: string
  readonly receivedAt: Date
  /** Why it may not be whole. It may come again, until it is, and the station's word that it was uploaded takes this away. */
  readonly doubt?: LogDoubt
}

/** What a station says about an upload; one without a number means the newest (1.6 §4.4). */
export interface LogReport {
  readonly stationId: string
  readonly status: LogStatus
  readonly requestId?: number
  readonly at: Date
}

export interface LogFilter {
  readonly stationId?: string
  readonly kind?: LogKind
  readonly outcome?: LogOutcome
}

/** Logs of stations: asked for, followed, taken in, handed out. */
export interface Diagnostics {
  /**
   * Enters a log before the station is asked for it, and says where it is to go: elsewhere, or here with a ticket. The
   * same command asked again is the same log.
   */
  prepare(about: { readonly command: Command; readonly requestId: number }): Promise<LogTarget>
  /** Says how a command ended that this was for. Others change nothing. */
  settle(command: Command, move: CommandMove): Promise<void>
  /** What a station says about an upload. One that is not known changes nothing. Durable when it resolves. */
  report(report: LogReport): Promise<void>
  /** Ends what a command that never reached its station was for. Called now and then. @returns how many */
  sweep(): Promise<number>
  /**
   * Takes a log in, whole or not at all, once for each ticket; again where the first may not have been whole.
   * @param isWhole  asked when all has come, where the way it comes does not tell its end from its breaking off
   * @throws AppError `not-found` for a ticket that opens nothing, or no longer; `conflict` while it is arriving or when it
   *   is here; `too-large`.
   */
  receive(
    ticket: string,
    fileName: string | undefined,
    content: AsyncIterable<Uint8Array>,
    isWhole?: () => boolean,
  ): Promise<void>
  /** Whether the ticket would be taken, before the content is read. */
  expects(ticket: string): Promise<boolean>
  get(scope: Scope, logId: string): Promise<StationLog>
  list(scope: Scope, filter: LogFilter, page: PageRequest): Promise<Page<StationLog>>
  /** Removes the log with its file. */
  remove(scope: Scope, logId: string): Promise<void>
  /** Removes logs asked for before a time, with their files; the oldest first and at most so many. @returns how many */
  removeBefore(time: Date, atMost: number): Promise<number>
}

export type LogTarget = { readonly location: string } | { readonly ticket: string }
