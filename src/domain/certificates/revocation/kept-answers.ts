import type { Clock } from '#kernel'
import { plainSerial } from '../hash-data.ts'
import type { RevocationAnswer, RevocationQuestion } from './revocation-service.ts'

type Answered = Extract<RevocationAnswer, { status: 'answered' }>

interface Kept {
  readonly answer: Answered
  readonly freshUntilMs: number
  readonly goodUntilMs: number
}

/** Answers that are kept at most; the one longest unused is forgotten. */
const KEEP = 1_000
const HOUR_MS = 3_600_000
/** ISO 15118-20 lets nobody keep what was said for longer (2.1 M07). */
const WEEK_MS = 168 * HOUR_MS
/** A revocation is noticed within this time wherever somebody answers. */
const FRESH_MS = HOUR_MS

/**
 * What responders have said of certificates, for as long as they say it holds (2.x C07.FR.05): for an hour it is not asked
 * again, and afterwards it still counts where nobody answers. What says no time is never kept, nor what nobody knows to be
 * signed for the issuer: whoever slipped it in once would have it believed for a week.
 */
export class KeptAnswers {
  readonly #clock: Clock
  readonly #kept = new Map<string, Kept>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get(question: RevocationQuestion): { readonly answer: Answered; readonly isFresh: boolean } | undefined {
    const key = keyOf(question)
    const found = key === undefined ? undefined : this.#kept.get(key)
    if (key === undefined || found === undefined) return undefined
    this.#kept.delete(key)
    const nowMs = this.#clock.nowMs()
    if (found.goodUntilMs <= nowMs) return undefined
    this.#kept.set(key, found)
    return { answer: found.answer, isFresh: nowMs < found.freshUntilMs }
  }

  keep(question: RevocationQuestion, answer: Answered): void {
    const key = keyOf(question)
    if (key === undefined) return
    this.#kept.delete(key)
    // A responder that does not know a certificate may get to know it at any time.
    if (answer.nextUpdate === undefined || answer.state === 'unknown') return
    const nowMs = this.#clock.nowMs()
    const goodUntilMs = Math.min(answer.nextUpdate.getTime(), nowMs + WEEK_MS)
    this.#kept.set(key, { answer, goodUntilMs, freshUntilMs: nowMs + FRESH_MS })
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEEP) return
      this.#kept.delete(oldest)
    }
  }
}

/** Undefined: whether the answer is signed for the issuer cannot be told. */
function keyOf({ hashData, source, urls, issuer }: RevocationQuestion): string | undefined {
  if (issuer === undefined || source !== 'ocsp') return undefined
  return JSON.stringify([issuer.fingerprint256, hashData.algorithm, plainSerial(hashData.serialNumber), ...urls])
}
