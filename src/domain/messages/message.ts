import type { Page, PageRequest, Scope } from '#kernel'

export const MESSAGE_KINDS = ['call', 'result', 'error', 'send', 'result-error', 'unreadable'] as const

/** One frame as it went over the wire. */
export interface LoggedMessage {
  readonly stationId: string
  readonly at: Date
  readonly direction: 'in' | 'out'
  readonly kind: (typeof MESSAGE_KINDS)[number]
  readonly action?: string
  readonly messageId?: string
  /** The text itself, secrets masked, cut at a bound. */
  readonly frame: string
  /** What was wrong with it and accepted all the same, or why it was not. */
  readonly note?: string
}

/** A frame beside whose it was, and when. */
export type MessageRecord = Omit<LoggedMessage, 'stationId' | 'at'>

/** What stations and platform said to each other, kept for a bounded time. */
export interface Messages {
  /**
   * Takes a message of a station to be stored soon. Beyond the budget a second, and when storage is behind, it is counted and
   * dropped, which costs next to nothing.
   */
  log(stationId: string, atMs: number, message: MessageRecord): void
  list(
    scope: Scope,
    filter: { stationId: string; from?: Date; to?: Date; action?: string; search?: string },
    page: PageRequest,
  ): Promise<Page<LoggedMessage>>
  /** Writes what is waiting. */
  flush(): Promise<void>
}
