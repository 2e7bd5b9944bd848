import { X509Certificate } from 'node:crypto'
import { readPem } from '../pem.ts'

/** A certificate with the one that signed it. */
export interface ChainLink {
  readonly certificate: X509Certificate
  readonly issuer: X509Certificate
}

export type ChainReading =
  | { readonly status: 'valid'; readonly links: readonly ChainLink[] }
  | { readonly status: 'expired' | 'unverifiable' }

/** A contract, its provider, and at most two between it and the root (ISO 15118-2 §7.9.1); one more for other trees. */
const LONGEST_CHAIN = 5

/** Follows a chain from its first certificate to an authority that is trusted: signatures, times, and who may sign. */
export function readChain(pem: string, authorities: readonly X509Certificate[], now: Date): ChainReading {
  const shown = parseAll(pem)
  const [leaf] = shown
  if (leaf === undefined || leaf.ca || shown.length > LONGEST_CHAIN) return { status: 'unverifiable' }
  const links: ChainLink[] = []
  for (let current = leaf; !isOneOf(authorities, current); ) {
    const issuer = [...authorities, ...shown].find((candidate) => hasSigned(candidate, current))
    if (issuer === undefined || links.length >= LONGEST_CHAIN) return { status: 'unverifiable' }
    links.push({ certificate: current, issuer })
    current = issuer
  }
  const all = [leaf, ...links.map(({ issuer }) => issuer)]
  if (all.some(({ validFrom }) => Date.parse(validFrom) > now.getTime())) return { status: 'unverifiable' }
  if (all.some(({ validTo }) => Date.parse(validTo) <= now.getTime())) return { status: 'expired' }
  return links.length === 0 ? { status: 'unverifiable' } : { status: 'valid', links }
}

/** Where a certificate says it may be asked about. */
export function responderUrls({ infoAccess = '' }: X509Certificate): string[] {
  return [...infoAccess.matchAll(/^OCSP - URI:(.+)$/gm)].map(([, url = '']) => url.trim())
}

/** The contract id of a contract certificate: its common name (ISO 15118-2 §7.9.2.4). */
export function contractIdOf({ subject }: X509Certificate): string {
  return /^CN=(.+)$/m.exec(subject)?.[1] ?? ''
}

/** Separators, case and the check digit at the end are not part of who it is. */
export function isSameContract(one: string, other: string): boolean {
  const [left, right] = [one, other].map((id) => id.replace(/[-*]/g, '').toUpperCase().slice(0, 14))
  return left !== '' && left === right
}

function hasSigned(candidate: X509Certificate, certificate: X509Certificate): boolean {
  return candidate.ca && certificate.checkIssued(candidate) && certificate.verify(candidate.publicKey)
}

function isOneOf(authorities: readonly X509Certificate[], certificate: X509Certificate): boolean {
  return authorities.some(({ fingerprint256 }) => fingerprint256 === certificate.fingerprint256)
}

function parseAll(pem: string): X509Certificate[] {
  try {
    return readPem(pem, 'CERTIFICATE').map((der) => new X509Certificate(der))
  } catch {
    return []
  }
}
