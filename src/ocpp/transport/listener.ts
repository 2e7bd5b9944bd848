import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer, Server as TlsServer } from 'node:https'
import { type AddressInfo, createServer as createPort, type Server as Port, type Socket } from 'node:net'
import { type Clock, type Logger, type Metrics, noMetrics, silentLogger, systemClock } from '#kernel'
import { type DerivedVersion, OCPP_VERSIONS, type OcppVersion } from '#ocpp/rpc'
import type { ConnectionHandler, OcppConnection } from './connection.ts'
import { drain } from './drain.ts'
import { Entrance } from './entrance.ts'
import type { Handshake, HandshakeVerdict } from './handshake.ts'
import { HandshakeJudge } from './handshake-judge.ts'
import { defaultLimits, type TransportLimits } from './limits.ts'
import { directPeer, type PeerReader } from './peer.ts'
import { PingWheel } from './ping-wheel.ts'
import { SocketBudget } from './socket-budget.ts'
import { StationConnections } from './station-connections.ts'
import { type TlsFailure, tlsFailures } from './tls-failures.ts'
import { type TlsSettings, tlsServerOptions } from './tls-settings.ts'
import { Upgrader } from './upgrader.ts'

export interface ListenerOptions {
  /** Default 127.0.0.1. */
  readonly host?: string
  /** Default 0: any free one. */
  readonly port?: number
  /** Absent: plain ws. */
  readonly tls?: TlsSettings
  /** Default: all. */
  readonly versions?: readonly OcppVersion[]
  /** Versions that build on ours, each spoken where that is. Default: none. */
  readonly derivedVersions?: readonly DerivedVersion[]
  /** Judges a station before its upgrade is answered. */
  authenticate(handshake: Handshake): Promise<HandshakeVerdict>
  readonly handler: ConnectionHandler
  /** Told of every TLS handshake that was refused; a flood of them is for it to bear. */
  tlsRefused?(failure: TlsFailure): void
  /** Who takes what else is asked over HTTP, each asked in turn. Whoever nobody takes is told that this is for WebSockets. */
  readonly requests?: readonly RequestTaker[]
  /** Default: whoever is at the other end of the connection. */
  readonly readPeer?: PeerReader
  readonly limits?: Partial<TransportLimits>
  /** Shared with other doors. Default: one of its own, of `limits.maxSockets`. */
  readonly sockets?: SocketBudget
  readonly clock?: Clock
  readonly logger?: Logger
  readonly metrics?: Metrics
}

/** Takes a request, and answers it in its own time; false for one that is not for it. */
export type RequestTaker = (request: IncomingMessage, response: ServerResponse) => boolean

export interface OcppListener {
  readonly address: { readonly host: string; readonly port: number }
  readonly connectionCount: number
  connections(): Iterable<OcppConnection>
  /** From now on new handshakes see these certificates; connections that stand are not touched. */
  replaceTls(settings: TlsSettings): void
  /**
   * Takes no more stations and says goodbye (1012) to those there are, in batches, so that they do not all come back at
   * once, and to each after the answer to what is in hand. Whoever is still there after `deadlineMs` is hung up on. Resolves when the last socket is gone.
   */
  close(options?: DrainOptions): Promise<void>
}

export interface DrainOptions {
  /** Connections in a batch; default 500. */
  readonly batchSize?: number
  /** Pause between batches, give or take a half; default 100 ms. */
  readonly pauseMs?: number
  /** Default 10 s. */
  readonly deadlineMs?: number
}

/**
 * Listens for stations.
 * @throws whatever `listen` fails with, such as EADDRINUSE.
 */
