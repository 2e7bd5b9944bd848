import type { TokenKind } from '#domain/authorization'
import type { Page, PageRequest, Scope } from '#kernel'

/** One token as a station keeps it, to judge it without asking (1.6 §3.5.2, 2.x D01). */
export interface ListEntry {
  readonly value: string
  readonly kind: TokenKind
  readonly status: 'accepted' | 'blocked' | 'expired'
  readonly groupId?: string
  readonly validUntil?: Date
}

/** What a station said of how much it takes; a field it did not tell of is absent. */
export interface ListLimits {
  /** Entries the list may have (1.6 LocalAuthListMaxLength, 2.x LocalAuthListEntries). */
  readonly entries?: number
  /** Entries one message may carry (1.6 SendLocalListMaxLength, 2.x ItemsPerMessage). */
  readonly itemsPerMessage?: number
  /** Bytes one message may have (2.x BytesPerMessage). */
  readonly bytesPerMessage?: number
}

/** What is to be taken from a list and put into it, so that it becomes another. */
export interface ListChanges {
  readonly drop: readonly ListEntry[]
  readonly put: readonly ListEntry[]
}

/** All that a command needs to bring a station's list up to date. */
export interface ListPlan {
  /** The version the station has confirmed, 0 for none; what it had before is `confirmed`. */
  readonly version: number
  readonly confirmed: readonly ListEntry[]
  /** Nobody knows what the station has: only the whole list makes it known again. */
  readonly uncertain: boolean
  readonly wanted: readonly ListEntry[]
  readonly changes: ListChanges
  readonly limits: ListLimits
  /** Tokens that found no room on the list. */
  readonly omitted: number
}

/** Which tokens belong on the list of a station. */
export type ListSelection =
  | { readonly selection: 'all' }
  | { readonly selection: 'chosen'; readonly tokenIds: readonly string[] }

/** The list of a station: what it is to have, what it has confirmed, and how far the two are apart. */
export interface LocalList {
  readonly stationId: string
  readonly partyId: string
  readonly selection: 'all' | 'chosen'
  /** The chosen ones. */
  readonly tokenIds?: readonly string[]
  /** Last confirmed by the station; 0 is none (1.6 errata 3.52, 2.x D01.FR.18). */
  readonly version: number
  readonly confirmedAt?: Date
  /** What the station named when it was asked last: 0 is no list, −1 (1.6) that it knows no such lists. */
  readonly reportedVersion?: number
  readonly reportedAt?: Date
  /** An update was sent and never answered. */
  readonly uncertain: boolean
  /** Entries the station has confirmed. */
  readonly entries: number
  readonly limits: ListLimits
  readonly drift: ListDrift
}

export interface ListDrift {
  /** The station has what it is to have. */
  readonly upToDate: boolean
  /** Entries that are missing or differ. */
  readonly put: number
  readonly drop: number
  /** Tokens that found no room on the list. */
  readonly omitted: number
  /** The station named another version than it had confirmed. */
  readonly otherVersion: boolean
}

/** How far what a station holds of a token is from what it is to hold. */
export const LISTED_STATES = ['same', 'to-add', 'to-change', 'to-go'] as const
export type ListedState = (typeof LISTED_STATES)[number]

/** What is thought of a token on a list. */
export type ListStanding = Omit<ListEntry, 'value'>

/** A token as a station is believed to hold it, and as it is to. */
export interface ListedToken {
  /** Its place among all of them. */
  readonly number: number
  /** Of a typed code, which would let anybody charge, `***`. */
  readonly value: string
  readonly state: ListedState
  /** As the station has confirmed it; absent when it is to be added. */
  readonly held?: ListStanding
  /** Absent when it is to go. */
  readonly wanted?: ListStanding
}

/** Local authorization lists: 1.6 §3.5.2, 2.x functional block D. */
export interface LocalLists {
  /** @throws AppError `not-found` for a station outside the scope. */
  get(scope: Scope, stationId: string): Promise<LocalList>
  /** What the station is believed to hold beside what it is to hold. @throws AppError `not-found` outside the scope. */
  entries(
    scope: Scope,
    stationId: string,
    filter: { readonly state?: ListedState },
    page: PageRequest,
  ): Promise<Page<ListedToken>>
  /**
   * Says which tokens belong on a station's list; those that were excluded may come back.
   * @throws AppError `not-found` for a station outside the scope, `invalid` for tokens that are not its party's or too many.
   */
  choose(scope: Scope, stationId: string, selection: ListSelection): Promise<LocalList>

  /** What a station's list is to become; without one token, where that is to go. */
  plan(stationId: string, without?: string): Promise<ListPlan>
  /** Keeps a token off a station's list from now on (2.x N10.FR.02). */
  exclude(stationId: string, tokenValue: string): Promise<void>
  /** An update is about to be sent: until it is answered nobody knows what the station has. */
  sending(stationId: string): Promise<void>
  /** The station has applied an update. */
  confirm(stationId: string, version: number, entries: readonly ListEntry[]): Promise<void>
  /** The station has left its list as it was. */
  refused(stationId: string): Promise<void>
  /** The station named the version of its list. */
  reported(stationId: string, version: number): Promise<void>
}
