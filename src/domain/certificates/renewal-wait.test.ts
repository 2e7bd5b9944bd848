import { expect, test } from 'vitest'
import { type RenewalFacts, renewalWait } from './renewal-wait.ts'

const now = new Date('2026-03-01T12:00:00Z')
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000)
const due: RenewalFacts = {
  ...{ notAfter: inDays(10), renewDays: 30, underWay: false, connected: true, accepted: true },
}

test.each<[object, Partial<RenewalFacts>]>([
  [{ reason: 'next-look' }, {}],
  [{ reason: 'next-look' }, { askedAt: inDays(-1) }],
  [{ reason: 'asked', until: inDays(0.5) }, { askedAt: inDays(-0.5) }],
  [{ reason: 'under-way' }, { underWay: true, askedAt: inDays(-0.5) }],
  [{ reason: 'offline' }, { connected: false }],
  [
    { reason: 'asked', until: inDays(0.5) },
    { connected: false, askedAt: inDays(-0.5) },
  ],
  [{ reason: 'not-accepted' }, { accepted: false }],
  [
    { reason: 'not-due', until: inDays(70) },
    { notAfter: inDays(100), connected: false },
  ],
])('A02 a renewal waits so: %j, of one with %j', (wait, change) => {
  expect(renewalWait({ ...due, ...change }, now)).toEqual(wait)
})
