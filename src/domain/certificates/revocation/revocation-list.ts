import { createHash } from 'node:crypto'
import { AppError } from '#kernel'
import { type DerValue, derContent, derTags, derTime, readDerValue } from '../der.ts'
import { plainSerial } from '../hash-data.ts'
import type { KnownHashData } from './ocsp-request.ts'
import type { CertificateRevocation } from './ocsp-response.ts'

/** The extension of lists that hold only what has changed (RFC 5280 §5.2.4), the content of its identifier. */
const DELTA = '551d1b'
const EXTENSIONS = 0xa0

/**
 * What a revocation list in DER says about a certificate (RFC 5280 §5.1): it is revoked when its serial number is there,
 * and good when not (2.1 M07.FR.06 and 07).
 *
 * @throws AppError `invalid` for a list of another issuer, one that is not complete, and one that has had its day
 */
export function readRevocationList(der: Uint8Array, asked: KnownHashData, now: Date): CertificateRevocation {
  const [list] = derContent(readDerValue(der))
  const parts = derContent(list)
  // The version is left out in lists of the first version.
  const [, issuer, thisUpdate, ...rest] = parts[0]?.tag === derTags.integer ? parts.slice(1) : parts
  if (issuer === undefined || thisUpdate === undefined) throw refused('it is not whole')
  const nameHash = createHash(asked.algorithm.toLowerCase()).update(issuer.whole).digest('hex')
  if (nameHash !== asked.issuerNameHash.toLowerCase()) throw refused('it is of another issuer')
  if (derTime(thisUpdate) > now) throw refused('it is of a later time')
  const nextUpdate = rest[0] !== undefined && isTime(rest[0]) ? derTime(rest[0]) : undefined
  if (nextUpdate !== undefined && nextUpdate <= now) throw refused('it has had its day')
  const [first, second] = nextUpdate === undefined ? rest : rest.slice(1)
  const entries = first?.tag === derTags.sequence ? first : undefined
  if (isDelta(entries === undefined ? first : second)) throw refused('it holds only what has changed')
  const revoked = entries !== undefined && isIn(entries, plainSerial(asked.serialNumber))
  return { state: revoked ? 'revoked' : 'good', ...(nextUpdate && { nextUpdate }) }
}

function isIn(entries: DerValue, serialNumber: string): boolean {
  return derContent(entries).some((entry) => {
    const [serial] = derContent(entry)
    return plainSerial(Buffer.from(serial?.content ?? []).toString('hex')) === serialNumber
  })
}

function isDelta(extensions: DerValue | undefined): boolean {
  if (extensions?.tag !== EXTENSIONS) return false
  return derContent(derContent(extensions, EXTENSIONS)[0]).some((extension) => {
    const [id] = derContent(extension)
    return Buffer.from(id?.content ?? []).toString('hex') === DELTA
  })
}

function isTime({ tag }: DerValue): boolean {
  return tag === derTags.utcTime || tag === derTags.generalizedTime
}

function refused(why: string): AppError {
  return new AppError('invalid', `The revocation list is of no use: ${why}`)
}
