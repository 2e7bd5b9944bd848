import { createPrivateKey, X509Certificate } from 'node:crypto'
import type { Clock, Timer } from '#kernel'
import type { Settings } from '../station/settings.ts'
import type { Security } from '../wire/dial.ts'
import { type FreshKey, type KeyKind, makeSigningRequest } from './signing-request.ts'
import { TrustStore } from './trust-store.ts'

const CSMS_ROOT = /^(CSMS|CentralSystem)Root/
const MONTH_MS = 31 * 86_400_000
/** Connections that fail before it tries another certificate. */
export const ATTEMPTS_A_CERTIFICATE = 3

export interface OwnCertificateOptions {
  /** The identity; it is the serial number too. */
  readonly id: string
  readonly clock: Clock
  readonly settings: Settings
  readonly security: Security
  readonly keyKind: KeyKind
}

/** What the station asks for: the request, and a number of its own (2.1 A02.FR.24). */
export interface Application {
  readonly csr: string
  readonly requestId: number
}

/** A station's own key and certificate, and the roots it trusts. The key never leaves it (A02.FR.05). */
export class OwnCertificate {
  readonly trust = new TrustStore()
  readonly #options: OwnCertificateOptions
  #security: Security
  /** The one before it, or the newer one once it has been fallen back from. */
  #other: { readonly security: Security; readonly untilMs: number } | undefined
  #hasFallenBack = false
  #failures = 0
  #making: Promise<FreshKey> | undefined
  #pending: (FreshKey & { readonly requestId: number }) | undefined
  #repeat: Timer | undefined
  #lastRequestId = 0

  constructor(options: OwnCertificateOptions) {
    this.#options = options
    this.#security = options.security
  }

  /** How the station proves itself from its next connection on. */
  get security(): Security {
    return this.#security
  }

  /** It speaks of certificates at all: one of 1.6 needs the security extension for it. */
  get isCertified(): boolean {
    return this.#security.profile === 3
  }

  /**
   * Makes a key and applies for its certificate; again with the same key until one comes (A02.FR.17 and 18), also when
   * it is asked to apply once more meanwhile.
   */
  async apply(send: (application: Application) => void): Promise<void> {
    const { id, settings, keyKind } = this.#options
    const subject = { commonName: id, organization: settings.organizationName }
    this.#making ??= makeSigningRequest(keyKind, subject)
    const fresh = await this.#making
    if (this.#pending?.key !== fresh.key) {
      this.#lastRequestId += 1
      this.#pending = { ...fresh, requestId: this.#lastRequestId }
    }
    this.#send(send, settings.certificateWaitS, settings.certificateRepeatTimes)
  }

  /** The CSMS will not certify it: that was all (A02.FR.20). */
  giveUp(): void {
    this.#repeat?.cancel()
    this.#making = undefined
    this.#pending = undefined
  }

  /** A02.FR.06: true when the chain is a certificate for the key in hand; the station then uses it. */
  take(chain: string, requestId: number | undefined): boolean {
    const pending = this.#pending
    const certificate = parse(chain)
    if (pending === undefined || certificate === undefined) return false
    // 2.1 A02.FR.26.
    if (requestId !== undefined && requestId !== pending.requestId) return false
    if (!this.#isRight(certificate, pending.key)) return false
    this.giveUp()
    const { authorities } = this
    if (this.#security.profile === 3) {
      this.#other = { security: this.#security, untilMs: this.#options.clock.nowMs() + MONTH_MS }
    }
    this.#hasFallenBack = false
    this.#failures = 0
    this.#security = {
      ...{ profile: 3, cert: chain, key: pending.key },
      ...(authorities === undefined ? {} : { authorities }),
    }
    return true
  }

  /** It could not connect: with the certificate it had before it may (2.1 A02.FR.28; before that A02.FR.10). */
  failed(): void {
    this.#failures += 1
    if (this.#other === undefined || this.#failures < ATTEMPTS_A_CERTIFICATE) return
    const { security, untilMs } = this.#other
    this.#failures = 0
    if (untilMs <= this.#options.clock.nowMs()) return
    this.#other = { security: this.#security, untilMs }
    this.#security = security
    this.#hasFallenBack = !this.#hasFallenBack
  }

  /**
   * It is connected. Stations of 2.1 `discard` the certificate that is not in use (A02.FR.10), others keep it for a month.
   *
   * @returns whether it is the newer one that was discarded
   */
  connected(discard: boolean): boolean {
    this.#failures = 0
    if (!discard || this.#other === undefined) return false
    this.#other = undefined
    const discardedNewer = this.#hasFallenBack
    this.#hasFallenBack = false
    return discardedNewer
  }

  /** The roots by which it trusts the CSMS: those it was made with, and those it was given; undefined without any. */
  get authorities(): readonly string[] | undefined {
    const made = 'authorities' in this.#security ? (this.#security.authorities ?? []) : []
    const given = this.trust.roots.filter(({ use }) => CSMS_ROOT.test(use)).map((root) => root.certificate.toString())
    const all = [...new Set([...made, ...given])]
    return all.length === 0 ? undefined : all
  }

  /** The password it was made with. */
  get factoryPassword(): string | Buffer | undefined {
    const { security } = this.#options
    return 'password' in security ? security.password : undefined
  }

  #isRight(certificate: X509Certificate, key: string): boolean {
    const { id, clock, settings } = this.#options
    const now = clock.nowMs()
    if (Date.parse(certificate.validFrom) > now || Date.parse(certificate.validTo) < now) return false
    if (!certificate.checkPrivateKey(createPrivateKey(key))) return false
    const subject = certificate.subject.split('\n')
    if (!subject.includes(`CN=${id}`) || !subject.includes(`O=${settings.organizationName}`)) return false
    const roots = this.trust.roots.filter(({ use }) => CSMS_ROOT.test(use))
    return roots.length === 0 || roots.some((root) => certificate.verify(root.certificate.publicKey))
  }

  #send(send: (application: Application) => void, waitS: number, timesLeft: number): void {
    const pending = this.#pending
    if (pending === undefined) return
    const { csr, requestId } = pending
    send({ csr, requestId })
    this.#repeat?.cancel()
    if (timesLeft <= 0) return
    this.#repeat = this.#options.clock.after(waitS * 1_000, () => this.#send(send, waitS * 2, timesLeft - 1))
  }
}

function parse(chain: string): X509Certificate | undefined {
  try {
    return new X509Certificate(chain)
  } catch {
    return undefined
  }
}
