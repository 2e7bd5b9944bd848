import { AppError, everyParty, type Scope } from '#kernel'
import { type Principal, ROLES, type Role } from './account.ts'

/** The party id of a membership in every party of the installation. */
export const EVERY_PARTY = ''

/** True when `role` includes everything `needed` may do. */
export function roleCovers(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed)
}

/** The parties in which somebody has at least `role`. */
export function scopeOf(principal: Principal, role: Role = 'viewer'): Scope {
  const memberships = principal.memberships.filter((membership) => roleCovers(membership.role, role))
  if (memberships.some(({ partyId }) => partyId === EVERY_PARTY)) return everyParty
  return { partyIds: [...new Set(memberships.map(({ partyId }) => partyId))] }
}

/** True when somebody has at least `role` in this party; party '' asks for every party of the installation. */
export function may(principal: Principal, partyId: string, role: Role): boolean {
  return principal.memberships.some(
    (membership) =>
      (membership.partyId === EVERY_PARTY || membership.partyId === partyId) && roleCovers(membership.role, role),
  )
}

/** True when somebody has at least `role` in any party at all. */
export function mayAnywhere(principal: Principal, role: Role): boolean {
  return principal.memberships.some((membership) => roleCovers(membership.role, role))
}

/** @throws AppError `forbidden` when somebody has less than `role` in this party. */
export function requireRole(principal: Principal, partyId: string, role: Role): void {
  if (may(principal, partyId, role)) return
  const where = partyId === EVERY_PARTY ? 'every party of the installation' : `party ${partyId}`
  throw new AppError('forbidden', `This needs the role ${role} in ${where}`, { needed: role, partyId })
}
