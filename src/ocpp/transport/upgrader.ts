import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Clock, Counter, Gauge, Logger, Metrics } from '#kernel'
import type { OcppVersion } from '#ocpp/rpc'
import { compressionOptions, isAcceptableOffer } from './compression.ts'
import { type ConnectionHandler, StationConnection } from './connection.ts'
import { chooseVersion, type Handshake, type HandshakeVerdict, readHandshake, readPath } from './handshake.ts'
import { HandshakeLimiter } from './handshake-limiter.ts'
import { isIdentity, readIdentity } from './identity.ts'
import type { TransportLimits } from './limits.ts'
import type { PingWheel } from './ping-wheel.ts'
import { refuseUpgrade } from './refuse.ts'
import { StationSocket } from './station-socket.ts'
import { isLegacyProtocol } from './tls-settings.ts'

const PROTOCOL_ERROR = 1002
const UNSUPPORTED_DATA = 1003
/** Spread over which stations that are told to come back later do so, in seconds. */
const COME_BACK_S = 30

export interface UpgraderOptions {
  readonly versions: readonly OcppVersion[]
  authenticate(handshake: Handshake): Promise<HandshakeVerdict>
  readonly handler: ConnectionHandler
  readonly limits: TransportLimits
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  readonly wheel: PingWheel
}

/** Turns HTTP upgrades into connections, or refuses them while they are still HTTP. */
export class Upgrader {
  readonly #options: UpgraderOptions
  readonly #server: ReturnType<typeof webSocketServer>
  readonly #accepted: HandshakeLimiter
  readonly #refused: HandshakeLimiter
  readonly #handshakes: Counter<'result'>
  readonly #connections: Gauge<never>
  #pending = 0
  #compressed = 0
  #closing = false

  constructor(options: UpgraderOptions) {
    const { limits, metrics, versions } = options
    this.#options = options
    this.#accepted = new HandshakeLimiter(limits.handshakesPerHour, limits.maxTrackedIdentities)
    this.#refused = new HandshakeLimiter(limits.handshakesPerHour, limits.maxTrackedIdentities)
    this.#handshakes = metrics.counter('ocpp_handshakes_total', 'Handshakes of stations, by HTTP status', ['result'])
    this.#connections = metrics.gauge('ocpp_connections', 'Stations connected to this process')
    this.#server = webSocketServer(versions, limits)
  }

  /** Refuses every handshake from now on. */
  refuseAll(): void {
    this.#closing = true
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', destroy)
    this.#judge(request)
      .then((judgement) => this.#answer(request, socket, head, judgement))
      .catch((error: unknown) => {
        this.#options.logger.error('a handshake failed', { error })
        this.#refuse(socket, { accept: false, status: 503, reason: 'failed', retryAfterS: comeBackS() })
      })
  }

  async #judge(request: IncomingMessage): Promise<Judgement> {
    const { limits, clock, versions } = this.#options
    if (this.#closing || this.#pending >= limits.maxPendingHandshakes) {
      return refusal(503, 'busy, come back later', comeBackS())
    }
    const identity = readIdentity(readPath(request))
    if (identity === undefined) return refusal(404, 'the path does not end in the identity of a station')
    const handshake = readHandshake(request, identity, versions, clock.nowMs())
    if (!isIdentity(identity, handshake.version)) return refusal(404, 'no station can have this identity')
    if (handshake.tls !== undefined && isLegacyProtocol(handshake.tls.protocol) && handshake.version !== 'ocpp1.6') {
      return refusal(403, 'this version of OCPP needs TLS 1.2 or later')
    }
    const waitS = this.#waitS(handshake)
    if (waitS > 0) return refusal(429, 'too many handshakes', waitS)
    this.#pending += 1
    try {
      const verdict = await withTimeout(this.#options.authenticate(handshake), clock, limits.verdictTimeoutMs)
      this.#count(handshake, verdict.accept)
      return { verdict, handshake }
    } finally {
      this.#pending -= 1
    }
  }

  #waitS({ identity, remoteAddress, receivedAtMs }: Handshake): number {
    return Math.max(
      this.#accepted.waitS(identity, receivedAtMs),
      this.#refused.waitS(`${identity} ${remoteAddress}`, receivedAtMs),
    )
  }

