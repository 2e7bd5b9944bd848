import { createHash } from 'node:crypto'
import { derContent, readDerValue } from './der.ts'
import type { X509Certificate } from './x509.ts'

export const HASH_ALGORITHMS = ['SHA256', 'SHA384', 'SHA512'] as const
export type HashAlgorithm = (typeof HASH_ALGORITHMS)[number]

/** How a certificate is named without showing it: 2.x CertificateHashDataType, RFC 6960 CertID. Hexadecimal digits. */
export interface HashData {
  /** unknown: one we do not know, which only lenient reading lets in; nothing is found by it. */
  readonly algorithm: HashAlgorithm | 'unknown'
  readonly issuerNameHash: string
  readonly issuerKeyHash: string
  /** Without leading zeroes. */
  readonly serialNumber: string
}

/** True when this is the certificate of the issuer that is named. */
export function isIssuerNamed(
  issuer: X509Certificate,
  { algorithm, issuerNameHash, issuerKeyHash }: HashData,
): boolean {
  if (algorithm === 'unknown') return false
  const name = hashOf(algorithm, new Uint8Array(issuer.subjectName.toArrayBuffer()))
  const key = hashOf(algorithm, keyBits(new Uint8Array(issuer.publicKey.rawData)))
  return name === issuerNameHash.toLowerCase() && key === issuerKeyHash.toLowerCase()
}

const NODE_NAMES = { SHA256: 'sha256', SHA384: 'sha384', SHA512: 'sha512' } as const

/** The name of a certificate that `issuer` has signed; of a root, which is its own issuer, give it twice. */
export function hashDataOf(
  certificate: X509Certificate,
  issuer: X509Certificate,
  algorithm: HashAlgorithm = 'SHA256',
): HashData {
  return {
    algorithm,
    issuerNameHash: hashOf(algorithm, new Uint8Array(certificate.issuerName.toArrayBuffer())),
    issuerKeyHash: hashOf(algorithm, keyBits(new Uint8Array(issuer.publicKey.rawData))),
    serialNumber: plainSerial(certificate.serialNumber),
  }
}

/** True when both name the same certificate; digits compare without regard to case and leading zeroes. */
export function sameHashData(one: HashData, other: HashData): boolean {
  return (
    one.algorithm !== 'unknown' &&
    one.algorithm === other.algorithm &&
    one.issuerNameHash.toLowerCase() === other.issuerNameHash.toLowerCase() &&
    one.issuerKeyHash.toLowerCase() === other.issuerKeyHash.toLowerCase() &&
    plainSerial(one.serialNumber) === plainSerial(other.serialNumber)
  )
}

/** A serial number as OCPP writes it: hexadecimal, without leading zeroes. */
export function plainSerial(serialNumber: string): string {
  return serialNumber.toLowerCase().replace(/^0+(?=.)/, '')
}

function hashOf(algorithm: HashAlgorithm, bytes: Uint8Array): string {
  return createHash(NODE_NAMES[algorithm]).update(bytes).digest('hex')
}

/** The bits of a public key, without the octet that counts unused ones (RFC 6960 §4.1.1). */
function keyBits(publicKeyInfo: Uint8Array): Uint8Array {
  const [, bits] = derContent(readDerValue(publicKeyInfo))
  return bits?.content.subarray(1) ?? new Uint8Array()
}
