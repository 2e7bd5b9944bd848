import type { Clock, Counter, Gauge, Logger, Metrics } from '#kernel'
import type { OcppVersion } from '#ocpp/rpc'
import { type ConnectionHandler, StationConnection } from './connection.ts'
import { BYTES_A_MESSAGE, type TransportLimits } from './limits.ts'
import type { PingWheel } from './ping-wheel.ts'
import type { StationSocket } from './station-socket.ts'

const UNSUPPORTED_DATA = 1003
const INTERNAL_ERROR = 1011
/** How long one is not read at least that says too much. */
const SLOWED_MS = 100
/** Close codes that get a figure of their own (RFC 6455 §7.4.1); a peer may send any. */
const COUNTED_CODES: ReadonlySet<number> = new Set([1000, 1001, 1002, 1003, 1006, 1007, 1008, 1009, 1011, 1012])

export interface ConnectionsOptions {
  readonly handler: ConnectionHandler
  readonly limits: TransportLimits
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  readonly wheel: PingWheel
}

/** The connections that stand: hears what happens on their sockets and tells the handler. */
export class StationConnections {
  readonly #options: ConnectionsOptions
  readonly #count: Gauge<never>
  readonly #closes: Counter<'code'>
  readonly #slowed: Counter<never>
  #compressed = 0

  constructor(options: ConnectionsOptions) {
    this.#options = options
    const { metrics } = options
    this.#count = metrics.gauge('ocpp_connections', 'Stations connected to this process')
    this.#slowed = metrics.counter('ocpp_slowed_total', 'Times a station said too much, and was not read for a while')
    this.#closes = metrics.counter('ocpp_connections_closed_total', 'Ended connections, by close code', ['code'])
  }

  get maxFrameBytes(): number {
    return this.#options.limits.maxFrameBytes
  }

  /** How many of them have compression. */
  get compressed(): number {
    return this.#compressed
  }

  open(
    socket: StationSocket,
    who: { identity: string; version: OcppVersion; remoteAddress: string; tag: unknown },
  ): void {
    const { clock, limits, wheel, handler } = this.#options
    const connection = new StationConnection(socket, who, clock.nowMs(), limits.maxBufferedBytes)
    if (socket.isCompressed) this.#compressed += 1
    socket.attach(connection, this)
    wheel.add(connection)
    this.#count.set(wheel.size)
    this.#guard(connection, () => handler.onOpen(connection))
  }

  receive(connection: StationConnection, text: string): void {
    this.#heard(connection)
    if (connection.isOpen) this.#deliver(connection, text)
  }

  receiveBinary(connection: StationConnection): void {
    this.#heard(connection)
    connection.close(UNSUPPORTED_DATA, 'OCPP is text')
  }

  /** So much has come. Whoever says more than a station has to say waits, so that nobody else does. */
  came(connection: StationConnection, messages: number, bytes: number): void {
    const { messagesPerSecond } = this.#options.limits
    const nowMs = this.#options.clock.monotonicMs()
    const costMs = ((messages + bytes / BYTES_A_MESSAGE) * 1_000) / messagesPerSecond
    connection.saidByMs = Math.max(connection.saidByMs, nowMs) + costMs
    const excessMs = this.#excessMs(connection, nowMs)
    if (excessMs <= 0) return
    // It has been said goodbye to, and goes on.
    if (!connection.isOpen) connection.terminate()
    else if (!connection.isSlowed) this.#slow(connection, excessMs)
  }

  #excessMs({ saidByMs }: StationConnection, nowMs: number): number {
    const { messageBurst, messagesPerSecond } = this.#options.limits
    return saidByMs - nowMs - (messageBurst * 1_000) / messagesPerSecond
  }

  #slow(connection: StationConnection, excessMs: number): void {
    this.#slowed.add()
    if (!connection.wasSlowed) {
      this.#options.logger.warn('A station says too much, and is read slowly', { station: connection.identity })
    }
    connection.slowDown()
    this.#goOnLater(connection, excessMs)
  }

  #goOnLater(connection: StationConnection, excessMs: number): void {
    const { clock } = this.#options
    clock.after(excessMs + SLOWED_MS, () => {
      // What had been read before counts as well.
      const left = this.#excessMs(connection, clock.monotonicMs())
      if (left > 0) this.#goOnLater(connection, left)
      else connection.goOn()
    })
  }

  seen(connection: StationConnection): void {
    connection.seen(this.#options.clock.nowMs())
  }

  closed(connection: StationConnection, socket: StationSocket, code: number, reason: string): void {
    const { wheel, handler } = this.#options
    if (socket.isCompressed) this.#compressed -= 1
    wheel.remove(connection)
    this.#count.set(wheel.size)
    this.#closes.add(1, { code: COUNTED_CODES.has(code) ? String(code) : 'other' })
    this.#guard(connection, () => handler.onClose(connection, code, reason))
  }

  #heard(connection: StationConnection): void {
    connection.seen(this.#options.clock.nowMs())
  }

  #deliver(connection: StationConnection, text: string): void {
    try {
      this.#options.handler.onFrame(connection, text)
    } catch (error) {
      this.#fail(connection, error)
    }
  }

  #guard(connection: StationConnection, tell: () => void): void {
    try {
      tell()
    } catch (error) {
      this.#fail(connection, error)
    }
  }

  /** A bug costs the socket it showed on, never the process. */
  #fail(connection: StationConnection, error: unknown): void {
    this.#options.logger.error('the handler of a connection failed', { station: connection.identity, error })
    connection.close(INTERNAL_ERROR, 'internal error')
  }
}
