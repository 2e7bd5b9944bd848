import { X509Certificate } from 'node:crypto'
import { AppError, type Bus, type Clock, errorCode, type Logger } from '#kernel'
import { hashDataOf, sameHashData } from '../hash-data.ts'
import { readPem, writePem } from '../pem.ts'
import { X509Certificate as Asn1Certificate } from '../x509.ts'
import type { AuthorityRoot, CertificateAuthority, SigningOrder } from './certificate-authority.ts'
import { askEst, type EstAddress } from './est-client.ts'
import { announceRoots } from './root-news.ts'

export interface EstOptions extends EstAddress {
  readonly bus: Bus
  readonly clock: Clock
  readonly logger: Logger
}

/** How long what it says of itself is taken as it was. */
const FRESH_MS = 3_600_000
/** Until one that could not be reached is asked again for its roots. */
const FAILED_MS = 60_000
/** Station, up to three between, root. */
const LONGEST_CHAIN = 5

/**
 * An authority elsewhere that stations' requests are passed on to as they came: EST (RFC 7030), which most products speak
 * (1.6 security whitepaper A02.FR.04 and A03.FR.04). It signs nothing for vehicles.
 */
export function createEstAuthority(options: EstOptions): CertificateAuthority {
  const { bus, clock, logger } = options
  let known: readonly X509Certificate[] = []
  let untilMs = Number.NEGATIVE_INFINITY
  let fetching: Promise<void> | undefined

  async function fetchAuthorities(): Promise<void> {
    const answer = await askEst(clock, options, 'cacerts')
    const found = answer.status === 'certificates' ? answer.certificates.map((der) => new X509Certificate(der)) : []
    const changed = found.some((one) => !known.some(({ fingerprint256 }) => fingerprint256 === one.fingerprint256))
    known = found
    untilMs = clock.nowMs() + FRESH_MS
    if (changed) announceRoots(bus)
  }

  /** The authority and what is above it. @throws AppError `unavailable`, `invalid` */
  async function authorities(): Promise<readonly X509Certificate[]> {
    if (clock.nowMs() >= untilMs) {
      fetching ??= fetchAuthorities().finally(() => {
        fetching = undefined
      })
      await fetching
    }
    return known
  }

  /** The same, as it was last where it cannot be asked. */
  async function lastKnown(): Promise<readonly X509Certificate[]> {
    try {
      return await authorities()
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      untilMs = clock.nowMs() + FAILED_MS
      logger.warn('The certificate authority does not tell its roots', {
        code: errorCode(error),
        reason: error.message,
      })
      return known
    }
  }

  const rootsNow = async (): Promise<AuthorityRoot[]> => (await lastKnown()).filter(isRoot).map(readRoot)

  return {
    async refusal({ use, root }) {
      if (use !== 'station') return 'use-not-served'
      if (root === undefined) return undefined
      const { algorithm } = root
      if (algorithm === 'unknown') return 'unknown-root'
      const named = (await lastKnown()).some((one) => {
        const read = new Asn1Certificate(one.raw)
        return isRoot(one) && sameHashData(hashDataOf(read, read, algorithm), root)
      })
      return named ? undefined : 'unknown-root'
    },
    async issue(order) {
      const [csr] = readPem(order.csr, 'CERTIFICATE REQUEST')
      if (csr === undefined) return { status: 'refused', reason: 'the request cannot be read' }
      const above = await authorities()
      const answer = await askEst(clock, options, 'simpleenroll', csr)
      if (answer.status === 'refused') return answer
      const issued = answer.certificates.map((der) => new X509Certificate(der))
      const leaf = issued.find((certificate) => isFor(certificate, order))
      if (leaf === undefined) return { status: 'refused', reason: 'the authority sent no certificate for this key' }
      return { status: 'issued', chain: chainOf(leaf, [...issued, ...above]) }
    },
    roots: rootsNow,
  }
}

/** From the station's certificate up to the root, which stations have by other ways. */
function chainOf(leaf: X509Certificate, others: readonly X509Certificate[]): string {
  const chain = [leaf]
  for (let last = leaf; chain.length < LONGEST_CHAIN; ) {
    const issuer = others.find((other) => other.ca && last.checkIssued(other) && last.verify(other.publicKey))
    if (issuer === undefined || isRoot(issuer)) break
    chain.push(issuer)
    last = issuer
  }
  return chain.map(({ raw }) => writePem('CERTIFICATE', raw)).join('')
}

function isFor({ publicKey }: X509Certificate, order: SigningOrder): boolean {
  return publicKey.export({ format: 'der', type: 'spki' }).equals(order.publicKey)
}

function isRoot(certificate: X509Certificate): boolean {
  return certificate.ca && certificate.checkIssued(certificate)
}

function readRoot(certificate: X509Certificate): AuthorityRoot {
  const read = new Asn1Certificate(certificate.raw)
  return {
    id: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    keyKind: certificate.publicKey.asymmetricKeyType === 'rsa' ? 'rsa' : 'ecdsa',
    subject: read.subject,
    certificate: writePem('CERTIFICATE', certificate.raw),
    hashData: hashDataOf(read, read),
    notAfter: new Date(certificate.validTo),
  }
}
