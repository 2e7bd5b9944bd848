import { type LiveEvent, liveSubject, publishLive } from '#domain/live'
import { type MessageRecord, type Messages, maskSecrets } from '#domain/messages'
import type { Bus } from '#kernel'
import type { StationFacts } from './actions/action.ts'

/** One frame, as it is told to the log and to whoever watches. */
export type FrameRecord = MessageRecord

/** Keeps what stations and platform say to each other, and shows it to whoever watches the station just now. */
export class MessageLog {
  readonly #messages: Messages
  readonly #bus: Bus

  constructor(messages: Messages, bus: Bus) {
    this.#messages = messages
    this.#bus = bus
  }

  /** Where a station's messages are told; kept by its session, because every message asks for it. */
  static subjectOf({ partyId, stationId }: StationFacts): string {
    return liveSubject(partyId, stationId, 'message')
  }

  record({ partyId, stationId }: StationFacts, subject: string, atMs: number, record: FrameRecord): void {
    this.#messages.log(stationId, atMs, record)
    if (!this.#bus.hasSubscribers(subject)) return
    const at = new Date(atMs)
    const { kind: frameKind, frame, ...rest } = record
    const event: LiveEvent = { kind: 'message', frameKind, frame: maskSecrets(frame), ...rest }
    publishLive(this.#bus, partyId, stationId, at, event)
  }
}
