import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mayCarry, OwnEvents } from './carried-event.ts'
import type { Entry } from './entry.ts'
import { bucketOf } from './ledger-store.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const NOW_MS = Date.parse('2026-06-15T12:00:00Z')

const moment = fc.integer({ min: NOW_MS - 500 * DAY_MS, max: NOW_MS + 40 * DAY_MS })
const ownEvent = fc.record({ atMs: moment, receivedAtMs: moment }).map(
  ({ atMs, receivedAtMs }): Entry => ({
    key: 'own',
    kind: 'updated',
    atMs,
    receivedAtMs,
    facts: {},
    registers: [],
    measured: {},
  }),
)

test('what a reading may carry is found again by the events stored by then, and however many come later', () => {
  fc.assert(
    fc.property(ownEvent, fc.boolean(), fc.array(ownEvent), moment, moment, (start, doubtful, later, at, received) => {
      // A start whose clock is not believed counts from when it came.
      const startedMs = doubtful ? start.receivedAtMs : start.atMs
      fc.pre(mayCarry(startedMs, { atMs: at, receivedAtMs: received }))
      const events = new OwnEvents()
      for (const event of [start, ...later]) events.take(event)
      const fromMs = events.carriedFromMs
      expect(at).toBeGreaterThanOrEqual(fromMs)
      expect(bucketOf(at, received)).toBeGreaterThanOrEqual(bucketOf(fromMs, fromMs))
    }),
  )
})

test.each([
  ['while nothing is known of a start', undefined, 0, false],
  ['at the start', 0, 0, true],
  ['a little before it, as clocks drift', 0, -HOUR_MS, true],
  ['long before it', 0, -HOUR_MS - 1, false],
  ['in a future no clock should show', 0, 31 * DAY_MS, false],
])('%s: %o %o', (_, startedMs, atMs, carried) => {
  const start = startedMs === undefined ? undefined : NOW_MS + startedMs
  expect(mayCarry(start, { atMs: NOW_MS + atMs, receivedAtMs: NOW_MS })).toBe(carried)
})

test('not when the reading is so old that its arrival decides where it is kept', () => {
  const startedMs = NOW_MS - 450 * DAY_MS
  expect(mayCarry(startedMs, { atMs: startedMs, receivedAtMs: NOW_MS })).toBe(false)
})
