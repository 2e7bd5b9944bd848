import type { Token, TokenRef, Verdict } from './token.ts'
import type { PlaceLimits, Reach } from './token-place.ts'

/** What is known of a token that is presented. */
export type TokenFacts = Pick<Token, 'status' | 'concurrentLimit'> &
  PlaceLimits & {
    readonly groupId?: string | undefined
    readonly validUntil?: Date | undefined
    /** Whether anything is left of what is prepaid; absent where it is not prepaid. */
    readonly hasCredit?: boolean | undefined
  }

/**
 * May this token charge now? The first reason that holds is told: blocked, expired, at a wrong place, nothing left, in use
 * elsewhere.
 *
 * @param facts  undefined when nobody knows the token
 * @param elsewhere  how many transactions it has running besides; 0 where the question is not about starting one
 * @param reach  where at the station it may charge
 */
export function judgeToken(
  token: TokenRef,
  facts: TokenFacts | undefined,
  elsewhere: number,
  now: Date,
  reach: Reach = { status: 'accepted' },
): Verdict {
  // 2.0.1 C02.FR.02: whoever started by a button has no token to refuse.
  if (token.kind === 'no-authorization') return { status: 'accepted' }
  if (facts === undefined) {
    // 2.1 C18: the terminal's provider has authorized what the platform has never heard of.
    if (token.kind === 'direct-payment') return { status: 'accepted' }
    // 2.0.1 C04.FR.01: a code is not known elsewhere, it is wrong.
    return { status: 'refused', reason: token.kind === 'key-code' ? 'invalid' : 'unknown' }
  }
  const known = {
    ...(facts.groupId !== undefined && { groupId: facts.groupId }),
    ...(facts.validUntil !== undefined && { validUntil: facts.validUntil }),
  }
  if (facts.status === 'blocked') return { status: 'refused', reason: 'blocked', ...known }
  // Half-open: at the moment it expires it is no longer valid.
  if (facts.validUntil !== undefined && facts.validUntil <= now)
    return { status: 'refused', reason: 'expired', ...known }
  // C01.FR.18, C01.FR.22: of a token that is good otherwise.
  if (reach.status === 'refused') return { ...reach, ...known }
  // 2.1 C17.FR.01 and 02: what is left is asked for each time, so that no station keeps the answer.
  const answer = facts.hasCredit === undefined ? known : { ...known, validUntil: now }
  if (facts.hasCredit === false) return { status: 'refused', reason: 'no-credit', ...answer }
  if (facts.concurrentLimit > 0 && elsewhere >= facts.concurrentLimit) {
    return { status: 'refused', reason: 'concurrent', ...answer }
  }
  return { ...reach, ...answer }
}
