import type { Page, PageRequest, Scope } from '#kernel'

/** `unknown-station`: it named an identity nobody has entered. `tls`: it never came to name one. */
export const STRANGER_KINDS = ['unknown-station', 'tls'] as const
export type StrangerKind = (typeof STRANGER_KINDS)[number]

/** Somebody who tried to connect, was turned away, and is no station that is known. */
export interface Stranger {
  readonly id: string
  /** Whose station it may be; absent where nobody can tell, for those who see all parties. */
  readonly partyId?: string
  readonly kind: StrangerKind
  /** What it called itself; absent of one that never came so far. */
  readonly identity?: string
  readonly remoteAddress: string
  /** Of its last attempt: why it was refused, or the code of what TLS failed with. */
  readonly reason: string
  /** The version of OCPP it spoke. */
  readonly protocol?: string
  readonly firstAt: Date
  readonly lastAt: Date
  readonly times: number
}

export type Attempt =
  | {
      readonly kind: 'unknown-station'
      readonly identity: string
      readonly remoteAddress: string
      readonly reason: string
      readonly protocol?: string | undefined
    }
  | { readonly kind: 'tls'; readonly remoteAddress: string; readonly reason: string }

/** Who tried to connect and was turned away without being known: a bounded number of them, each once. */
export interface Strangers {
  /**
   * Takes an attempt down, by and by. A TLS handshake from where a single station was last seen, which is away, is a
   * security event of that station.
   */
  note(attempt: Attempt): void
  /** Newest first; those whose identity was entered since are strangers no more. */
  list(scope: Scope, page: PageRequest): Promise<Page<Stranger>>
  /** @throws AppError `not-found` outside the scope. */
  get(scope: Scope, strangerId: string): Promise<Stranger>
  /** Until it tries again. */
  forget(scope: Scope, strangerId: string): Promise<void>
  /** Resolves when what was noted is stored. */
  settled(): Promise<void>
}
