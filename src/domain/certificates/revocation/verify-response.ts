import { verify, X509Certificate } from 'node:crypto'
import type { SignedResponse } from './ocsp-response.ts'

/** Signatures that are taken, by the content of their identifier: the hash of each. RSA (PKCS#1) and ECDSA. */
const HASHES: Readonly<Record<string, string>> = {
  '2a864886f70d01010b': 'sha256',
  '2a864886f70d01010c': 'sha384',
  '2a864886f70d01010d': 'sha512',
  '2a8648ce3d040302': 'sha256',
  '2a8648ce3d040303': 'sha384',
  '2a8648ce3d040304': 'sha512',
}
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9'

export interface SignedBytes {
  readonly signedBytes: Uint8Array
  /** Object identifier, its content in hexadecimal. */
  readonly algorithm: string
  readonly signature: Uint8Array
}

/** True when it is this very key that has signed. */
export function isSignedBy({ signedBytes, algorithm, signature }: SignedBytes, signer: X509Certificate): boolean {
  const hash = HASHES[algorithm]
  return hash !== undefined && verify(hash, signedBytes, signer.publicKey, signature)
}

/** True when a response is signed by the issuer of the certificate, or by whom the issuer has named (RFC 6960 §4.2.2.2). */
export function isSignedFor(response: SignedResponse, issuer: X509Certificate, now: Date): boolean {
  const signers = [issuer, ...response.certificates.flatMap((der) => delegate(der, issuer, now) ?? [])]
  return signers.some((signer) => isSignedBy(response, signer))
}

function delegate(der: Uint8Array, issuer: X509Certificate, now: Date): X509Certificate | undefined {
  try {
    const certificate = new X509Certificate(der)
    const named = certificate.keyUsage?.includes(OCSP_SIGNING) === true
    const current =
      Date.parse(certificate.validFrom) <= now.getTime() && now.getTime() < Date.parse(certificate.validTo)
    return named && current && certificate.verify(issuer.publicKey) ? certificate : undefined
  } catch {
    return undefined
  }
}
