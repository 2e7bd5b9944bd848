import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'

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
  }
}

function single(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
