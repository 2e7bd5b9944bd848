import type { ServerOptions } from 'node:https'

/** How stations are met over TLS (security profiles 2 and 3). */
export interface TlsSettings {
  /**
   * Certificate chains with their keys, PEM. One with an ECDSA and one with an RSA key, so that every suite stations must
   * support is at hand (A00.FR.318).
   */
  readonly certificates: readonly { readonly cert: string; readonly key: string }[]
  /** Authorities client certificates may chain to, PEM (security profile 3). */
  readonly clientAuthorities?: readonly string[]
  /** Also speak TLS 1.0 and 1.1, for 1.6 stations that cannot do better (A00.FR.313); `authenticate` decides who. */
  readonly legacyProtocols?: boolean
}

/** ECDHE where the station can; static RSA because the specification requires it (A00.FR.318, A00.FR.421). */
const CIPHERS = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'AES128-GCM-SHA256',
  'AES256-GCM-SHA384',
]

/** What TLS 1.0 and 1.1 have; OpenSSL signs their handshake with SHA-1, which only its lowest security level allows. */
const LEGACY_CIPHERS = ['ECDHE-ECDSA-AES128-SHA', 'ECDHE-RSA-AES128-SHA', 'AES128-SHA', 'AES256-SHA', '@SECLEVEL=0']

/** The same for Node's TLS. Nobody is turned away for a bad client certificate here: the verdict needs its reason. */
export function tlsServerOptions(settings: TlsSettings): ServerOptions {
  const { certificates, clientAuthorities = [], legacyProtocols = false } = settings
  return {
    cert: certificates.map(({ cert }) => cert),
    key: certificates.map(({ key }) => key),
    ciphers: (legacyProtocols ? [...CIPHERS, ...LEGACY_CIPHERS] : CIPHERS).join(':'),
    honorCipherOrder: true,
    minVersion: legacyProtocols ? 'TLSv1' : 'TLSv1.2',
    requestCert: true,
    rejectUnauthorized: false,
    // An empty list trusts nobody; no list would trust every public authority there is.
    ca: [...clientAuthorities],
  }
}

/** True for a protocol below TLS 1.2, which only 1.6 knows an exception for. */
export function isLegacyProtocol(protocol: string): boolean {
  return protocol === 'TLSv1' || protocol === 'TLSv1.1'
}
