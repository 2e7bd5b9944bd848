import { createHash, X509Certificate } from 'node:crypto'
import { AppError, type Clock, type Logger } from '#kernel'
import { hashDataOf, plainSerial } from '../hash-data.ts'
import { X509Certificate as Asn1Certificate, CRLDistributionPointsExtension } from '../x509.ts'
import { askResponder } from './ask-responder.ts'
import { type KnownHashData, writeOcspRequest } from './ocsp-request.ts'
import { readOcspResponse } from './ocsp-response.ts'
import { openList, uselessList } from './open-list.ts'
import { type Lasting, Remembered } from './remembered.ts'
import { isSignedBy, isSignedFor } from './verify-response.ts'

export interface InquiryOptions {
  readonly clock: Clock
  readonly logger: Logger
  /** How long one authority may take over its answer. */
  readonly timeoutMs: number
}

/** silent: the certificate names nobody who could be asked. unverified: nobody who was asked vouches for it. */
export type InquiryVerdict = 'good' | 'revoked' | 'unverified' | 'silent'

const OCSP_LIMIT_BYTES = 65_536
const LIST_LIMIT_BYTES = 20_000_000
const MINUTE_MS = 60_000
/** A revocation is noticed within this time, whatever an authority says of its next answer. */
const LONGEST_MS = 60 * MINUTE_MS
/** Of an authority that does not say when it will know more. */
const USUAL_MS = 5 * MINUTE_MS
/** Until one that did not answer is asked again. */
const FAILED_MS = MINUTE_MS / 2
/** An address more would be one more that a chain makes us wait for. */
const MOST_ADDRESSES = 2

interface KnownList {
  readonly revoked: ReadonlySet<string>
}

/**
 * Asks the authorities of a chain whether its certificates still hold (2.x A00.FR.705; 1.6 security whitepaper A00.FR.702,
 * 704): by OCSP, or by list where there is no answer. The chain has been verified before, so that its addresses are those of
 * authorities an operator trusts. Each certificate is asked about once at a time, and the answer is remembered: after an
 * outage all stations come within a minute.
 */