export async function createOcppListener(options: ListenerOptions): Promise<OcppListener> {
  const { host = '127.0.0.1', tls, clock = systemClock } = options
  const own = options.versions ?? OCPP_VERSIONS
  const derived = (options.derivedVersions ?? []).filter(({ basedOn }) => own.includes(basedOn))
  const versions = [...own.map((name) => ({ name, basedOn: name })), ...derived]
  const { metrics = noMetrics, logger = silentLogger, readPeer = directPeer } = options
  const limits = { ...defaultLimits, ...options.limits }
  const server = createHttpServer(tls, limits, options.requests ?? [])
  const entrance = new Entrance((socket) => {
    if (tls === undefined) entrance.entered(socket)
    server.emit('connection', socket)
    socket.resume()
  }, limits.headersTimeoutMs)
  // Until both have agreed on TLS the server does not know of a connection.
  server.on('secureConnection', (socket: Socket) => entrance.entered(socket))
  const port = openPort(entrance, options.sockets ?? new SocketBudget(limits.maxSockets))
  const wheel = new PingWheel(clock, limits.pingIntervalMs, limits.maxMissedPongs)
  const judge = new HandshakeJudge({
    authenticate: (handshake) => options.authenticate(handshake),
    versions,
    readPeer,
    limits,
    clock,
  })
  const connections = new StationConnections({ handler: options.handler, limits, clock, logger, metrics, wheel })
  const upgrader = new Upgrader({ versions, limits, logger, metrics, judge, readPeer, connections })
  server.on('upgrade', (request: IncomingMessage, socket, head) => upgrader.upgrade(request, socket, head))
  const noteFailure = tlsFailures(clock, logger, (failure) => options.tlsRefused?.(failure))
  server.on('tlsClientError', (error: NodeJS.ErrnoException, { remoteAddress }) =>
    noteFailure({ remoteAddress, code: error.code ?? error.message }),
  )
  await listen(port, host, options.port ?? 0)
  // It begins to watch over the time its peers take when it believes that it listens itself.
  server.emit('listening')
  const { port: bound } = addressOf(port)
  return {
    address: { host, port: bound },
    get connectionCount() {
      return wheel.size
    },
    connections: () => wheel.connections(),
    replaceTls(settings) {
      if (server instanceof TlsServer) server.setSecureContext(tlsServerOptions(settings))
    },
    async close(drainOptions = {}) {
      judge.refuseAll()
      const closed = new Promise<void>((resolve) => port.close(() => resolve()))
      server.closeIdleConnections()
      await drain(wheel, clock, options.handler, drainOptions)
      server.closeAllConnections()
      // It never listened itself; this ends its watch over the time its peers take.
      server.close()
      entrance.destroy()
      await closed
      wheel.stop()
    },
  }
}

/** Where stations knock; the entrance lets them in by turns. */
function openPort(entrance: Entrance, sockets: SocketBudget): Port {
  // As an HTTP server has it: a peer may have said all it will, and still wait for the answer.
  return createPort({ allowHalfOpen: true, noDelay: true }, (socket) => {
    if (sockets.take(socket)) entrance.enter(socket)
  })
}

function createHttpServer(
  tls: TlsSettings | undefined,
  limits: TransportLimits,
  takers: readonly RequestTaker[],
): Server {
  const answer: RequestListener = (request, response) => {
    if (!takers.some((take) => take(request, response))) answerPlainRequest(request, response)
  }
  const options = {
    headersTimeout: limits.headersTimeoutMs,
    // Bodies take longer than headers, and each taker has its own patience; nobody reads one where there is none.
    requestTimeout: takers.length === 0 ? limits.headersTimeoutMs : limits.bodyTimeoutMs,
    connectionsCheckingInterval: Math.max(10, limits.headersTimeoutMs / 3),
    maxHeaderSize: 16 * 1024,
    noDelay: true,
    shouldUpgradeCallback: wantsWebSocket,
  }
  if (tls === undefined) return createServer(options, answer)
  const tlsOptions = { ...options, ...tlsServerOptions(tls), handshakeTimeout: limits.headersTimeoutMs }
  return createTlsServer(tlsOptions, answer)
}

/** Some clients offer HTTP/2 with whatever they ask in clear; nobody has to take that up (RFC 9110 §7.8). */
function wantsWebSocket({ headers }: IncomingMessage): boolean {
  return /\bwebsocket\b/i.test(headers.upgrade ?? '')
}

const answerPlainRequest: RequestListener = (_request, response) => {
  response.writeHead(426, { Connection: 'close', Upgrade: 'websocket', 'Content-Type': 'text/plain; charset=utf-8' })
  response.end('Stations connect here with OCPP over WebSocket.\n')
}

function listen(server: Port, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, backlog: 4096 }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function addressOf(server: Port): AddressInfo {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('the listener has no TCP address')
  return address
}
