import { X509Certificate } from 'node:crypto'
import { type HashData, hashDataOf } from '../certificates/hash-data.ts'
import { X509Certificate as Asn1Certificate, CRLDistributionPointsExtension } from '../certificates/x509.ts'

const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g

/** A certificate that can be named, because its issuer is at hand. */
export interface NamedCertificate {
  readonly certificate: X509Certificate
  readonly hashData: HashData
}

/** The certificates of a PEM text in its order; none where one of them is no certificate. */
export function readChain(pem: string): X509Certificate[] {
  try {
    return (pem.match(PEM) ?? []).map((text) => new X509Certificate(text))
  } catch {
    return []
  }
}

/** True when each certificate is signed by the next, the last by one of the roots, and none has run out. */
export function isChainGood(
  chain: readonly X509Certificate[],
  roots: readonly X509Certificate[],
  nowMs: number,
): boolean {
  if (chain.length === 0 || !chain.every((certificate) => isCurrent(certificate, nowMs))) return false
  return chain.every((certificate, at) => {
    const next = chain[at + 1]
    return (next === undefined ? roots : [next]).some((issuer) => certificate.verify(issuer.publicKey))
  })
}

export function isCurrent({ validFrom, validTo }: X509Certificate, nowMs: number): boolean {
  return Date.parse(validFrom) <= nowMs && nowMs < Date.parse(validTo)
}

/** Every certificate of a chain whose issuer is in it, or among the roots. */
export function nameAll(chain: readonly X509Certificate[], roots: readonly X509Certificate[]): NamedCertificate[] {
  return chain.flatMap((certificate, at) => {
    const issuer = [...chain.slice(at + 1), ...roots].find((one) => certificate.verify(one.publicKey))
    return issuer === undefined ? [] : [{ certificate, hashData: hashDataOf(certificate, issuer, 'SHA256') }]
  })
}

/** Where it may be asked whether a certificate is revoked (Authority Info Access). */
export function responderOf({ infoAccess = '' }: X509Certificate): string | undefined {
  return /^OCSP - URI:(.+)$/m.exec(infoAccess)?.[1]?.trim()
}

/** Where the list is on which it would be if it were revoked (CRL Distribution Points). */
export function listUrlsOf({ raw }: X509Certificate): string[] {
  const points = new Asn1Certificate(raw).getExtension(CRLDistributionPointsExtension)?.distributionPoints ?? []
  const names = points.flatMap(({ distributionPoint }) => distributionPoint?.fullName ?? [])
  return names.flatMap(({ uniformResourceIdentifier }) => uniformResourceIdentifier ?? [])
}
