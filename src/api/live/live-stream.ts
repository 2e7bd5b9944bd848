import { Readable } from 'node:stream'

/** Bytes that may wait for a reader; what comes beyond is dropped. */
export const LARGEST_BACKLOG_BYTES = 262_144

/** A reader that is behind at so many heartbeats in a row is cut off. */
export const PATIENCE_HEARTBEATS = 3

/** Events on their way to one reader as server-sent events (HTML Living Standard §9.2), bounded. */
export class LiveStream {
  readonly body: Readable
  #dropped = false
  #behind = 0

  constructor(onClose: () => void) {
    this.body = new Readable({ read: () => {}, highWaterMark: LARGEST_BACKLOG_BYTES })
    this.body.once('close', onClose)
    // The reader went away; `close` follows, and nothing else is to be done.
    this.body.on('error', () => {})
    this.body.push('retry: 2000\n\n')
  }

  /** Sends an event, or drops it when the reader is too far behind. */
  send(kind: string, data: unknown): void {
    this.#resyncWhenDrained()
    if (this.#dropped) return
    const text = eventText(kind, data)
    if (this.body.readableLength + Buffer.byteLength(text) > LARGEST_BACKLOG_BYTES) this.#dropped = true
    else this.body.push(text)
  }

  /** Keeps proxies from closing a quiet stream, and cuts off a reader that does not read. */
  heartbeat(): void {
    this.#behind = this.body.readableLength > 0 ? this.#behind + 1 : 0
    if (this.#behind >= PATIENCE_HEARTBEATS) {
      this.body.destroy()
      return
    }
    this.#resyncWhenDrained()
    if (!this.#dropped) this.body.push(':\n\n')
  }

  /** Ends after what is on its way. */
  end(): void {
    if (!this.body.destroyed) this.body.push(null)
  }

  /** Tells a reader that missed something, once it has read the rest, to ask for the state again. */
  #resyncWhenDrained(): void {
    if (!this.#dropped || this.body.readableLength > 0) return
    this.#dropped = false
    this.body.push(eventText('resync', {}))
  }
}

function eventText(kind: string, data: unknown): string {
  return `event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`
}
