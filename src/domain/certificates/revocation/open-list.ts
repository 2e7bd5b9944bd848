import { AppError } from '#kernel'
import { type DerValue, derContent, derTags, derTime, readDerValue } from '../der.ts'
import { plainSerial } from '../hash-data.ts'
import type { SignedBytes } from './verify-response.ts'

/** The extension of lists that hold only what has changed (RFC 5280 §5.2.4), the content of its identifier. */
const DELTA = '551d1b'
const EXTENSIONS = 0xa0

/** A revocation list as it is written (RFC 5280 §5.1). */
export interface OpenList {
  /** The issuer's name, DER. */
  readonly issuerName: Uint8Array
  readonly thisUpdate: Date
  readonly nextUpdate: Date | undefined
  /** What is signed, and by what. */
  readonly signed: SignedBytes
  /** Without leading zeroes, in the order of the list. */
  revokedSerials(): Iterable<string>
}

/** @throws AppError `invalid` for what is no list, one that holds only what has changed, and one that does not hold now */
export function openList(der: Uint8Array, now: Date): OpenList {
  const [list, algorithm, signature] = derContent(readDerValue(der))
  const parts = derContent(list)
  // The version is left out in lists of the first version.
  const [, issuer, thisUpdate, ...rest] = parts[0]?.tag === derTags.integer ? parts.slice(1) : parts
  if (list === undefined || issuer === undefined || thisUpdate === undefined) throw uselessList('it is not whole')
  if (derTime(thisUpdate) > now) throw uselessList('it is of a later time')
  const nextUpdate = rest[0] !== undefined && isTime(rest[0]) ? derTime(rest[0]) : undefined
  if (nextUpdate !== undefined && nextUpdate <= now) throw uselessList('it has had its day')
  const [first, second] = nextUpdate === undefined ? rest : rest.slice(1)
  const entries = first?.tag === derTags.sequence ? first : undefined
  if (isDelta(entries === undefined ? first : second)) throw uselessList('it holds only what has changed')
  return {
    ...{ issuerName: issuer.whole, thisUpdate: derTime(thisUpdate), nextUpdate },
    signed: {
      signedBytes: list.whole,
      algorithm: algorithm === undefined ? '' : hex(derContent(algorithm)[0]),
      signature: signature?.content.subarray(1) ?? new Uint8Array(),
    },
    *revokedSerials() {
      for (const entry of entries === undefined ? [] : derContent(entries)) {
        const [serial] = derContent(entry)
        yield plainSerial(hex(serial))
      }
    },
  }
}

export function uselessList(why: string): AppError {
  return new AppError('invalid', `The revocation list is of no use: ${why}`)
}

function isDelta(extensions: DerValue | undefined): boolean {
  if (extensions?.tag !== EXTENSIONS) return false
  return derContent(derContent(extensions, EXTENSIONS)[0]).some((extension) => hex(derContent(extension)[0]) === DELTA)
}

function isTime({ tag }: DerValue): boolean {
  return tag === derTags.utcTime || tag === derTags.generalizedTime
}

function hex(value: DerValue | undefined): string {
  return Buffer.from(value?.content ?? []).toString('hex')
}
