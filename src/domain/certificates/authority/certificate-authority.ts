import type { CertificateUse, KeyKind } from '../certificate.ts'
import type { HashData } from '../hash-data.ts'

/** A station's key to be certified; whose it is has been judged. */
export interface SigningOrder {
  readonly stationId: string
  readonly use: CertificateUse
  readonly commonName: string
  readonly organization: string
  readonly keyKind: KeyKind
  /** DER, SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array
  /** The request as the station sent it, PEM, for an authority that wants it whole. */
  readonly csr: string
}

/** What may be known before anything is ordered: whether the authority would serve at all. */
export type OrderKind = Pick<SigningOrder, 'use' | 'keyKind'> & { readonly root?: HashData }

export type IssuingVerdict =
  /** PEM, the station's certificate first, then what leads to the root (2.1 CertificateSigned). */
  { readonly status: 'issued'; readonly chain: string } | { readonly status: 'refused'; readonly reason: string }

/** A key of a server of ours. */
export interface ServerOrder {
  readonly keyKind: KeyKind
  /** DER, SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array
  /** Host names and addresses it is found by; the first one is its common name (A00.FR.510). */
  readonly names: readonly string[]
  readonly validDays: number
}

/**
 * Whoever certifies stations' keys: the one in the box, or one elsewhere (A02.FR.04).
 */
export interface CertificateAuthority {
  /** Why it would not serve a request of this kind; undefined when it would. */
  refusal(kind: OrderKind): Promise<'use-not-served' | 'unknown-root' | undefined>
  /** @throws AppError `unavailable` when it cannot tell now; it is asked again later. */
  issue(order: SigningOrder): Promise<IssuingVerdict>
  /** Certifies a server of this platform that stations connect to; absent: it serves stations alone. @returns PEM, the chain */
  issueServer?(order: ServerOrder): Promise<string>
  /** The roots of its certificates, to be trusted at the door; `make` wants one to be there. */
  roots(wish?: { readonly make?: boolean }): Promise<readonly AuthorityRoot[]>
}

/** The end of a chain, which stations install and doors trust. */
export interface AuthorityRoot {
  readonly id: string
  readonly keyKind: KeyKind
  readonly subject: string
  /** PEM. */
  readonly certificate: string
  /** As a station names it once it is installed. */
  readonly hashData: HashData
  readonly notAfter: Date
}
