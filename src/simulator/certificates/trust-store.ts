import { X509Certificate } from 'node:crypto'
import { type HashData, hashDataOf, sameHashData } from './hash-data.ts'

/** A root the station trusts, under the word its version has for what it is for. */
export interface TrustedRoot<Use extends string = string> {
  readonly use: Use
  readonly certificate: X509Certificate
}

/** How many roots there is room for (1.6 CertificateStoreMaxLength, 2.x CertificateEntries). */
export const STORE_LIMIT = 10

/** The roots a station keeps. */
export class TrustStore {
  #roots: readonly TrustedRoot[] = []

  get roots(): readonly TrustedRoot[] {
    return this.#roots
  }

  /** M05: the same one again takes its own place; `Rejected` is no certificate, or no room. */
  install(use: string, pem: string): 'Accepted' | 'Rejected' {
    const certificate = parse(pem)
    if (certificate === undefined) return 'Rejected'
    const others = this.#roots.filter(
      (root) => root.use !== use || root.certificate.fingerprint256 !== certificate.fingerprint256,
    )
    if (others.length >= STORE_LIMIT) return 'Rejected'
    this.#roots = [...others, { use, certificate }]
    return 'Accepted'
  }

  /** M03: what it keeps for these uses, all when none are named. */
  list<Use extends string>(uses: readonly Use[]): readonly { readonly use: Use; readonly hashData: HashData }[] {
    return this.#roots.flatMap(({ use, certificate }) => {
      const known = uses.find((one) => one === use)
      return known === undefined ? [] : [{ use: known, hashData: hashDataOf(certificate, certificate, 'SHA256') }]
    })
  }

  /** M04. */
  delete(name: HashData): 'Accepted' | 'NotFound' {
    const left = this.#roots.filter(
      ({ certificate }) => !sameHashData(hashDataOf(certificate, certificate, name.hashAlgorithm), name),
    )
    if (left.length === this.#roots.length) return 'NotFound'
    this.#roots = left
    return 'Accepted'
  }
}

function parse(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}
