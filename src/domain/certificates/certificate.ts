import type { Scope } from '#kernel'
import type { AuthorityRoot, ServerOrder } from './authority/certificate-authority.ts'
import type { VehicleCertificates } from './contract/contract.ts'
import type { HashData } from './hash-data.ts'

export const KEY_KINDS = ['ecdsa', 'rsa'] as const
export type KeyKind = (typeof KEY_KINDS)[number]

/** What a station's own certificate is for: its connection to us, or vehicles by ISO 15118-2 or -20. */
export const CERTIFICATE_USES = ['station', 'v2g', 'v2g-20'] as const
export type CertificateUse = (typeof CERTIFICATE_USES)[number]

/**
 * requested: to be issued; issued: on its way to the station; installed, rejected: as the station answered; in-use: the
 * newest it has shown us; superseded: it has shown a newer one; revoked: an operator wants it no more; failed: the
 * authority did not issue it.
 */
export const CERTIFICATE_STATES = [
  'requested',
  'issued',
  'installed',
  'rejected',
  'in-use',
  'superseded',
  'revoked',
  'failed',
] as const
export type CertificateState = (typeof CERTIFICATE_STATES)[number]

/**
 * What the renewal of a certificate waits for: its time; the newer one that is on its way; the station, which was asked lately,
 * is offline or not let in. On `next-look` nothing is in its way.
 */
export const RENEWAL_WAITS = ['not-due', 'under-way', 'asked', 'offline', 'not-accepted', 'next-look'] as const

export interface RenewalWait {
  readonly reason: (typeof RENEWAL_WAITS)[number]
  /** When it is due, or the station is asked once more. */
  readonly until?: Date
}

/** A certificate of a station's own key. */
export interface StationCertificate {
  readonly id: string
  readonly stationId: string
  readonly partyId: string
  readonly state: CertificateState
  /** Issued by another authority, and known because the station has shown it. */
  readonly foreign: boolean
  /** Absent where the station named none: it is for everything. */
  readonly use?: CertificateUse
  readonly subject: string
  /** Hexadecimal. */
  readonly serialNumber?: string
  /** SHA-256 of the certificate, hexadecimal. */
  readonly fingerprint?: string
  readonly notBefore?: Date
  readonly notAfter?: Date
  /** Why it was not issued. */
  readonly problem?: string
  readonly requestedAt: Date
  readonly issuedAt?: Date
  readonly answeredAt?: Date
  readonly usedAt?: Date
  readonly supersededAt?: Date
  readonly revokedAt?: Date
  /** Of the one in use. */
  readonly renewal?: RenewalWait
}

/** A station's wish to have its key certified (A02, A03). */
export interface NewSigningRequest {
  readonly stationId: string
  readonly partyId: string
  /** PEM, as it came. */
  readonly csr: string
  readonly use?: CertificateUse
  /** Goes back with the certificate (2.1 A02.FR.25). */
  readonly requestNumber?: number
  /** Which authority it should come from (2.1 A02.FR.27). */
  readonly root?: HashData
}

export type SigningRefusal =
  | 'unreadable'
  | 'unsupported-key'
  | 'bad-signature'
  | 'weak-key'
  | 'revoked-key'
  | 'weak-signature'
  | 'wrong-organization'
  | 'wrong-name'
  | 'use-not-served'
  | 'unknown-root'
  | 'too-many'

export type SigningVerdict =
  | { readonly status: 'accepted'; readonly certificateId: string }
  | { readonly status: 'refused'; readonly reason: SigningRefusal }

/** What a station shows at the door. */
export interface ShownCertificate {
  readonly fingerprint: string
  readonly serialNumber: string
  readonly subject: string
  readonly keyHash: string
  readonly notBefore: Date
  readonly notAfter: Date
}

/** Whether a certificate that is otherwise right still opens the door to this station. */
export type ShownVerdict =
  | 'good'
  | 'revoked'
  | 'superseded'
  | 'of-another-station'
  /** Its authority has revoked it. */
  | 'revoked-by-authority'
  /** Its authority does not vouch for it now, and the installation wants it to. */
  | 'unverified'

