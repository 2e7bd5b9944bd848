import type { RenewalWait } from './certificate.ts'

const DAY_MS = 86_400_000
/** How long a station may take to act before it is asked again. */
export const PATIENCE_MS = DAY_MS

export interface RenewalFacts {
  readonly notAfter: Date
  /** Days before its end a station is asked. */
  readonly renewDays: number
  readonly askedAt?: Date
  /** A newer one was requested lately and has not been used. */
  readonly underWay: boolean
  readonly connected: boolean
  readonly accepted: boolean
}

/** What the renewal of a certificate that is in use waits for (A02). */
export function renewalWait(facts: RenewalFacts, now: Date): RenewalWait {
  const dueAt = new Date(facts.notAfter.getTime() - facts.renewDays * DAY_MS)
  if (dueAt > now) return { reason: 'not-due', until: dueAt }
  if (facts.underWay) return { reason: 'under-way' }
  const askedAgainAt = facts.askedAt && new Date(facts.askedAt.getTime() + PATIENCE_MS)
  if (askedAgainAt !== undefined && askedAgainAt > now) return { reason: 'asked', until: askedAgainAt }
  if (!facts.connected) return { reason: 'offline' }
  return facts.accepted ? { reason: 'next-look' } : { reason: 'not-accepted' }
}
