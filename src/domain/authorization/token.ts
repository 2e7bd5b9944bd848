import type { EnergyTransfer } from '#domain/smart-charging'
import type { Page, PageRequest, Scope } from '#kernel'
import type { Queries } from '#storage'
import type { EvseKind, Place, TokenPlace } from './token-place.ts'

/** Kinds of token, 2.x spelling in our case; 1.6 tags are `rfid`. */
export const TOKEN_KINDS = [
  'rfid',
  'central',
  'emaid',
  'evccid',
  'key-code',
  'local',
  'mac-address',
  'direct-payment',
  'vin',
  'no-authorization',
  'unknown',
] as const
export type TokenKind = (typeof TOKEN_KINDS)[number]

/** A token as a station presents it. Values compare without regard to case (1.6 §7.28, 2.x identifierString). */
export interface TokenRef {
  readonly value: string
  readonly kind: TokenKind
}

export interface Token extends TokenRef {
  readonly id: string
  readonly partyId: string
  readonly label?: string
  /** Tokens of one group may stop each other's transactions (1.6 parentIdTag, 2.x groupIdToken). */
  readonly groupId?: string
  readonly status: 'active' | 'blocked'
  readonly validUntil?: Date
  /** How many transactions it may have at once; 0 is no limit. */
  readonly concurrentLimit: number
  /** Where it may charge; everywhere if absent. */
  readonly places?: readonly TokenPlace[]
  /** The kind of EVSE it may charge at; any if absent. */
  readonly evseKind?: EvseKind
  /** How energy may get to its vehicle, and from it (2.1 Q01); no more is known if absent. */
  readonly transfers?: readonly EnergyTransfer[]
  readonly createdAt: Date
}

/**
 * `invalid` is a typed code that opens nothing: it is no card that somebody else may know. `no-credit`: it is prepaid, and
 * nothing is left. `not-here` and `wrong-kind` are good tokens at a wrong place.
 */
export type RefusalReason =
  | 'unknown'
  | 'invalid'
  | 'blocked'
  | 'expired'
  | 'concurrent'
  | 'no-credit'
  | 'not-here'
  | 'wrong-kind'

export type Verdict =
  | {
      readonly status: 'accepted'
      readonly groupId?: string
      readonly validUntil?: Date
      /** The EVSEs of the station it is good for; all if absent (2.x C01.FR.20). */
      readonly evseIds?: readonly number[]
    }
  | {
      readonly status: 'refused'
      readonly reason: RefusalReason
      readonly groupId?: string
      readonly validUntil?: Date
    }

export type NewToken = Pick<Token, 'partyId' | 'value'> & Partial<Omit<Token, 'id' | 'partyId' | 'value' | 'createdAt'>>

export type TokenChange = {
  readonly label?: string | null
  readonly groupId?: string | null
  readonly status?: 'active' | 'blocked'
  readonly validUntil?: Date | null
  readonly concurrentLimit?: number
  readonly places?: readonly TokenPlace[] | null
  readonly evseKind?: EvseKind | null
  readonly transfers?: readonly EnergyTransfer[] | null
}

export interface TokenFilter {
  readonly search?: string
  readonly status?: 'active' | 'blocked'
  readonly groupId?: string
}

/** Who may charge: 1.6 §4.1, 2.0.1 functional block C. */
export interface Authorization {
  /**
   * May this token charge at a station of this party, and where there? Never throws for a token that is merely refused, and
   * never says `concurrent`: whoever asks may want to stop.
   * @param place  without one nothing is said of places
   */
  authorize(partyId: string, token: TokenRef, place?: Place): Promise<Verdict>
  /**
   * The same question when a transaction starts: concurrent use counts other active transactions only, so that a
   * repeated start is not refused for its own sake. Lets `start` make the transaction before another start of the same token
   * is judged on this node, so that of two in the same moment one is refused. A token without limit never waits.
   */
  startInTurn<T>(
    partyId: string,
    token: TokenRef,
    transactionId: string,
    start: (verdict: Verdict) => Promise<T>,
    place?: Place,
  ): Promise<T>

  create(token: NewToken): Promise<Token>
  /** Makes a token inside a database transaction of whoever asks. @returns its id */
  createIn(queries: Queries, token: NewToken): Promise<string>
  change(scope: Scope, tokenId: string, change: TokenChange): Promise<Token>
  remove(scope: Scope, tokenId: string): Promise<void>
  get(scope: Scope, tokenId: string): Promise<Token>
  list(scope: Scope, filter: TokenFilter, page: PageRequest): Promise<Page<Token>>
  /** Answers what was asked and takes no more. */
  close(): Promise<void>
}
