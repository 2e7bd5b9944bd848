import type { Verdict } from './dialect.ts'

/** How much the list takes, whatever the version calls it. */
export const LIST_ENTRIES = 40
export const LIST_ITEMS = 10
export const LIST_BYTES = 1_000

export interface ListUpdate {
  readonly version: number
  /** Replaces the list; otherwise changes it. */
  readonly full: boolean
  /** Entries without a verdict are taken off the list. */
  readonly entries: readonly { readonly token: string; readonly verdict: Verdict | undefined }[]
}

/** The local authorization list (1.6 §3.5.2, 2.x D01): only the CSMS changes it, and it outlives restarts. */
export class LocalList {
  /** 0 as long as there is no list (2.x D02.FR.02). */
  version = 0
  #entries = new Map<string, Verdict>()

  apply({ version, full, entries }: ListUpdate): 'Accepted' | 'Failed' | 'VersionMismatch' {
    const tokens = new Set(entries.map(({ token }) => keyOf(token)))
    if (version <= 0 || entries.length > LIST_ITEMS || tokens.size < entries.length) return 'Failed'
    // 1.6 §7.1: only a change may leave out what is to be thought of a token.
    if (full && entries.some(({ verdict }) => verdict === undefined)) return 'Failed'
    // 2.x D01.FR.19, 1.6 §7.47.
    if (!full && version <= this.version) return 'VersionMismatch'
    const list = full ? new Map<string, Verdict>() : new Map(this.#entries)
    for (const { token, verdict } of entries) {
      if (verdict === undefined) list.delete(keyOf(token))
      else list.set(keyOf(token), verdict)
    }
    if (list.size > LIST_ENTRIES) return 'Failed'
    this.#entries = list
    this.version = version
    return 'Accepted'
  }

  /** Undefined for a token that is not on the list, or no longer valid there (2.x SupportsExpiryDateTime). */
  recall(token: string, nowMs: number): Verdict | undefined {
    const verdict = this.#entries.get(keyOf(token))
    return verdict?.expiresMs !== undefined && verdict.expiresMs <= nowMs ? undefined : verdict
  }

  get size(): number {
    return this.#entries.size
  }
}

/** Tokens compare without regard to case. */
function keyOf(token: string): string {
  return token.toLowerCase()
}
