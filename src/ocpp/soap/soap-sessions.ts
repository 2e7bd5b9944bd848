import { type Clock, countedAs, type Gauge, type Metrics, type Timer } from '#kernel'
import { type ConnectionHandler, type Handshake, HandshakeLimiter, type HandshakeVerdict } from '#ocpp/transport'
import type { Asker } from './asker.ts'
import type { CallbackRule } from './callback-rule.ts'
import { SoapConnection } from './soap-connection.ts'
import type { SoapLimits } from './soap-limits.ts'

export interface SessionsOptions {
  /** Judges a station by what its request shows: when its session opens, and again from time to time. */
  authenticate(handshake: Handshake): Promise<HandshakeVerdict>
  readonly handler: ConnectionHandler
  /** A station not heard for so long is gone. */
  readonly silenceMs: number
  /** How long a station may take to answer a request of ours. */
  readonly callTimeoutMs: number
  readonly mayCall: CallbackRule
  /** Authorities that stations' servers may chain to now besides the known ones, PEM. */
  readonly authorities?: () => readonly string[]
  readonly clock: Clock
  readonly metrics: Metrics
}

/** A request may go on: in the session there is, or in one to be opened. */
export type Admission = { readonly accept: true; readonly tag: unknown } | Refused
export type Refused = HandshakeVerdict & { readonly accept: false }

const GOING_AWAY = 1001
/** How often silence is looked for, as a share of the time it takes. */
const LOOKS_PER_SILENCE = 20
/** The door waits longer than whoever asked, so that it is the asker who gives up. */
const GRACE_MS = 1_000

/** The stations that have been heard over SOAP lately: each has a session, as if it held a connection. */
export class SoapSessions {
  readonly #options: SessionsOptions
  readonly #limits: SoapLimits
  readonly #sessions = new Map<string, SoapConnection>()
  readonly #opened: HandshakeLimiter
  readonly #refused: HandshakeLimiter
  #judging = 0
  readonly #count: Gauge<never>
  #look: Timer

  constructor(options: SessionsOptions, limits: SoapLimits) {
    this.#options = options
    this.#limits = limits
    this.#opened = new HandshakeLimiter(limits.sessionsPerHour, limits.maxTrackedIdentities)
    this.#refused = new HandshakeLimiter(limits.sessionsPerHour, limits.maxTrackedIdentities)
    this.#count = options.metrics.gauge('ocpp_soap_sessions', 'Stations heard from over SOAP lately')
    this.#look = this.#nextLook()
  }

  get size(): number {
    return this.#sessions.size
  }

  all(): readonly SoapConnection[] {
    return [...this.#sessions.values()]
  }

  /** Whether a request may go on. Its sender is judged anew unless that was done a moment ago. */
  async admit(asker: Asker): Promise<Admission> {
    const known = this.#sessionOf(asker)
    const { handshake } = asker
    if (known !== undefined && handshake.receivedAtMs - known.judgedAtMs < this.#limits.verdictHoldsMs) {
      return { accept: true, tag: known.tag }
    }
    const key = `${handshake.identity} ${countedAs(handshake.remoteAddress)}`
    const retryAfterS = this.#refused.waitS(key, handshake.receivedAtMs)
    if (retryAfterS > 0) return { accept: false, status: 429, reason: 'too many refused requests', retryAfterS }
    if (this.#judging >= this.#limits.maxPendingVerdicts) return { accept: false, status: 503, reason: 'busy' }
    const verdict = await this.#judge(handshake)
    if (!verdict.accept) {
      if (verdict.status !== 503) this.#refused.count(key, handshake.receivedAtMs)
      return verdict
    }
    const standing = this.#sessionOf(asker)
    if (standing !== undefined) standing.judgedAtMs = handshake.receivedAtMs
    return { accept: true, tag: verdict.tag }
  }

  /** The session of somebody admitted, opened if there is none; a refusal when there are too many already. */
  enter(asker: Asker, tag: unknown): SoapConnection | Refused {
    // Another request of the station may have opened it meanwhile.
    const standing = this.#sessionOf(asker)
    if (standing !== undefined) return standing
    const { identity, version, proof, handshake } = asker
    const retryAfterS = this.#opened.waitS(identity, handshake.receivedAtMs)
    if (retryAfterS > 0) return { accept: false, status: 429, reason: 'too many sessions', retryAfterS }
    if (this.#sessions.size >= this.#limits.maxSessions) return { accept: false, status: 503, reason: 'busy' }
    this.#opened.count(identity, handshake.receivedAtMs)
    const { handler, clock, mayCall, authorities = () => [], callTimeoutMs } = this.#options
    const session = new SoapConnection({
      ...{ identity, version, proof, tag, handler, clock, mayCall, authorities },
      remoteAddress: handshake.remoteAddress,
      maxMessageBytes: this.#limits.maxMessageBytes,
      answerTimeoutMs: callTimeoutMs + GRACE_MS,
      ended: (ended) => this.#ended(ended),
    })
    this.#sessions.set(identity, session)
    this.#count.set(this.#sessions.size)
    handler.onOpen(session)
    return session
  }

  stop(): void {
    this.#look.cancel()
  }

  #sessionOf({ identity, version, proof }: Asker): SoapConnection | undefined {
    const session = this.#sessions.get(identity)
    return session?.isOf(version, proof) === true ? session : undefined
  }

  #judge(handshake: Handshake): Promise<HandshakeVerdict> {
    const { promise, resolve, reject } = Promise.withResolvers<HandshakeVerdict>()
    const timer = this.#options.clock.after(this.#limits.verdictTimeoutMs, () =>
      resolve({ accept: false, status: 503, reason: 'no verdict in time' }),
    )
    this.#judging += 1
    this.#options.authenticate(handshake).then(resolve, reject)
    return promise.finally(() => {
      timer.cancel()
      this.#judging -= 1
    })
  }

  #ended(session: SoapConnection): void {
    if (this.#sessions.get(session.identity) === session) this.#sessions.delete(session.identity)
    this.#count.set(this.#sessions.size)
  }

  #nextLook(): Timer {
    const { clock, silenceMs } = this.#options
    return clock.after(silenceMs / LOOKS_PER_SILENCE, () => {
      this.#look = this.#nextLook()
      const sinceMs = clock.nowMs() - silenceMs
      for (const session of this.#sessions.values()) {
        if (session.lastSeenAtMs < sinceMs && !session.isBusy) session.close(GOING_AWAY, 'not heard any more')
      }
    })
  }
}
