import { createHash } from 'node:crypto'
import { plainSerial } from '../hash-data.ts'
import type { KnownHashData } from './ocsp-request.ts'
import type { CertificateRevocation } from './ocsp-response.ts'
import { openList, uselessList } from './open-list.ts'

/**
 * What a revocation list in DER says about a certificate: it is revoked when its serial number is there, and good when not
 * (2.1 M07.FR.06 and 07).
 *
 * @throws AppError `invalid` for a list of another issuer, one that is not complete, and one that has had its day
 */
export function readRevocationList(der: Uint8Array, asked: KnownHashData, now: Date): CertificateRevocation {
  const { issuerName, nextUpdate, revokedSerials } = openList(der, now)
  const nameHash = createHash(asked.algorithm.toLowerCase()).update(issuerName).digest('hex')
  if (nameHash !== asked.issuerNameHash.toLowerCase()) throw uselessList('it is of another issuer')
  const wanted = plainSerial(asked.serialNumber)
  const revoked = Iterator.from(revokedSerials()).some((serial) => serial === wanted)
  return { state: revoked ? 'revoked' : 'good', ...(nextUpdate && { nextUpdate }) }
}
