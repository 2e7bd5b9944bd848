import type { HashData } from '#domain/certificates'
import type * as v16 from '#ocpp/v16'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'

/** All versions name a certificate alike: by hashes of its issuer and its serial number. */
type Wire = v16.CertificateHashDataType | v201.CertificateHashDataType | v21.CertificateHashDataType

export function readHashData({ hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber }: Wire): HashData {
  return { algorithm: hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber }
}

export function writeHashData({ algorithm, issuerNameHash, issuerKeyHash, serialNumber }: HashData) {
  return { hashAlgorithm: algorithm, issuerNameHash, issuerKeyHash, serialNumber }
}
