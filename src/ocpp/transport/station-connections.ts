import type { Clock, Counter, Gauge, Logger, Metrics } from '#kernel'
import type { OcppVersion } from '#ocpp/rpc'
import { type ConnectionHandler, StationConnection } from './connection.ts'
import type { TransportLimits } from './limits.ts'
import type { PingWheel } from './ping-wheel.ts'
import type { StationSocket } from './station-socket.ts'

const UNSUPPORTED_DATA = 1003
const INTERNAL_ERROR = 1011
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
  #compressed = 0

  constructor(options: ConnectionsOptions) {
    this.#options = options
    const { metrics } = options
    this.#count = metrics.gauge('ocpp_connections', 'Stations connected to this process')
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
    connection.lastFrameAtMs = this.#options.clock.nowMs()
    connection.seen(connection.lastFrameAtMs)
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
