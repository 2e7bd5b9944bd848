import { AppError, type ErrorCode } from '#kernel'
import { isOcppVersion, OCPP_VERSIONS, type OcppVersion } from '#ocpp/rpc'
import { ClientSocket } from './client-socket.ts'

export interface ClientOptions {
  /** OCPP-J endpoint (`ws://host:port/ocpp`); the identity is appended (part 4 §3.1.1). */
  readonly url: string
  readonly identity: string
  /** In the order of preference; default all, newest first. */
  readonly versions?: readonly OcppVersion[]
  readonly basicAuth?: { readonly user?: string; readonly password: string | Buffer }
  readonly tls?: ClientTls
  /** Offer permessage-deflate; default false. */
  readonly compression?: boolean
  /** Default 30 s. */
  readonly handshakeTimeoutMs?: number
  readonly handler: ClientHandler
}

export interface ClientTls {
  /** Authorities the server may chain to, PEM; without, those of the system. */
  readonly authorities?: readonly string[]
  /** Client certificate and its key, PEM (security profile 3). */
  readonly cert?: string
  readonly key?: string
  readonly minVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'
  readonly maxVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'
  readonly ciphers?: string
}

/** What happens on a connection; one object may serve many. */
export interface ClientHandler {
  onFrame(connection: OcppClientConnection, text: string): void
  onClose?(connection: OcppClientConnection, code: number, reason: string): void
}

export interface OcppClientConnection {
  readonly identity: string
  readonly version: OcppVersion
  readonly isCompressed: boolean
  readonly isOpen: boolean
  readonly bufferedBytes: number
  /** False when the connection is not open. */
  send(text: string): boolean
  close(code?: number, reason?: string): void
  terminate(): void
  ping(): void
  pause(): void
  resume(): void
}

/** The server answered the handshake with something else than an upgrade. */
export class HandshakeRefused extends AppError {
  readonly status: number
  /** From `Retry-After`; undefined when the server gave none. */
  readonly retryAfterS: number | undefined

  constructor(status: number, retryAfterS?: number) {
    super(refusalCodes[status] ?? 'unavailable', `the server refused the handshake with HTTP ${status}`, {
      status,
      ...(retryAfterS === undefined ? {} : { retryAfterS }),
    })
    this.name = 'HandshakeRefused'
    this.status = status
    this.retryAfterS = retryAfterS
  }
}

const refusalCodes: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  429: 'too-many',
}

/**
 * Connects as a station.
 * @throws HandshakeRefused when the server answers with an HTTP status.
 * @throws AppError `unavailable` when there is no server, or it agrees to none of the versions.
 */
export function connectOcpp(options: ClientOptions): Promise<OcppClientConnection> {
  const { url, identity, versions = [...OCPP_VERSIONS].reverse(), handler } = options
  const target = `${url.replace(/\/$/, '')}/${encodeURIComponent(identity)}`
  return new Promise((resolve, reject) => {
    const socket = new ClientSocket(target, [...versions], socketOptions(options))
    socket.identity = identity
    socket.handler = handler
    socket.once('error', (cause) => reject(new AppError('unavailable', cause.message, { url: target }, { cause })))
    socket.once('unexpected-response', (request, response) => {
      const retryAfterS = Number(response.headers['retry-after'] ?? Number.NaN)
      reject(new HandshakeRefused(response.statusCode ?? 0, Number.isNaN(retryAfterS) ? undefined : retryAfterS))
      request.destroy()
    })
    socket.once('open', () => {
      if (isOcppVersion(socket.protocol)) resolve(socket.opened(socket.protocol))
      else socket.close(1002, 'no version of OCPP')
    })
  })
}

function socketOptions({
  identity,
  basicAuth,
  tls = {},
  compression = false,
  handshakeTimeoutMs = 30_000,
}: ClientOptions) {
  const { authorities, ...tlsOptions } = tls
  return {
    handshakeTimeout: handshakeTimeoutMs,
    perMessageDeflate: compression,
    autoPong: true,
    ...tlsOptions,
    ...(authorities === undefined ? {} : { ca: [...authorities] }),
    ...(basicAuth === undefined ? {} : { headers: { Authorization: basicHeader(identity, basicAuth) } }),
  }
}

function basicHeader(identity: string, { user = identity, password }: NonNullable<ClientOptions['basicAuth']>): string {
  const secret = typeof password === 'string' ? Buffer.from(password) : password
  return `Basic ${Buffer.concat([Buffer.from(`${user}:`), secret]).toString('base64')}`
}
