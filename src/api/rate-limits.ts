import type { ApiSettings } from './api-context.ts'

/** So many requests of one address in so many milliseconds. */
export interface RateLimit {
  readonly max: number
  readonly timeWindow: number
}

export interface RateLimits {
  /** All requests together. */
  readonly every: RateLimit
  /** Attempts to sign in. */
  readonly signIn: RateLimit
}

const MINUTE_MS = 60_000

export function rateLimits(settings: ApiSettings): RateLimits {
  return {
    every: { max: settings.requestsPerMinute ?? 6000, timeWindow: MINUTE_MS },
    signIn: { max: settings.signInsPerMinute ?? 20, timeWindow: MINUTE_MS },
  }
}
