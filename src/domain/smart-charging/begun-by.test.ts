import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clockBehindMs, mayBeBegunBy, TOLERANCE_MS, WAITS_MS } from './begun-by.ts'

const SENT_MS = Date.parse('2026-03-01T12:00:00Z')
const sentAt = new Date(SENT_MS)
const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** What happened, in true time after the start was sent, and when it was heard of. */
interface Happening {
  readonly atMs: number
  readonly heardMs: number
}

/** The same as it was told by a clock that is so far behind. */
function told({ atMs, heardMs }: Happening, behindMs: number) {
  const at = new Date(SENT_MS + atMs - behindMs)
  return { at, startedAt: at, receivedAt: new Date(SENT_MS + heardMs) }
}

/** Wrong by up to two days either way: time zones, a clock that was never set, a flat battery. */
const anyError = fc.integer({ min: -48 * HOUR, max: 48 * HOUR })
const anyDelay = fc.integer({ min: 0, max: 20 * SECOND })
/** Statuses are told as they change and are not kept while a station is offline. */
const anyStatus = fc
  .tuple(fc.integer({ min: -HOUR, max: HOUR }), anyDelay)
  .map(([atMs, delayMs]): Happening => ({ atMs, heardMs: atMs + delayMs }))
const anyStatuses = fc.array(anyStatus, { minLength: 1, maxLength: 6 })
/** Begun while the station was offline, at least a little before, and heard of once it is back. */
const anyOffline = fc
  .tuple(fc.integer({ min: -72 * HOUR, max: -2 * MINUTE }), fc.integer({ min: 0, max: WAITS_MS - 1 }))
  .map(([atMs, heardMs]): Happening => ({ atMs, heardMs }))
const anyBegun = fc
  .tuple(fc.integer({ min: 0, max: 50 * MINUTE }), anyDelay)
  .map(([atMs, delayMs]): Happening => ({ atMs, heardMs: atMs + delayMs }))

describe('D-16: which transaction a remote start began in 1.6', () => {
  test('is one that began after it, and never one that began before, however wrong the clock that tells', () => {
    fc.assert(
      fc.property(anyError, anyStatuses, anyOffline, anyBegun, (errorMs, statuses, offline, begun) => {
        const known = clockBehindMs(statuses.map((status) => told(status, errorMs)))
        const start = { sentAt, clockBehindMs: known }
        expect(mayBeBegunBy(start, told(begun, errorMs))).toBe(true)
        expect(mayBeBegunBy(start, told(offline, errorMs))).toBe(false)
      }),
    )
  })

  test('of a station that has told nothing else its clock is believed, within a minute', () => {
    const start = { sentAt, clockBehindMs: clockBehindMs([]) }
    fc.assert(
      fc.property(
        fc.integer({ min: -TOLERANCE_MS, max: TOLERANCE_MS }),
        anyOffline,
        anyBegun,
        (errorMs, late, begun) => {
          expect(mayBeBegunBy(start, told(begun, errorMs))).toBe(true)
          expect(mayBeBegunBy(start, told({ ...late, atMs: late.atMs - TOLERANCE_MS }, errorMs))).toBe(false)
        },
      ),
    )
  })

  test('is none that was heard of before the start was sent, or when it is waited for no longer', () => {
    const start = { sentAt, clockBehindMs: 0 }
    const heard = (heardMs: number) => mayBeBegunBy(start, told({ atMs: 0, heardMs }, 0))
    expect([heard(-1), heard(0), heard(WAITS_MS - 1), heard(WAITS_MS)]).toEqual([false, true, true, false])
  })
})
