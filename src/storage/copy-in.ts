import type { Connection, Submittable } from 'pg'

/** Kind and length of the messages CopyData and CopyDone (documentation §54.7). */
const COPY_DATA = Buffer.from([0x64, 0, 0, 0, 0])
const COPY_DONE = Buffer.from([0x63, 0, 0, 0, 4])

/**
 * Statements of which one is a COPY from here, with its data sent along instead of after the server's word: one round trip, and
 * one transaction (documentation §54.2.2.1). Data that a failed statement leaves behind is dropped by the server
 * (§54.2.6).
 */
export class CopyIn implements Submittable {
  readonly #text: string
  readonly #pieces: readonly Uint8Array[]
  #sent = false
  #failed = false
  /** Called once; the driver wraps it to bound the time. */
  callback: (error?: Error) => void

  constructor(text: string, pieces: readonly Uint8Array[], callback: (error?: Error) => void) {
    this.#text = text
    this.#pieces = pieces
    this.callback = callback
  }

  /** Sends it, once: the driver asks for it when its turn has come, and it may be sent before. */
  submit(connection: Connection): void {
    if (this.#sent) return
    this.#sent = true
    const { stream } = connection
    stream.cork()
    connection.query(this.#text)
    const head = Buffer.from(COPY_DATA)
    head.writeInt32BE(
      this.#pieces.reduce((bytes, { length }) => bytes + length, 4),
      1,
    )
    stream.write(head)
    for (const piece of this.#pieces) stream.write(piece)
    stream.write(COPY_DONE)
    stream.uncork()
  }

  handleError(error: Error): void {
    if (this.#failed) return
    this.#failed = true
    this.callback(error)
  }

  handleReadyForQuery(): void {
    if (!this.#failed) this.callback()
  }

  // The driver tells these too; nothing follows from them.
  handleCopyInResponse(): void {}
  handleCommandComplete(): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
}
