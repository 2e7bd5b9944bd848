import type { FastifyRequest } from 'fastify'
import { type Principal, type Role, requireRole, scopeOf } from '#domain/accounts'
import type { Parties } from '#domain/parties'
import { AppError, type Scope } from '#kernel'
import { principalOf } from './authenticate.ts'

/** The parties whose rows whoever asks may see. */
export function scopeFor(request: FastifyRequest): Scope {
  return scopeOf(principalOf(request))
}

/**
 * Makes sure whoever asks may change this row, which they can see.
 *
 * @throws AppError `forbidden`
 */
export function mayChange(request: FastifyRequest, row: { readonly partyId: string }, role: Role = 'operator'): Scope {
  const principal = principalOf(request)
  requireRole(principal, row.partyId, role)
  return scopeOf(principal, role)
}

/**
 * The party something new shall belong to: the one that is named, or the only one whoever asks may act for.
 *
 * @throws AppError `invalid` when none is named and there are several, `not-found`, `forbidden`.
 */
export async function partyForNew(
  parties: Parties,
  principal: Principal,
  partyId: string | undefined,
  role: Role = 'operator',
): Promise<string> {
  if (partyId !== undefined) {
    await parties.get(scopeOf(principal), partyId)
    requireRole(principal, partyId, role)
    return partyId
  }
  const [only, ...others] = await parties.list(scopeOf(principal, role))
  if (only !== undefined && others.length === 0) return only.id
  throw new AppError('invalid', 'partyId is missing: say for which party', {
    fields: [{ field: 'partyId', problem: 'is missing' }],
  })
}
