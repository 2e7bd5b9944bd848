/** What stations know of customers. */
export interface CustomerRequests {
  /** Exactly one of token, certificate and customerIdentifier says who is meant; it is told, forgotten, or both. */
  'customer-information': {
    readonly token?: string
    readonly tokenKind?: string
    readonly certificate?: CertificateHash
    readonly customerIdentifier?: string
    readonly report: boolean
    /** A token on the station's local list is taken off it too (2.x N10.FR.02). */
    readonly clear: boolean
  }
}

/** A certificate by its hashes, made by the algorithm it was installed with (2.x N09.FR.08, N10.FR.09). */
export interface CertificateHash {
  readonly hashAlgorithm: 'SHA256' | 'SHA384' | 'SHA512'
  readonly issuerNameHash: string
  readonly issuerKeyHash: string
  readonly serialNumber: string
}
