import type { Page, PageRequest, Scope } from '#kernel'

export const STATION_EVENT_KINDS = ['security', 'monitoring', 'firmware', 'log', 'data-transfer'] as const
export type StationEventKind = (typeof STATION_EVENT_KINDS)[number]

/** Something a station told about itself beside transactions and status. */
export interface StationEvent {
  readonly id: string
  readonly stationId: string
  readonly partyId: string
  readonly kind: StationEventKind
  /** A security event's type, a monitored component and variable, a firmware status. */
  readonly type: string
  readonly at: Date
  readonly receivedAt: Date
  /** 0 (danger) to 9 (debug), as 2.x monitoring counts. */
  readonly severity?: number
  readonly facts: Readonly<Record<string, unknown>>
}

export interface NewStationEvent {
  readonly stationId: string
  readonly partyId: string
  readonly kind: StationEventKind
  readonly type: string
  readonly at: Date
  readonly receivedAt: Date
  readonly severity?: number
  readonly facts: Readonly<Record<string, unknown>>
}

export interface StationEvents {
  /** Stores events; the same event told twice is stored once. Durable when it resolves. */
  record(events: readonly NewStationEvent[]): Promise<void>
  list(
    scope: Scope,
    filter: { stationId?: string; kind?: StationEventKind },
    page: PageRequest,
  ): Promise<Page<StationEvent>>
  /** Removes events received before a time, the oldest first and at most so many. @returns how many */
  removeBefore(time: Date, atMost: number): Promise<number>
  /** Stores what is under way and takes no more. */
  close(): Promise<void>
}
