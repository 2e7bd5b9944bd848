import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError, hasStatus } from './api/problem.ts'
import { meQuery } from './api/session.ts'

/** A session that has ended shows the sign-in page, whichever request found out. */
function noticeSignOut(thrown: unknown): void {
  if (hasStatus(thrown, 401)) queryClient.setQueryData(meQuery.queryKey, null)
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSignOut }),
  mutationCache: new MutationCache({ onError: noticeSignOut }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // What the API refuses it refuses again; only a platform that is away is worth another try.
      retry: (failures, thrown) => failures < 2 && !(thrown instanceof ApiError && thrown.problem.status < 500),
    },
  },
})
