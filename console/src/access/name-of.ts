import { useQuery } from '@tanstack/react-query'
import { accountsQuery, keysQuery } from '../api/access.ts'
import { may } from '../api/session.ts'
import { useMe } from '../shell/me.ts'

/** The name of a person or program by id, as far as one may know it: only owners see who else there is. */
export function useNameOf(principalId: string): string | undefined {
  const { principal } = useMe()
  const enabled = may(principal, 'owner') && principalId !== principal.id
  const { data: people } = useQuery({ ...accountsQuery, enabled })
  const { data: keys } = useQuery({ ...keysQuery, enabled })
  if (principalId === principal.id) return principal.name
  return [...(people?.items ?? []), ...(keys?.items ?? [])].find(({ id }) => id === principalId)?.name
}