export function createCertificateInquiry({ clock, logger, timeoutMs }: InquiryOptions) {
  const verdicts = new Remembered<InquiryVerdict>({ clock, keep: 50_000, atOnce: 50, waiting: 5_000 })
  const lists = new Remembered<KnownList | undefined>({ clock, keep: 20, atOnce: 5, waiting: 100 })

  async function byResponder(url: URL, { certificate, issuer }: Link): Promise<Lasting<InquiryVerdict>> {
    const asked = nameOf(certificate, issuer)
    const now = new Date(clock.nowMs())
    const body = writeOcspRequest(asked)
    const response = await askResponder(clock, { url, body, limitBytes: OCSP_LIMIT_BYTES, timeoutMs })
    const { revocation, signed } = readOcspResponse(response, asked, now)
    if (!isSignedFor(signed, issuer, now)) throw new AppError('invalid', 'The response is signed by a stranger')
    if (revocation.state === 'unknown') throw new AppError('invalid', 'The responder does not know the certificate')
    return { value: revocation.state, forMs: lasting(revocation.nextUpdate, now) }
  }

  async function fetchList(url: URL, issuer: X509Certificate): Promise<Lasting<KnownList>> {
    const now = new Date(clock.nowMs())
    const list = openList(await askResponder(clock, { url, limitBytes: LIST_LIMIT_BYTES, timeoutMs }), now)
    const name = Buffer.from(new Asn1Certificate(issuer.raw).subjectName.toArrayBuffer())
    if (!name.equals(list.issuerName)) throw uselessList('it is of another issuer')
    if (!isSignedBy(list.signed, issuer)) throw uselessList('it is signed by a stranger')
    return { value: { revoked: new Set(list.revokedSerials()) }, forMs: lasting(list.nextUpdate, now) }
  }

  async function byList(url: URL, { certificate, issuer }: Link): Promise<Lasting<InquiryVerdict>> {
    const key = `${url.href} ${issuer.fingerprint256}`
    const list = await lists.get(key, async () => {
      try {
        return await fetchList(url, issuer)
      } catch (error) {
        complain(url, error)
        return { value: undefined, forMs: FAILED_MS }
      }
    })
    if (list === undefined) throw new AppError('unavailable', 'The revocation list cannot be had')
    const revoked = list.revoked.has(plainSerial(certificate.serialNumber))
    // The list itself is remembered; so is what is on it, but not for as long as that again.
    return { value: revoked ? 'revoked' : 'good', forMs: MINUTE_MS }
  }

  function complain(url: URL, error: unknown): void {
    if (!(error instanceof AppError)) throw error
    logger.warn('A certificate authority did not say what is revoked', { host: url.host, reason: error.message })
  }

  async function ask(link: Link): Promise<Lasting<InquiryVerdict>> {
    const ways = [
      ...responderUrls(link.certificate).map((url) => ({ url, way: byResponder })),
      ...listUrls(link.certificate).map((url) => ({ url, way: byList })),
    ]
    for (const { url, way } of ways) {
      try {
        return await way(url, link)
      } catch (error) {
        complain(url, error)
      }
    }
    return ways.length === 0 ? { value: 'silent', forMs: LONGEST_MS } : { value: 'unverified', forMs: FAILED_MS }
  }

  /** `chain` begins with the station's certificate and ends with the root that is trusted, DER. */
  return async (chain: readonly Uint8Array[]): Promise<InquiryVerdict> => {
    const verdict = await Promise.all(
      linksOf(chain).map(async (link) => (await verdicts.get(keyOf(link), () => ask(link))) ?? 'unverified'),
    )
    const [own = 'silent'] = verdict
    if (verdict.includes('revoked')) return 'revoked'
    return verdict.includes('unverified') ? 'unverified' : own
  }
}

interface Link {
  readonly certificate: X509Certificate
  readonly issuer: X509Certificate
}

function linksOf(chain: readonly Uint8Array[]): Link[] {
  const read = chain.map((der) => new X509Certificate(der))
  return read.slice(0, -1).flatMap((certificate, at) => {
    const issuer = read[at + 1]
    return issuer === undefined ? [] : [{ certificate, issuer }]
  })
}

function keyOf({ certificate, issuer }: Link): string {
  return createHash('sha256').update(certificate.raw).update(issuer.raw).digest('base64url')
}

function nameOf(certificate: X509Certificate, issuer: X509Certificate): KnownHashData {
  const name = hashDataOf(new Asn1Certificate(certificate.raw), new Asn1Certificate(issuer.raw))
  return { ...name, algorithm: 'SHA256' }
}

function responderUrls({ infoAccess = '' }: X509Certificate): URL[] {
  return web([...infoAccess.matchAll(/^OCSP - URI:(.+)$/gm)].map(([, url = '']) => url.trim()))
}

function listUrls({ raw }: X509Certificate): URL[] {
  const points = new Asn1Certificate(raw).getExtension(CRLDistributionPointsExtension)?.distributionPoints ?? []
  const names = points.flatMap(({ distributionPoint }) => distributionPoint?.fullName ?? [])
  return web(names.flatMap(({ uniformResourceIdentifier }) => uniformResourceIdentifier ?? []))
}

function web(texts: readonly string[]): URL[] {
  const urls = texts.flatMap((text) => URL.parse(text) ?? [])
  return urls.filter(({ protocol }) => protocol === 'http:' || protocol === 'https:').slice(0, MOST_ADDRESSES)
}

function lasting(nextUpdate: Date | undefined, now: Date): number {
  const ms = nextUpdate === undefined ? USUAL_MS : nextUpdate.getTime() - now.getTime()
  return Math.min(LONGEST_MS, Math.max(FAILED_MS, ms))
}