  /** Refused attempts are counted with their address: a stranger who knows an identity must not lock its owner out. */
  #count({ identity, remoteAddress, receivedAtMs }: Handshake, accepted: boolean): void {
    if (accepted) this.#accepted.count(identity, receivedAtMs)
    else this.#refused.count(`${identity} ${remoteAddress}`, receivedAtMs)
  }

  #answer(request: IncomingMessage, socket: Duplex, head: Buffer, { verdict, handshake }: Judgement): void {
    if (socket.destroyed) return
    if (!verdict.accept || handshake === undefined) {
      this.#refuse(socket, verdict.accept ? unavailable : verdict)
      return
    }
    if (!this.#mayCompress(request)) delete request.headers['sec-websocket-extensions']
    socket.off('error', destroy)
    this.#server.handleUpgrade(request, socket, head, (opened) => this.#open(opened, handshake, verdict.tag))
  }

  #refuse(socket: Duplex, { status, reason, retryAfterS }: HandshakeVerdict & { accept: false }): void {
    this.#handshakes.add(1, { result: String(status) })
    refuseUpgrade(socket, status, reason, retryAfterS)
  }

  #mayCompress(request: IncomingMessage): boolean {
    return (
      this.#compressed < this.#options.limits.maxCompressedConnections &&
      isAcceptableOffer(request.headers['sec-websocket-extensions'])
    )
  }

  #open(socket: StationSocket, handshake: Handshake, tag: unknown): void {
    const { version, identity, remoteAddress } = handshake
    const { clock, limits, wheel, handler } = this.#options
    socket.on('error', ignore)
    if (version === undefined) {
      // The handshake is finished without a subprotocol, then the connection is closed at once (part 4 §3.3).
      this.#handshakes.add(1, { result: 'no-common-version' })
      socket.close(PROTOCOL_ERROR, 'no common version of OCPP')
      return
    }
    this.#handshakes.add(1, { result: '101' })
    const who = { identity, version, remoteAddress, tag }
    const connection = new StationConnection(socket, who, clock.nowMs(), limits.maxBufferedBytes)
    socket.connection = connection
    socket.upgrader = this
    if (socket.isCompressed) this.#compressed += 1
    wheel.add(connection)
    this.#connections.set(wheel.size)
    socket.on('message', onMessage)
    socket.on('ping', onPing)
    socket.on('pong', onPong)
    socket.on('close', onClose)
    handler.onOpen(connection)
  }

  receive(connection: StationConnection, socket: StationSocket, data: Buffer, isBinary: boolean): void {
    connection.lastFrameAtMs = this.#options.clock.nowMs()
    connection.seen(connection.lastFrameAtMs)
    if (isBinary) socket.close(UNSUPPORTED_DATA, 'OCPP is text')
    else if (connection.isOpen) this.#options.handler.onFrame(connection, data.toString('utf8'))
  }

  seen(connection: StationConnection): void {
    connection.seen(this.#options.clock.nowMs())
  }

  closed(connection: StationConnection, socket: StationSocket, code: number, reason: string): void {
    if (socket.isCompressed) this.#compressed -= 1
    this.#options.wheel.remove(connection)
    this.#connections.set(this.#options.wheel.size)
    this.#options.handler.onClose(connection, code, reason)
  }
}

function webSocketServer(versions: readonly OcppVersion[], limits: TransportLimits) {
  const options = {
    noServer: true,
    clientTracking: false,
    autoPong: false,
    maxPayload: limits.maxFrameBytes,
    closeTimeout: limits.closeTimeoutMs,
    perMessageDeflate: compressionOptions,
    handleProtocols: (offered: Set<string>) => chooseVersion(offered, versions) ?? false,
    WebSocket: StationSocket,
  }
  return new WebSocketServer(options)
}

interface Judgement {
  readonly verdict: HandshakeVerdict
  /** Absent when the handshake was refused before it was looked at closely. */
  readonly handshake?: Handshake
}

const unavailable = { accept: false, status: 503, reason: 'unavailable' } as const

function refusal(status: 403 | 404 | 429 | 503, reason: string, retryAfterS?: number): Judgement {
  return { verdict: { accept: false, status, reason, ...(retryAfterS === undefined ? {} : { retryAfterS }) } }
}

function comeBackS(): number {
  return 1 + Math.floor(Math.random() * COME_BACK_S)
}

function withTimeout(verdict: Promise<HandshakeVerdict>, clock: Clock, timeoutMs: number): Promise<HandshakeVerdict> {
  return new Promise((resolve, reject) => {
    const timer = clock.after(timeoutMs, () => {
      resolve({ accept: false, status: 503, reason: 'no verdict in time', retryAfterS: comeBackS() })
    })
    verdict.then(resolve, reject).finally(() => timer.cancel())
  })
}

function onMessage(this: WebSocket, data: unknown, isBinary: boolean): void {
  if (!(this instanceof StationSocket) || this.connection === undefined || !Buffer.isBuffer(data)) return
  this.upgrader?.receive(this.connection, this, data, isBinary)
}

function onPing(this: WebSocket, data: Buffer): void {
  if (!(this instanceof StationSocket) || this.connection === undefined) return
  this.upgrader?.seen(this.connection)
  this.connection.pong(data)
}

function onPong(this: WebSocket): void {
  if (this instanceof StationSocket && this.connection !== undefined) this.upgrader?.seen(this.connection)
}

function onClose(this: WebSocket, code: number, reason: Buffer): void {
  if (!(this instanceof StationSocket) || this.connection === undefined) return
  this.upgrader?.closed(this.connection, this, code, reason.toString('utf8'))
}

/** What ws reports here it has already acted on: the connection is closing with the right code. */
function ignore(): void {}

function destroy(this: Duplex): void {
  this.destroy()
}
