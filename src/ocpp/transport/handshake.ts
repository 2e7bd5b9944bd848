import type { IncomingMessage } from 'node:http'
import type { DerivedVersion, OcppVersion } from '#ocpp/rpc'
import type { Peer } from './peer.ts'
import { readTlsPeer, type TlsPeer } from './tls-peer.ts'

/** All that is known of a station that asks to connect, before it is answered. */
export interface Handshake {
  readonly identity: string
  /** Path of the connection URL as it came, without query. */
  readonly path: string
  /** Subprotocols in the order of the station's preference. */
  readonly offeredProtocols: readonly string[]
  /** The version that will be spoken, or that it builds on; undefined when none offered is spoken here. */
  readonly version: OcppVersion | undefined
  /** The version on the wire where it is not that one: 1.5 is read and written as 1.6. */
  readonly spokenAs?: 'ocpp1.5' | 'ocpp1.6'
  /** The subprotocol agreed on, the name of a version or of one that builds on it. */
  readonly protocol: string | undefined
  readonly basicAuth: BasicAuth | undefined
  /** Of the connection to us, which may be a proxy's. */
  readonly tls: TlsPeer | undefined
  /** Whether the station itself came over TLS, be it to us or to a proxy that is believed. */
  readonly overTls: boolean
  readonly remoteAddress: string
  /** Where the station found us, as http://host:port: by its own word, so for itself alone to be trusted. */
  readonly origin?: string | undefined
  readonly receivedAtMs: number
}

export interface BasicAuth {
  readonly user: string
  /** Raw bytes: a 1.6 station may send any (A00.FR.205), they need not be UTF-8. Never log them. */
  readonly password: Buffer
}

export type HandshakeVerdict =
  | { readonly accept: true; readonly tag?: unknown }
  | {
      readonly accept: false
      readonly status: 400 | 401 | 403 | 404 | 429 | 503
      readonly retryAfterS?: number
      readonly reason: string
    }

/** Subprotocols the station offers, in its order of preference. */
export function readOfferedProtocols(request: IncomingMessage): string[] {
  const header = request.headers['sec-websocket-protocol'] ?? ''
  return header
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

/** The first of the station's offers that is spoken here: its preference counts, not ours (part 4 §3.1.2). */
export function chooseProtocol(
  offered: Iterable<string>,
  spoken: readonly DerivedVersion[],
): DerivedVersion | undefined {
  for (const name of offered) {
    const protocol = spoken.find((candidate) => candidate.name === name)
    if (protocol !== undefined) return protocol
  }
  return undefined
}

/** Reads `Authorization: Basic`. The user is what stands before the first colon; the password is the rest, any bytes. */
export function readBasicAuth(request: IncomingMessage): BasicAuth | undefined {
  const [scheme = '', encoded = ''] = (request.headers.authorization ?? '').split(/ +/, 2)
  if (scheme.toLowerCase() !== 'basic') return undefined
  const bytes = Buffer.from(encoded, 'base64')
  const colon = bytes.indexOf(0x3a)
  if (colon < 0) return undefined
  return { user: bytes.toString('utf8', 0, colon), password: bytes.subarray(colon + 1) }
}

/** Scheme and host the request was made to; undefined when its Host header is none. */
export function readOrigin({ headers: { host = '' } }: IncomingMessage, { overTls }: Peer): string | undefined {
  const scheme = overTls ? 'https' : 'http'
  const url = /^[\w.:[\]-]{1,255}$/.test(host) ? URL.parse(`${scheme}://${host}`) : null
  return url?.origin
}

/** Path of the request, without query. */
export function readPath(request: IncomingMessage): string {
  const [path = ''] = (request.url ?? '').split(/[?#]/, 1)
  return path
}

export function readHandshake(
  request: IncomingMessage,
  identity: string,
  peer: Peer,
  spoken: readonly DerivedVersion[],
  receivedAtMs: number,
): Handshake {
  const offeredProtocols = readOfferedProtocols(request)
  const agreed = chooseProtocol(offeredProtocols, spoken)
  return {
    identity,
    path: readPath(request),
    offeredProtocols,
    version: agreed?.basedOn,
    protocol: agreed?.name,
    basicAuth: readBasicAuth(request),
    tls: readTlsPeer(request.socket),
    ...peer,
    origin: readOrigin(request, peer),
    receivedAtMs,
  }
}
