import type { Monitor, StreamPace } from '#domain/monitoring'
import type { Page, PageRequest, Scope } from '#kernel'

/** What the values of a stream are of: what NotifyEvent would repeat with every value (2.1 N11.FR.08, N15.FR.03). */
export type StreamSource = Pick<
  Monitor,
  | 'component'
  | 'componentInstance'
  | 'evseId'
  | 'connectorId'
  | 'name'
  | 'instance'
  | 'type'
  | 'severity'
  | 'origin'
  | 'duringTransaction'
>

/** A stream a station has opened for the values of one monitor. */
export interface EventStream {
  readonly id: number
  readonly monitorId: number
  readonly pace: StreamPace
  /** Absent as long as the monitor is not known: set it, or get a report of the monitors. */
  readonly source?: StreamSource
  readonly openedAt: Date
  /** When values came last. */
  readonly lastAt?: Date
  /** Values the station had yet to send then; when it keeps growing the stream is too slow (N15.FR.05). */
  readonly pending: number
}

/** A stream as a station tells of it. */
export interface ToldStream {
  readonly id: number
  readonly monitorId: number
  readonly pace: StreamPace
}

/** One value out of a stream, joined to what it is of. */
export interface StreamValue {
  readonly monitorId: number
  readonly at: Date
  readonly receivedAt: Date
  readonly value: string
  readonly trigger: 'periodic'
  readonly source?: StreamSource
}

export interface StreamData {
  readonly stationId: string
  readonly streamId: number
  readonly values: readonly { readonly at: Date; readonly value: string }[]
  readonly pending: number
  readonly receivedAt: Date
}

/** What the answer to a command says about the streams of a station. */
export type StreamChange =
  /** All that are open. */
  | { readonly kind: 'open'; readonly streams: readonly ToldStream[] }
  | { readonly kind: 'paced'; readonly streamId: number; readonly pace: StreamPace }

/** The periodic event streams of stations (2.1 N11 to N15). */
export interface EventStreams {
  /** False when no more can be taken (N11.FR.05). */
  open(stationId: string, stream: ToldStream): Promise<boolean>
  close(stationId: string, streamId: number): Promise<void>
  /** Keeps the latest values of each monitor; those of a stream that is not open are left out. @returns how many are kept */
  record(data: StreamData): Promise<number>
  learn(stationId: string, change: StreamChange): Promise<void>
  /** More is known of the station's monitors: streams that were opened before say now what they are of. */
  monitorsLearned(stationId: string): Promise<void>
  list(scope: Scope, stationId: string): Promise<readonly EventStream[]>
  /** Newest first. */
  listValues(
    scope: Scope,
    filter: { readonly stationId: string; readonly monitorId?: number },
    page: PageRequest,
  ): Promise<Page<StreamValue>>
}
