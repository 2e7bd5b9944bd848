import { type Account, EVERY_PARTY, type Principal, requireRole, scopeOf } from '#domain/accounts'
import { AppError, inScope } from '#kernel'

type Memberships = Principal['memberships']

/** An account as an owner of some parties sees it, without what it is elsewhere; nothing when it is only elsewhere. */
export function visibleAccount(principal: Principal, account: Account): Account | undefined {
  const scope = scopeOf(principal, 'owner')
  if ('all' in scope) return account
  const memberships = account.memberships.filter(({ partyId }) => inScope(scope, partyId))
  return memberships.length > 0 ? { ...account, memberships } : undefined
}

/** @throws AppError `not-found` when nothing of the account is visible. */
export function requireVisible(principal: Principal, account: Account): Account {
  const seen = visibleAccount(principal, account)
  if (seen === undefined) throw new AppError('not-found', `There is no account ${account.id}`)
  return seen
}

/**
 * Makes sure whoever asks owns every party an account is in: otherwise a link or a password would open the others too.
 *
 * @throws AppError `not-found` when nothing of the account is visible, `forbidden`.
 */
export function requireWhole(principal: Principal, account: Account): void {
  requireVisible(principal, account)
  requireGrantable(principal, account.memberships)
  if (account.memberships.length === 0) requireRole(principal, EVERY_PARTY, 'owner')
}

/** @throws AppError `forbidden` when a membership is in a party whoever asks does not own. */
export function requireGrantable(principal: Principal, memberships: Memberships): void {
  for (const { partyId } of memberships) requireRole(principal, partyId, 'owner')
}

/** What an account is to be in the parties whoever asks owns, and what it stays in the others. */
export function mergeMemberships(principal: Principal, account: Account, wanted: Memberships): Memberships {
  const scope = scopeOf(principal, 'owner')
  if ('all' in scope) return wanted
  return [...account.memberships.filter(({ partyId }) => !inScope(scope, partyId)), ...wanted]
}
