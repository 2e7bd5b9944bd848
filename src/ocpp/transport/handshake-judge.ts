import type { IncomingMessage } from 'node:http'
import { type Clock, countedAs } from '#kernel'
import type { DerivedVersion } from '#ocpp/rpc'
import { type Handshake, type HandshakeVerdict, readHandshake, readPath } from './handshake.ts'
import { HandshakeLimiter } from './handshake-limiter.ts'
import { isIdentity, readIdentity } from './identity.ts'
import type { TransportLimits } from './limits.ts'
import type { PeerReader } from './peer.ts'
import { isLegacyProtocol } from './tls-settings.ts'

/** Spread over which stations that are told to come back later do so, in seconds. */
const COME_BACK_S = 30

/** What becomes of a handshake. */
export type Judgement = { readonly accept: true; readonly handshake: Handshake; readonly tag: unknown } | Refusal

export type Refusal = HandshakeVerdict & { readonly accept: false }

export interface JudgeOptions {
  readonly versions: readonly DerivedVersion[]
  authenticate(handshake: Handshake): Promise<HandshakeVerdict>
  readonly readPeer: PeerReader
  readonly limits: TransportLimits
  readonly clock: Clock
}

/** Decides about handshakes while they are still HTTP: what the specification and the limits say, then `authenticate`. */
export class HandshakeJudge {
  readonly #options: JudgeOptions
  readonly #accepted: HandshakeLimiter
  readonly #refused: HandshakeLimiter
  /** Ends the wait of each that has no verdict yet. */
  readonly #pending = new Set<() => void>()
  #closing = false

  constructor(options: JudgeOptions) {
    const { handshakesPerHour, maxTrackedIdentities } = options.limits
    this.#options = options
    this.#accepted = new HandshakeLimiter(handshakesPerHour, maxTrackedIdentities)
    this.#refused = new HandshakeLimiter(handshakesPerHour, maxTrackedIdentities)
  }

  /** Refuses every handshake from now on, and those that wait for their verdict. */
  refuseAll(): void {
    this.#closing = true
    for (const refuse of this.#pending) refuse()
  }

  async judge(request: IncomingMessage): Promise<Judgement> {
    const { limits, clock, versions, readPeer } = this.#options
    if (this.#closing || this.#pending.size >= limits.maxPendingHandshakes) return comeBackLater('busy')
    const identity = readIdentity(readPath(request))
    if (identity === undefined) return refusal(404, 'the path does not end in the identity of a station')
    const handshake = readHandshake(request, identity, readPeer(request), versions, clock.nowMs())
    if (!isIdentity(identity, handshake.version)) return refusal(404, 'no station can have this identity')
    if (handshake.tls !== undefined && isLegacyProtocol(handshake.tls.protocol) && handshake.version !== 'ocpp1.6') {
      return refusal(403, 'only OCPP 1.6 has an exception for TLS below 1.2')
    }
    const retryAfterS = this.#waitS(handshake)
    if (retryAfterS > 0) return { ...refusal(429, 'too many handshakes'), retryAfterS }
    const verdict = await this.#authenticate(handshake)
    if (this.#closing) return comeBackLater('closing')
    this.#count(handshake, verdict)
    return verdict.accept ? { accept: true, handshake, tag: verdict.tag } : verdict
  }

  #authenticate(handshake: Handshake): Promise<HandshakeVerdict> {
    const { clock, limits } = this.#options
    const { promise, resolve, reject } = Promise.withResolvers<HandshakeVerdict>()
    const refuse = () => resolve(comeBackLater('no verdict in time'))
    const timer = clock.after(limits.verdictTimeoutMs, refuse)
    this.#pending.add(refuse)
    this.#options.authenticate(handshake).then(resolve, reject)
    return promise.finally(() => {
      timer.cancel()
      this.#pending.delete(refuse)
    })
  }

  #waitS({ identity, remoteAddress, receivedAtMs }: Handshake): number {
    return Math.max(
      this.#accepted.waitS(identity, receivedAtMs),
      this.#refused.waitS(`${identity} ${countedAs(remoteAddress)}`, receivedAtMs),
    )
  }

  /**
   * Refused attempts are counted with their address: a stranger who knows an identity must not lock its owner out. What
   * failed on our side (503) is held against nobody.
   */
  #count({ identity, remoteAddress, receivedAtMs }: Handshake, verdict: HandshakeVerdict): void {
    if (verdict.accept) this.#accepted.count(identity, receivedAtMs)
    else if (verdict.status !== 503) this.#refused.count(`${identity} ${countedAs(remoteAddress)}`, receivedAtMs)
  }
}

/** Told to a station when the fault is ours: at a time of its own, so that not all return at once. */
export function comeBackLater(reason: string): Refusal {
  return { accept: false, status: 503, reason, retryAfterS: 1 + Math.floor(Math.random() * COME_BACK_S) }
}

function refusal(status: 403 | 404 | 429, reason: string): Refusal {
  return { accept: false, status, reason }
}
