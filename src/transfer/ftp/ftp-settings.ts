import type { SecureContextOptions } from 'node:tls'

/** How the FTP door is reached. */
export interface FtpSettings {
  readonly host: string
  /** The port of plain FTP, which may be changed to TLS (RFC 4217); undefined: none. */
  readonly port?: number
  /** The port where TLS comes first; undefined: none. */
  readonly tlsPort?: number
  /** Ports that data come over, both included; undefined: any that is free. */
  readonly dataPorts?: { readonly first: number; readonly last: number }
  /** The IPv4 address stations are told for data; undefined: the one they have connected to. */
  readonly dataAddress?: string
  /** Certificates and keys; without, TLS is not offered. */
  readonly tls?: SecureContextOptions
  readonly transfersAtOnce: number
}
