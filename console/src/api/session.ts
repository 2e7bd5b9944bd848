import { queryOptions } from '@tanstack/react-query'
import { get, post } from './client.ts'
import { hasStatus } from './problem.ts'
import type { Me, Principal, Role } from './types.ts'

/** Who is signed in; null when nobody is. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }): Promise<Me | null> =>
    get<Me>('/me', undefined, signal).catch((thrown: unknown) => {
      if (hasStatus(thrown, 401)) return null
      throw thrown
    }),
  staleTime: 5 * 60_000,
})

export const signIn = (how: { email: string; password: string } | { link: string }) =>
  post<{ principal: Principal }>('/sign-in', how)
/** Sets my own password; `current` is the one there is, if there is one. Ends my other sessions. */
export const changePassword = (change: { password: string; current?: string }) =>
  post<{ principal: Principal }>('/me/password', change)
export const signOut = () => post<null>('/sign-out')

const rank: Record<Role, number> = { viewer: 0, operator: 1, owner: 2 }

/**
 * Whether somebody may do what `role` may, for one party; without a party: for any. The server decides; this only keeps
 * buttons away that it would refuse.
 */
export function may(principal: Principal, role: Role, partyId?: string): boolean {
  return principal.memberships.some(
    (membership) =>
      rank[membership.role] >= rank[role] &&
      (partyId === undefined || membership.partyId === '' || membership.partyId === partyId),
  )
}
