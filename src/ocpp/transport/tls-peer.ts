import type { Socket } from 'node:net'
import { type DetailedPeerCertificate, TLSSocket } from 'node:tls'

/** Issuers that are followed: more no sensible tree has. */
const LONGEST_CHAIN = 8

/** What TLS says of the other end. */
export interface TlsPeer {
  /** `TLSv1.2`, `TLSv1.3`, … */
  readonly protocol: string
  /** OpenSSL's name of the cipher suite. */
  readonly cipher: string
  readonly clientCertificate: ClientCertificate | undefined
}

/** A client certificate as it was shown. Whether it is good enough is for `authenticate` to say. */
export interface ClientCertificate {
  /** Subject CN; undefined when there is none, or more than one. */
  readonly commonName: string | undefined
  /** Subject O; undefined when there is none, or more than one. */
  readonly organization: string | undefined
  /** Serial number in hexadecimal. */
  readonly serialNumber: string
  readonly validToMs: number
  /** True when it chains to one of the configured authorities and is within its time. */
  readonly authorized: boolean
  /** OpenSSL's reason when not authorized, such as `CERT_HAS_EXPIRED`. */
  readonly authorizationError: string | undefined
  readonly der: Buffer
  /** Those it was verified by, up to the root: each has signed the one before it. As far as they are known. */
  readonly issuers: readonly Buffer[]
}

/** Undefined for a connection without TLS. */
export function readTlsPeer(socket: Socket): TlsPeer | undefined {
  if (!(socket instanceof TLSSocket)) return undefined
  return {
    protocol: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().name,
    clientCertificate: readClientCertificate(socket),
  }
}

function readClientCertificate(socket: TLSSocket): ClientCertificate | undefined {
  const certificate = socket.getPeerX509Certificate()
  if (certificate === undefined) return undefined
  const { CN, O } = certificate.toLegacyObject().subject
  return {
    commonName: single(CN),
    organization: single(O),
    serialNumber: certificate.serialNumber,
    validToMs: Date.parse(certificate.validTo),
    authorized: socket.authorized,
    authorizationError: socket.authorized ? undefined : String(socket.authorizationError),
    der: certificate.raw,
    issuers: readIssuers(socket),
  }
}

/** Of the station's chain and our own authorities; the root is its own issuer. */
function readIssuers(socket: TLSSocket): Buffer[] {
  const issuers: Buffer[] = []
  let current = socket.getPeerCertificate(true)
  while (issuers.length < LONGEST_CHAIN) {
    const { issuerCertificate }: DetailedPeerCertificate = current
    if (issuerCertificate === undefined || issuerCertificate.fingerprint256 === current.fingerprint256) break
    issuers.push(issuerCertificate.raw)
    current = issuerCertificate
  }
  return issuers
}

function single(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
