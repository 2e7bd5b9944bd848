import { HASH_ALGORITHMS, type HashAlgorithm, type HashData } from '#domain/certificates'
import type * as v16 from '#ocpp/v16'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'

/** All versions name a certificate alike: by hashes of its issuer and its serial number. */
type Wire = v16.CertificateHashDataType | v201.CertificateHashDataType | v21.CertificateHashDataType

export function readHashData({ hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber }: Wire): HashData {
  const algorithm = HASH_ALGORITHMS.find((known) => known === hashAlgorithm) ?? 'unknown'
  return { algorithm, issuerNameHash, issuerKeyHash, serialNumber }
}

export function writeHashData(
  { issuerNameHash, issuerKeyHash, serialNumber }: HashData,
  algorithm: HashAlgorithm,
): v201.CertificateHashDataType {
  return { hashAlgorithm: algorithm, issuerNameHash, issuerKeyHash, serialNumber }
}
