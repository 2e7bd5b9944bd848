import type { Commands } from '#domain/commands'
import type { Bus, Clock, Logger, Metrics } from '#kernel'
import type { Database } from '#storage'
import type { CertificateAuthority } from './authority/certificate-authority.ts'
import type { ContractProvider } from './contract/contract.ts'

export const REVOCATION_CHECKS = ['off', 'lenient', 'strict'] as const
export type RevocationCheck = (typeof REVOCATION_CHECKS)[number]

export interface CertificateSettings {
  /** The organisation that station certificates must name (A00.FR.404); absent: any. */
  readonly csoName?: string
  /** Days a certificate of the authority in the box is good for. Default 365. */
  readonly validDays?: number
  /** Days before its end a station is asked to renew its certificate. Default 30. */
  readonly renewDays?: number
  /** Hosts that may be asked about revocation: `ocsp.example.org`, with a port if need be, or `*.example.org`. */
  readonly responders?: readonly string[]
  /**
   * Whether authorities are asked about the certificates stations show: not at all; yes, but one that does not answer keeps
   * nobody out; or a station stays out until its authority vouches for it. Default lenient.
   */
  readonly revocationCheck?: RevocationCheck
  /** How long an authority may take over that. Default 3000. */
  readonly revocationTimeoutMs?: number
  /** Roots of contract certificates, PEM. */
  readonly contractAuthorities?: readonly string[]
}

export interface CertificatesOptions {
  readonly database: Database
  readonly bus: Bus
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics?: Metrics
  /** Brings certificates to stations, and asks stations for requests. */
  readonly commands: Commands
  /** Seals the private keys of the authority in the box. */
  readonly secretKey: Uint8Array
  readonly settings?: CertificateSettings
  /** In place of the authority in the box. */
  readonly authority?: CertificateAuthority
  /** Makes certificates for contracts; absent: vehicles get none. */
  readonly contractProvider?: ContractProvider
}

export const REVOCATION_TIMEOUT_MS = 3_000
export const VALID_DAYS = 365
export const RENEW_DAYS = 30

/** What the parts of the service share. */
export interface CertificateParts extends CertificatesOptions {
  readonly authority: CertificateAuthority
  readonly renewDays: number
  now(): Date
}

/** Who asks stations for things where nobody did. */
export const PLATFORM = { requestedBy: 'platform', requestedByName: 'Chargewright' } as const
