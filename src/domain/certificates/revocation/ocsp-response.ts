import { AppError } from '#kernel'
import { type DerValue, derContent, derTags, derTime, readDerValue } from '../der.ts'
import { plainSerial } from '../hash-data.ts'
import { HASH_IDS, type KnownHashData } from './ocsp-request.ts'
import type { SignedBytes } from './verify-response.ts'

export type RevocationState = 'good' | 'revoked' | 'unknown'

export interface CertificateRevocation {
  readonly state: RevocationState
  /** Until when this holds; absent: newer information may be there at any time (RFC 6960 §4.2.2.1). */
  readonly nextUpdate?: Date
}

/** What is signed in a response, and by what. */
export interface SignedResponse extends SignedBytes {
  /** Certificates that came along, DER. */
  readonly certificates: readonly Uint8Array[]
}

const SUCCESSFUL = 0
const BASIC = '2b0601050507300101'
const STATES: Readonly<Record<number, RevocationState>> = { 128: 'good', 161: 'revoked', 130: 'unknown' }
/** Context-specific and constructed. */
const explicit = (number: number) => 0xa0 | number

/**
 * What a response in DER says about one certificate (RFC 6960 §4.2.1).
 *
 * @throws AppError `invalid` when it is no successful response, says nothing about the certificate, or has had its day
 */
export function readOcspResponse(
  der: Uint8Array,
  asked: KnownHashData,
  now: Date,
): { readonly revocation: CertificateRevocation; readonly signed: SignedResponse } {
  const [status, responseBytes] = derContent(readDerValue(der))
  if (status?.tag !== derTags.enumerated || status.content[0] !== SUCCESSFUL) throw refused('it is not successful')
  const [kind, basic] = derContent(derContent(responseBytes, explicit(0))[0])
  if (hex(kind) !== BASIC || basic?.tag !== derTags.octetString) throw refused('it is of another kind')
  const [data, algorithm, signature, certificates] = derContent(readDerValue(basic.content))
  if (data === undefined || signature === undefined) throw refused('it is not signed')
  const single = responsesIn(data).find((one) => isAbout(one, asked))
  if (single === undefined) throw refused('it is about another certificate')
  const revocation = readSingle(single)
  if (revocation.nextUpdate !== undefined && revocation.nextUpdate <= now) throw refused('it has had its day')
  return {
    revocation,
    signed: {
      signedBytes: data.whole,
      algorithm: hex(derContent(algorithm)[0]),
      signature: signature.content.subarray(1),
      certificates: certificates === undefined ? [] : certificatesIn(certificates),
    },
  }
}

/** Past version and responder: the time it was produced, then the responses. */
function responsesIn(data: DerValue): DerValue[][] {
  const parts = derContent(data)
  const at = parts.findIndex(({ tag }) => tag === derTags.generalizedTime)
  return derContent(parts[at + 1]).map((single) => derContent(single))
}

function isAbout([certificateId]: readonly DerValue[], asked: KnownHashData): boolean {
  const [algorithm, nameHash, keyHash, serial] = derContent(certificateId)
  return (
    hex(derContent(algorithm)[0]) === HASH_IDS[asked.algorithm] &&
    hex(nameHash) === asked.issuerNameHash.toLowerCase() &&
    hex(keyHash) === asked.issuerKeyHash.toLowerCase() &&
    plainSerial(hex(serial)) === plainSerial(asked.serialNumber)
  )
}

function readSingle([, certificateStatus, thisUpdate, next]: readonly DerValue[]): CertificateRevocation {
  const state = STATES[certificateStatus?.tag ?? 0]
  if (state === undefined || thisUpdate === undefined) throw refused('it has no status')
  if (next?.tag !== explicit(0)) return { state }
  const [nextUpdate] = derContent(next, explicit(0))
  return nextUpdate === undefined ? { state } : { state, nextUpdate: derTime(nextUpdate) }
}

function certificatesIn(value: DerValue): Uint8Array[] {
  return derContent(derContent(value, explicit(0))[0]).map(({ whole }) => whole)
}

function hex(value: DerValue | undefined): string {
  return Buffer.from(value?.content ?? []).toString('hex')
}

function refused(why: string): AppError {
  return new AppError('invalid', `The response of the responder is of no use: ${why}`)
}
