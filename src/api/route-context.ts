import type { Questions } from '#analytics'
import type { ApiOptions } from './api-context.ts'
import type { LiveStreams } from './live/live-streams.ts'
import type { RateLimits } from './rate-limits.ts'

/** What routes work with. */
export interface RouteContext extends ApiOptions {
  readonly questions: Questions
  readonly liveStreams: LiveStreams
  readonly limits: RateLimits
  /** Tells every node that a session or key of this person or program may no longer hold. */
  announceRevoked(principalId: string): void
}
