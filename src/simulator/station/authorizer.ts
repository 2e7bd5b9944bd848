import type { Clock } from '#kernel'
import type { CallOutcome, Outbox } from '../wire/outbox.ts'
import type { Dialect, Verdict } from './dialect.ts'
import type { LocalList } from './local-list.ts'
import type { Settings } from './settings.ts'
import { TokenCache } from './token-cache.ts'
import type { Token } from './transaction.ts'

export interface AuthorizerOptions {
  readonly clock: Clock
  readonly settings: Settings
  readonly outbox: Outbox
  readonly localList: LocalList
  readonly dialect: () => Dialect
  readonly online: () => boolean
}

/** Decides about tokens: asks the CSMS when it can, remembers what it said, and goes by that when it cannot. */
export class Authorizer {
  readonly cache = new TokenCache()
  readonly #options: AuthorizerOptions

  constructor(options: AuthorizerOptions) {
    this.#options = options
  }

  /** `decided` hears exactly one verdict. */
  judge(token: Token, decided: (verdict: Verdict) => void): void {
    const { settings, online } = this.#options
    if (!online()) {
      decided(this.#offline(token))
      return
    }
    const known = this.#recall(token)
    // C07.FR.01: the CSMS always hears of a contract.
    if (settings.localPreAuthorize && known?.accepted === true && token.contract === undefined) decided(known)
    else this.#ask(token, decided)
  }

  /** Any answer of the CSMS that names a verdict renews the cache (2.0.1 C10.FR.05). */
  learn(token: Token, verdict: Verdict): void {
    // What is on the list is never in the cache (1.6 §3.5.3).
    if (!this.#options.settings.authorizationCache || this.#listed(token) !== undefined) return
    this.cache.remember(token.value, verdict)
  }

  /** Whether two tokens belong to one group, as far as the station was told. */
  sameGroup(one: Token, other: Token): boolean {
    const group = this.groupOf(one)
    return group !== undefined && group === this.groupOf(other)
  }

  /** The group of a token, as far as the station was told. */
  groupOf(token: Token): string | undefined {
    return this.#recall(token)?.group
  }

  #ask(token: Token, decided: (verdict: Verdict) => void): void {
    const { outbox, dialect } = this.#options
    const { action, payload } = dialect().authorize(token)
    const settled = (outcome: CallOutcome) => {
      if (outcome.type !== 'result') {
        decided(outcome.type === 'lost' ? this.#offline(token) : refused('no answer'))
        return
      }
      const verdict = dialect().readAuthorize(outcome.payload)
      this.learn(token, verdict)
      decided(verdict)
    }
    outbox.call({ action, payload: () => payload, lane: 'ordinary', settled })
  }

  /** 1.6 §3.5, 2.0.1 C15, and 2.x C07.FR.07 to 12 for contracts. */
  #offline(token: Token): Verdict {
    const { settings } = this.#options
    const isJudged = settings.contractValidationOffline && token.contract?.isValid === true
    if (token.contract !== undefined && !isJudged) return refused('offline')
    const known = this.#recall(token)
    if (settings.localAuthorizeOffline && known !== undefined) return known
    if (settings.allowOfflineUnknown && known === undefined) return { accepted: true, status: 'offline' }
    return refused('offline')
  }

  /** The list comes before the cache (1.6 §3.5.3, 2.x C13.FR.01). */
  #recall(token: Token): Verdict | undefined {
    const listed = this.#listed(token)
    if (listed !== undefined) return listed
    if (!this.#options.settings.authorizationCache) return undefined
    return this.cache.recall(token.value, this.#options.clock.nowMs())
  }

  #listed({ value }: Token): Verdict | undefined {
    const { settings, localList, clock } = this.#options
    return settings.localList ? localList.recall(value, clock.nowMs()) : undefined
  }
}

function refused(status: string): Verdict {
  return { accepted: false, status }
}
