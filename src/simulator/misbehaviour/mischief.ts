import type { ContextReading, TransactionEvent } from '../station/transaction.ts'
import type { QueuedCall } from '../wire/outbox.ts'

/** The places where a station can go wrong. Each is left alone by a station that behaves. */
export interface Mischief {
  /** Sends no BootNotification, and talks as if it had been accepted. */
  readonly skipsBoot?: boolean
  /** Changes what a call says. */
  readonly rewrite?: (action: string, payload: object) => object
  /** Sends a text in its own way; `send` may be called any number of times, now or later. */
  readonly write?: (text: string, kind: 'call' | 'answer', tools: MischiefTools) => void
  /** How a timestamp looks; given one to the letter. */
  readonly stamp?: (timestamp: string) => string
  /** What the meter claims; undefined readings are impossible. */
  readonly reading?: (reading: ContextReading) => ContextReading
  /** Whether an event of a transaction is told at all. */
  readonly tells?: (event: TransactionEvent) => boolean
  /** The order in which a queue leaves after an interruption. */
  readonly reorder?: (calls: readonly QueuedCall[]) => QueuedCall[]
  /** What it does besides, once connected. */
  readonly opened?: (tools: MischiefTools) => void
}

export interface MischiefTools {
  send(text: string): void
  hangUp(): void
  stopReading(): void
  newMessageId(): string
  /** Runs later, unless the connection is gone by then. */
  after(delayMs: number, then: () => void): void
}

export const wellBehaved: Mischief = {}
