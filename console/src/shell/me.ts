import { useSuspenseQuery } from '@tanstack/react-query'
import { meQuery } from '../api/session.ts'
import type { Me } from '../api/types.ts'

const nobody: Me = {
  principal: { kind: 'person', id: '', name: '', memberships: [] },
  installation: { version: '', parties: [] },
}

/** Who is signed in. The moment between the end of a session and the sign-in page belongs to nobody. */
export const useMe = (): Me => useSuspenseQuery(meQuery).data ?? nobody
