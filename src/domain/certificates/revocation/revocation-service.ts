import type { X509Certificate } from 'node:crypto'
import { AppError, type Clock, errorCode, type Logger } from '#kernel'
import type { HashData } from '../hash-data.ts'
import { askResponder } from './ask-responder.ts'
import { KeptAnswers } from './kept-answers.ts'
import { type KnownHashData, writeOcspRequest } from './ocsp-request.ts'
import { type CertificateRevocation, readOcspResponse } from './ocsp-response.ts'
import { allowedUrl, type ResponderList } from './responder-list.ts'
import { readRevocationList } from './revocation-list.ts'
import { isSignedFor } from './verify-response.ts'

export interface RevocationOptions {
  readonly clock: Clock
  readonly logger: Logger
  readonly responders: ResponderList
}

/** One certificate to be asked about, and where. */
export interface RevocationQuestion {
  readonly hashData: HashData
  readonly source: 'ocsp' | 'crl'
  readonly urls: readonly string[]
  /** Where it is known: then the answer must be signed for it. */
  readonly issuer?: X509Certificate
}

export type RevocationAnswer =
  | (CertificateRevocation & { readonly status: 'answered'; readonly response: Buffer })
  | { readonly status: 'failed'; readonly reason: 'not-allowed' | 'no-answer' | 'useless-answer' | 'busy' }

/** A station waits for its answer, and everything else it says waits behind it. */
const PATIENCE_MS = 5_000
const OCSP_LIMIT_BYTES = 65_536
const CRL_LIMIT_BYTES = 5_000_000
/** Questions under way at once, so that a responder that hangs costs memory for no more. */
const AT_ONCE = 100

/** Asks those who know whether certificates are revoked, and nobody else (F-09). */
export function createRevocation({ clock, logger, responders }: RevocationOptions) {
  const answers = new KeptAnswers(clock)
  let underWay = 0

  async function askOne(url: URL, question: RevocationQuestion, timeoutMs: number): Promise<RevocationAnswer> {
    const { source, issuer } = question
    const hashData = withKnownAlgorithm(question.hashData)
    const now = new Date(clock.nowMs())
    if (source === 'crl') {
      const response = await askResponder(clock, { url, limitBytes: CRL_LIMIT_BYTES, timeoutMs })
      return { status: 'answered', response, ...readRevocationList(response, hashData, now) }
    }
    const body = writeOcspRequest(hashData)
    const response = await askResponder(clock, { url, body, limitBytes: OCSP_LIMIT_BYTES, timeoutMs })
    const { revocation, signed } = readOcspResponse(response, hashData, now)
    if (issuer !== undefined && !isSignedFor(signed, issuer, now)) throw new AppError('invalid', 'Signed by a stranger')
    return { status: 'answered', response, ...revocation }
  }

  /** One address after the other until one has an answer (M07.FR.01, 04), all in the time there is. */
  async function askInTurn(urls: readonly URL[], question: RevocationQuestion): Promise<RevocationAnswer> {
    const untilMs = clock.monotonicMs() + PATIENCE_MS
    let reason: 'no-answer' | 'useless-answer' = 'no-answer'
    for (const url of urls) {
      const leftMs = untilMs - clock.monotonicMs()
      if (leftMs <= 0) break
      try {
        return await askOne(url, question, leftMs)
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        reason = errorCode(error) === 'invalid' ? 'useless-answer' : 'no-answer'
        logger.info('A revocation could not be asked', { host: url.host, reason: error.message })
      }
    }
    return { status: 'failed', reason }
  }

  async function askNow(urls: readonly URL[], question: RevocationQuestion): Promise<RevocationAnswer> {
    if (underWay >= AT_ONCE) return { status: 'failed', reason: 'busy' }
    underWay += 1
    try {
      return await askInTurn(urls, question)
    } finally {
      underWay -= 1
    }
  }

  return async (question: RevocationQuestion): Promise<RevocationAnswer> => {
    const urls = question.urls.flatMap((url) => allowedUrl(url, responders) ?? [])
    if (urls.length === 0) return { status: 'failed', reason: 'not-allowed' }
    const kept = answers.get(question)
    if (kept?.isFresh === true) return kept.answer
    const answer = await askNow(urls, question)
    if (answer.status === 'failed') return kept?.answer ?? answer
    answers.keep(question, answer)
    return answer
  }
}

function withKnownAlgorithm({ algorithm, ...hashes }: HashData): KnownHashData {
  if (algorithm === 'unknown') throw new AppError('invalid', 'The hash algorithm is not known')
  return { algorithm, ...hashes }
}
