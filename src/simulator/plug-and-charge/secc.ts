import type { X509Certificate } from 'node:crypto'
import { readChain } from './certificate-chain.ts'
import { readStaple, type Staple } from './ocsp-staple.ts'

const DAY_MS = 86_400_000
/** How long what was told of a certificate may be kept (M06.FR.10, M07.FR.09). */
export const WEEK_MS = 7 * DAY_MS
/** Certificates of cars whose state is remembered; the oldest is forgotten first. */
const STATES_LIMIT = 200

interface Kept {
  readonly staple: Staple
  readonly atMs: number
}

/** What the part of a station that talks with cars (ISO 15118) shows them, and what it knows of what they show. */
export class Secc {
  #chain: readonly X509Certificate[]
  /** Hears that its certificate is another. */
  renewed: () => void = () => {}
  readonly #staples = new Map<string, Kept>()
  readonly #states = new Map<string, { readonly isGood: boolean; readonly untilMs: number }>()

  /** @param chain PEM: its V2G certificate, then those between it and the root, which is not in it. */
  constructor(chain: string) {
    this.#chain = readChain(chain)
  }

  get chain(): readonly X509Certificate[] {
    return this.#chain
  }

  /** It has a new certificate: what was told of the former ones is of no use. */
  renew(chain: string): void {
    this.#chain = readChain(chain)
    this.#staples.clear()
    this.renewed()
  }

  /** Keeps an OCSPResponse about one of its certificates, DER in base64; false when it cannot be read. */
  keep({ fingerprint256 }: X509Certificate, response: string, atMs: number): boolean {
    const staple = readStaple(response)
    if (staple !== undefined) this.#staples.set(fingerprint256, { staple, atMs })
    return staple !== undefined
  }

  /** When it was told of one of its certificates; undefined: never. */
  toldAtMs({ fingerprint256 }: X509Certificate): number | undefined {
    return this.#staples.get(fingerprint256)?.atMs
  }

  /** What it can show of one of its certificates: nothing that is older than a week, or has had its day. */
  staple({ fingerprint256 }: X509Certificate, nowMs: number): Staple | undefined {
    const kept = this.#staples.get(fingerprint256)
    if (kept === undefined || kept.atMs + WEEK_MS <= nowMs) return undefined
    return (kept.staple.untilMs ?? nowMs + 1) > nowMs ? kept.staple : undefined
  }

  /** What is known of a certificate of a car; undefined: it is to be asked about (2.1 M07.FR.10 and 11). */
  isGood(name: string, nowMs: number): boolean | undefined {
    const state = this.#states.get(name)
    return state !== undefined && nowMs < state.untilMs ? state.isGood : undefined
  }

  /** 2.1 M07.FR.09: for a week at most. */
  note(name: string, isGood: boolean, nextUpdateMs: number, nowMs: number): void {
    this.#states.delete(name)
    this.#states.set(name, { isGood, untilMs: Math.min(nextUpdateMs, nowMs + WEEK_MS) })
    if (this.#states.size <= STATES_LIMIT) return
    const [oldest] = this.#states.keys()
    if (oldest !== undefined) this.#states.delete(oldest)
  }
}
