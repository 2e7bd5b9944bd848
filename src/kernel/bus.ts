/**
 * How the parts of the platform tell each other things, in one process or across a cluster.
 *
 * Subjects are dot-separated words (`station.CS-1.command`); a subscription may use `*` for one word and, at its end,
 * `>` for the rest. Payloads are plain JSON values and carry a `version`. Words from outside go through `subjectWord`.
 */
export interface Bus {
  /** Tells everybody who listens now; best effort, order kept for one publisher and subject. */
  publish(subject: string, payload: BusPayload): void
  /** Hears what is published from now on. A handler that throws is logged and costs nobody else. */
  subscribe(subject: string, handle: (payload: BusPayload, subject: string) => void): Subscription
  /** False only when certainly nobody listens to `subject`: spares the work of making a payload nobody reads. */
  hasSubscribers(subject: string): boolean
  /**
   * Asks whoever answers `subject`.
   * @throws AppError `unavailable` when nobody does, `timeout` after `timeoutMs`.
   */
  request(subject: string, payload: BusPayload, timeoutMs: number): Promise<BusPayload>
  /** Answers requests on `subject`; the newest answerer of a subject wins. */
  answer(subject: string, handle: (payload: BusPayload) => Promise<BusPayload>): Subscription
  /** Appends to a durable stream; resolves when it is safe. */
  append(stream: string, payload: BusPayload): Promise<void>
  /** Reads a durable stream from its first unread entry for `consumer`; an entry is done when `handle` resolves. */
  consume(stream: string, consumer: string, handle: (payload: BusPayload) => Promise<void>): Subscription
  close(): Promise<void>
}

export type BusPayload = { readonly version: 1 } & Readonly<Record<string, unknown>>

export interface Subscription {
  stop(): void
}

/** A word from outside (a station's identity, say) made safe as one word of a subject. */
export function subjectWord(raw: string): string {
  return encodeURIComponent(raw).replaceAll('.', '%2E').replaceAll('*', '%2A').replaceAll('>', '%3E')
}
