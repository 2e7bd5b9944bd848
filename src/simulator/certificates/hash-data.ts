import { createHash, type KeyObject, type X509Certificate } from 'node:crypto'
import { X509Certificate as Asn1Certificate } from './x509.ts'

export type HashAlgorithm = 'SHA256' | 'SHA384' | 'SHA512'

/** How OCPP names a certificate (CertificateHashDataType of all versions). */
export interface HashData {
  readonly hashAlgorithm: HashAlgorithm
  readonly issuerNameHash: string
  readonly issuerKeyHash: string
  readonly serialNumber: string
}

/** The name of a certificate whose issuer's key is known; of a root that is its own. */
export function hashDataOf(certificate: X509Certificate, issuer: X509Certificate, algorithm: HashAlgorithm): HashData {
  const hash = (bytes: Uint8Array) => createHash(algorithm.toLowerCase()).update(bytes).digest('hex')
  const issuerName = new Asn1Certificate(certificate.raw).issuerName.toArrayBuffer()
  return {
    hashAlgorithm: algorithm,
    issuerNameHash: hash(new Uint8Array(issuerName)),
    issuerKeyHash: hash(keyBits(issuer.publicKey)),
    serialNumber: certificate.serialNumber.toLowerCase().replace(/^0+(?=.)/, ''),
  }
}

export function sameHashData(one: HashData, other: HashData): boolean {
  return (['issuerNameHash', 'issuerKeyHash', 'serialNumber'] as const).every(
    (field) => one[field].toLowerCase().replace(/^0+(?=.)/, '') === other[field].toLowerCase().replace(/^0+(?=.)/, ''),
  )
}

/** The value of the subject public key field, without tag and length. */
function keyBits(key: KeyObject): Uint8Array {
  if (key.asymmetricKeyType === 'rsa') return key.export({ format: 'der', type: 'pkcs1' })
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  return Buffer.concat([Uint8Array.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
}
