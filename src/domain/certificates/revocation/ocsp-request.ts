import { derTags, writeDer } from '../der.ts'
import type { HashAlgorithm, HashData } from '../hash-data.ts'

/** The name of a certificate by an algorithm that can be asked with. */
export type KnownHashData = HashData & { readonly algorithm: HashAlgorithm }

/** Object identifiers of the hash algorithms (NIST 2.16.840.1.101.3.4.2), their content in DER. */
export const HASH_IDS: Readonly<Record<HashAlgorithm, string>> = {
  SHA256: '608648016503040201',
  SHA384: '608648016503040202',
  SHA512: '608648016503040203',
}

/** The question about one certificate, in DER (RFC 6960 §4.1.1). */
export function writeOcspRequest({
  algorithm,
  issuerNameHash,
  issuerKeyHash,
  serialNumber,
}: KnownHashData): Uint8Array {
  const { sequence, objectId, octetString, integer } = derTags
  const certificateId = writeDer(
    sequence,
    writeDer(sequence, writeDer(objectId, Buffer.from(HASH_IDS[algorithm], 'hex')), writeDer(derTags.null)),
    writeDer(octetString, Buffer.from(issuerNameHash, 'hex')),
    writeDer(octetString, Buffer.from(issuerKeyHash, 'hex')),
    writeDer(integer, serialBytes(serialNumber)),
  )
  const requestList = writeDer(sequence, writeDer(sequence, certificateId))
  return writeDer(sequence, writeDer(sequence, requestList))
}

/** A serial number is positive: its first bit is not its sign. */
function serialBytes(serialNumber: string): Buffer {
  const digits = serialNumber.length % 2 === 0 ? serialNumber : `0${serialNumber}`
  const bytes = Buffer.from(digits, 'hex')
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Uint8Array.of(0), bytes]) : bytes
}
