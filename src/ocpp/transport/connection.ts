import type { JsonObject, OcppVersion } from '#ocpp/rpc'
import type { StationSocket } from './station-socket.ts'

/** One station's connection, as long as it lasts. */
export interface OcppConnection {
  readonly identity: string
  readonly version: OcppVersion
  readonly remoteAddress: string
  /** What `authenticate` gave along. */
  readonly tag: unknown
  readonly connectedAtMs: number
  /** When the peer was last known to be there: by a message or a pong. */
  readonly lastSeenAtMs: number
  /** Bytes that wait for the peer to read them. */
  readonly bufferedBytes: number
  readonly isOpen: boolean
  /** Sends a message. False when the connection is not open, or was ended because its peer does not read. */
  send(text: string): boolean
  /** Says goodbye (RFC 6455 §7.4 codes) and hangs up when the peer has, or after a while. */
  close(code: number, reason: string): void
  /** Hangs up at once. */
  terminate(): void
  /** Reads no more until `resume`; what the peer sends waits on its side. */
  pause(): void
  resume(): void
  /** Why this call cannot be said on the wire of this connection; absent where all of the version can. */
  lacks?(action: string, payload: JsonObject): string | undefined
  /** What the last `send` put on the wire, told once; absent where that is the text itself. */
  worded?(): string | undefined
}

/** What happens on connections; one object for all of them. None of these may throw or wait. */
export interface ConnectionHandler {
  onOpen(connection: OcppConnection): void
  /** `said` is what came over the wire, where that is another text. */
  onFrame(connection: OcppConnection, text: string, said?: string): void
  /** Comes exactly once for each `onOpen`. Code 1006: no goodbye was said. */
  onClose(connection: OcppConnection, code: number, reason: string): void
  /** Where something of a connection is being worked on: resolves once that has its answer, so that goodbye comes after it. */
  settled?(connection: OcppConnection): Promise<void> | undefined
  /** The station said something that could not be read, and was told so; only where the wire knows that by itself. */
  unreadable?(connection: OcppConnection, text: string, reason: string): void
  /** A call did not reach the station, or it answered nothing; only where each call has a connection of its own. */
  undelivered?(connection: OcppConnection, messageId: string): void
}

export class StationConnection implements OcppConnection {
  readonly identity: string
  readonly version: OcppVersion
  readonly remoteAddress: string
  readonly tag: unknown
  readonly connectedAtMs: number
  lastSeenAtMs: number
  missedPongs = 0
  /** Where it hangs on the ping wheel. */
  spoke = 0
  /** By when a station that keeps to its pace would have said what this one has. */
  saidByMs = 0
  /** It says more than it may, and is not read for a while. */
  isSlowed = false
  wasSlowed = false
  #isPaused = false
  readonly #socket: StationSocket
  readonly #maxBufferedBytes: number

  constructor(
    socket: StationSocket,
    who: { identity: string; version: OcppVersion; remoteAddress: string; tag: unknown },
    nowMs: number,
    maxBufferedBytes: number,
  ) {
    this.#socket = socket
    this.identity = who.identity
    this.version = who.version
    this.remoteAddress = who.remoteAddress
    this.tag = who.tag
    this.connectedAtMs = nowMs
    this.lastSeenAtMs = nowMs
    this.#maxBufferedBytes = maxBufferedBytes
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedAmount
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN
  }

  send(text: string): boolean {
    if (!this.isOpen) return false
    if (this.#socket.bufferedAmount > this.#maxBufferedBytes) {
      this.#socket.terminate()
      return false
    }
    this.#socket.sendText(text)
    return true
  }

  close(code: number, reason: string): void {
    this.#socket.resume()
    this.#socket.close(code, reason)
  }

  terminate(): void {
    this.#socket.terminate()
  }

  pause(): void {
    this.#isPaused = true
    this.#socket.pause()
  }

  resume(): void {
    this.#isPaused = false
    if (!this.isSlowed) this.#socket.resume()
  }

  /** Reads no more, whatever `resume` says, until `goOn`. */
  slowDown(): void {
    this.isSlowed = true
    this.wasSlowed = true
    this.#socket.pause()
  }

  goOn(): void {
    this.isSlowed = false
    if (!this.#isPaused) this.#socket.resume()
  }

  /** Asks the peer whether it is there; ends the connection when it has not said so `maxMissed` times. */
  ping(maxMissed: number): void {
    const isRead = !this.#isPaused && !this.isSlowed
    const lost = isRead && this.missedPongs >= maxMissed
    if (lost || this.#socket.bufferedAmount > this.#maxBufferedBytes) {
      this.#socket.terminate()
      return
    }
    // Not read, its pongs are not heard: nothing can be held against it.
    if (!isRead) return
    this.missedPongs += 1
    this.#socket.ping()
  }

  /** Answers a ping, unless the peer does not read its answers. */
  pong(data: Buffer): void {
    if (this.isOpen && this.#socket.bufferedAmount <= this.#maxBufferedBytes) this.#socket.pong(data)
  }

  seen(atMs: number): void {
    this.lastSeenAtMs = atMs
    this.missedPongs = 0
  }
}