/** What root certificates a station keeps are for, and the chain it shows to vehicles. */
export const INSTALLED_USES = [
  'platform-root',
  'manufacturer-root',
  'v2g-root',
  'mobility-operator-root',
  'oem-root',
  'v2g-chain',
] as const
export type InstalledUse = (typeof INSTALLED_USES)[number]

/** A certificate a station told it keeps. */
export interface InstalledCertificate {
  readonly id: string
  readonly stationId: string
  readonly use: InstalledUse
  readonly hashData: HashData
  /** What lies below it in its chain. */
  readonly children: readonly HashData[]
  readonly toldAt: Date
}

export type ToldCertificate = Pick<InstalledCertificate, 'use' | 'hashData' | 'children'>

/** Certificates of stations: asked for, issued, delivered, shown at the door, renewed and revoked. */
export interface Certificates extends VehicleCertificates {
  /**
   * Judges a request. The same one again gives the same certificate (F-08). When it is accepted, `deliver` has it issued
   * and sent, which is to come after the answer. Durable when it resolves.
   */
  requestSigning(request: NewSigningRequest): Promise<SigningVerdict>
  /**
   * Has the authority issue what was accepted, and sends it to the station, unless it has taken it since it asked. Safe to
   * repeat; never throws.
   */
  deliver(certificateId: string, askedAt?: Date): Promise<void>
  /** Delivers again what was accepted and not issued, by a node that is gone. @returns how many */
  resume(): Promise<number>
  /** The station took the certificate that this chain begins with, or would not have it. */
  answered(stationId: string, chain: string, accepted: boolean): Promise<void>
  /**
   * Judges what a station shows; `keepsFormer` for versions whose stations may fall back for a month (2.0.1 A02.FR.10).
   * `chain` is what has been verified, DER, from the station's certificate to the root: its authorities are asked whether
   * it still holds (A00.FR.705).
   */
  judgeShown(
    stationId: string,
    shown: ShownCertificate,
    keepsFormer: boolean,
    chain?: readonly Uint8Array[],
  ): Promise<ShownVerdict>
  /** The station has connected with it: it is in use, and older ones are superseded. */
  used(stationId: string, shown: ShownCertificate): Promise<void>
  /** Asks for a new certificate at once, because the one shown has run out (A00.FR.429). */
  askToRenew(stationId: string): Promise<void>
  /** Asks connected stations whose certificate ends soon for a new one. @returns how many */
  renew(): Promise<number>
  /** Takes a certificate's trust away; a connection made with it ends. @throws AppError `not-found`, `conflict` */
  revoke(scope: Scope, stationId: string, certificateId: string): Promise<StationCertificate>
  /** A station's own certificates, newest first. @throws AppError `not-found` */
  list(scope: Scope, stationId: string): Promise<readonly StationCertificate[]>
  /** What a station keeps, as it told last. @throws AppError `not-found` */
  listInstalled(scope: Scope, stationId: string): Promise<readonly InstalledCertificate[]>
  /** One of them. @throws AppError `not-found` */
  installed(stationId: string, installedId: string): Promise<InstalledCertificate>
  /** The station told what it keeps for these uses; all of them when undefined. */
  recordInstalled(
    stationId: string,
    uses: readonly InstalledUse[] | undefined,
    told: readonly ToldCertificate[],
  ): Promise<void>
  /** The station has deleted it, or never had it. */
  forgetInstalled(stationId: string, installedId: string): Promise<void>
  /** The roots of the authority, to be trusted and downloaded; `make` has the usual one made when there is none yet. */
  roots(options?: { make?: boolean }): Promise<readonly AuthorityRoot[]>
  /**
   * Has the authority certify a server that stations connect to, so that whoever has its root installed trusts it.
   * @returns PEM, the chain @throws AppError `unsupported` when the authority serves stations alone
   */
  certifyServer(order: ServerOrder): Promise<string>
  /** Removes what ended before a time, the oldest first and at most so many. @returns how many */
  removeBefore(time: Date, atMost: number): Promise<number>
  /** Stores what is under way and takes no more. */
  close(): Promise<void>
}
