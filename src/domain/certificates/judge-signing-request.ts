import type { SigningRefusal } from './certificate.ts'
import type { SigningRequest } from './signing-request.ts'

/** Whom a certificate would be for. */
export interface Applicant {
  readonly stationId: string
  readonly serialNumber: string | undefined
  /** The organisation that station certificates name; undefined: any, but one. */
  readonly csoName: string | undefined
}

/** A00.FR.502. */
const LEAST_RSA_BITS = 2048
/** A00.FR.504 and 506. */
const SIGNATURE_HASHES: ReadonlySet<string> = new Set(['SHA-256', 'SHA-384', 'SHA-512'])

/**
 * Why a station's key is not certified; undefined when it is. The name must be the station's own and nothing beside it:
 * a certificate that named two stations would open the door to both.
 */
export function judgeSigningRequest(request: SigningRequest, applicant: Applicant): SigningRefusal | undefined {
  const { keyKind, keyBits, signatureHash, commonName, organization } = request
  if (keyKind === 'rsa' && keyBits < LEAST_RSA_BITS) return 'weak-key'
  if (!SIGNATURE_HASHES.has(signatureHash)) return 'weak-signature'
  // A00.FR.509 and 404.
  if (organization === undefined || organization.trim() === '') return 'wrong-organization'
  if (applicant.csoName !== undefined && organization !== applicant.csoName) return 'wrong-organization'
  // A00.FR.511 and 405.
  const named = commonName === applicant.stationId || commonName === applicant.serialNumber
  return commonName !== undefined && commonName !== '' && named ? undefined : 'wrong-name'
}
