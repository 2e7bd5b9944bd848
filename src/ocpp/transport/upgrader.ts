import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Counter, Logger, Metrics } from '#kernel'
import type { DerivedVersion } from '#ocpp/rpc'
import { compressionOptions, isAcceptableOffer } from './compression.ts'
import { chooseProtocol, type Handshake, readPath } from './handshake.ts'
import { comeBackLater, type HandshakeJudge, type Judgement, type Refusal } from './handshake-judge.ts'
import type { TransportLimits } from './limits.ts'
import type { PeerReader } from './peer.ts'
import { refuseUpgrade } from './refuse.ts'
import type { StationConnections } from './station-connections.ts'
import { StationSocket } from './station-socket.ts'

const PROTOCOL_ERROR = 1002

export interface UpgraderOptions {
  readonly versions: readonly DerivedVersion[]
  readonly limits: TransportLimits
  readonly logger: Logger
  readonly metrics: Metrics
  readonly judge: HandshakeJudge
  readonly readPeer: PeerReader
  readonly connections: StationConnections
}

/** Turns HTTP upgrades into connections, or refuses them while they are still HTTP. */
export class Upgrader {
  readonly #options: UpgraderOptions
  readonly #server: ReturnType<typeof webSocketServer>
  readonly #handshakes: Counter<'result'>

  constructor(options: UpgraderOptions) {
    this.#options = options
    this.#server = webSocketServer(options.versions, options.limits)
    this.#handshakes = options.metrics.counter(
      'ocpp_handshakes_total',
      'Handshakes of stations: accepted, without a common version, or refused with an HTTP status',
      ['result'],
    )
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', destroy)
    this.#options.judge
      .judge(request)
      .then((judgement) => this.#answer(request, socket, head, judgement))
      .catch((error: unknown) => {
        this.#options.logger.error('a handshake failed', { error })
        this.#refuse(request, socket, comeBackLater('failed'))
      })
  }

  #answer(request: IncomingMessage, socket: Duplex, head: Buffer, judgement: Judgement): void {
    if (socket.destroyed) return
    if (!judgement.accept) {
      this.#refuse(request, socket, judgement)
      return
    }
    if (!this.#mayCompress(request)) delete request.headers['sec-websocket-extensions']
    socket.off('error', destroy)
    const { handshake, tag } = judgement
    this.#server.handleUpgrade(request, socket, head, (opened) => this.#open(opened, handshake, tag))
  }

  #refuse(request: IncomingMessage, socket: Duplex, { status, reason, retryAfterS }: Refusal): void {
    this.#handshakes.add(1, { result: String(status) })
    // Debug: whoever floods must not flood the log as well.
    const { logger, readPeer } = this.#options
    const { remoteAddress } = readPeer(request)
    logger.debug('a station was refused', { path: readPath(request), remoteAddress, status, reason })
    refuseUpgrade(socket, status, reason, retryAfterS)
  }

  #mayCompress(request: IncomingMessage): boolean {
    const { connections, limits } = this.#options
    return (
      connections.compressed < limits.maxCompressedConnections &&
      isAcceptableOffer(request.headers['sec-websocket-extensions'])
    )
  }

  #open(socket: StationSocket, { version, identity, remoteAddress }: Handshake, tag: unknown): void {
    socket.on('error', ignore)
    this.#handshakes.add(1, { result: version === undefined ? 'no-common-version' : 'accepted' })
    // Without a common version the handshake is finished, then the connection closed at once (part 4 §3.3).
    if (version === undefined) socket.close(PROTOCOL_ERROR, 'no common version of OCPP')
    else this.#options.connections.open(socket, { identity, version, remoteAddress, tag })
  }
}

function webSocketServer(versions: readonly DerivedVersion[], limits: TransportLimits) {
  const options = {
    noServer: true,
    clientTracking: false,
    autoPong: false,
    maxPayload: limits.maxFrameBytes,
    closeTimeout: limits.closeTimeoutMs,
    perMessageDeflate: compressionOptions,
    handleProtocols: (offered: Set<string>) => chooseProtocol(offered, versions)?.name ?? false,
    WebSocket: StationSocket,
  }
  return new WebSocketServer(options)
}

/** What ws reports here it has already acted on: the connection is closing with the right code. */
function ignore(): void {}

function destroy(this: Duplex): void {
  this.destroy()
}
