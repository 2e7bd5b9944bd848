import { expect, test } from 'vitest'
import {
  EVENT_BURST,
  EVENT_SPACING_MS,
  LONGEST_PAUSE_MS,
  type Pace,
  pauseBeforeBoot,
  pauseBeforeEvents,
} from './pace.ts'

const fresh = (): Pace => ({ lastBootMs: Number.NEGATIVE_INFINITY, eventsDueMs: Number.NEGATIVE_INFINITY })

test('a burst of events is taken at once, then one at a time', () => {
  const pace = fresh()
  const pauses = Array.from({ length: EVENT_BURST + 2 }, () => pauseBeforeEvents(pace, 1_000_000, 1))
  expect(pauses.slice(0, EVENT_BURST)).toEqual(new Array(EVENT_BURST).fill(0))
  expect(pauses.slice(EVENT_BURST)).toEqual([EVENT_SPACING_MS, 2 * EVENT_SPACING_MS])
})

test('a quiet while gives back what was used up', () => {
  const pace = fresh()
  pauseBeforeEvents(pace, 0, EVENT_BURST)
  expect(pauseBeforeEvents(pace, 10 * EVENT_SPACING_MS, 10)).toBe(0)
  expect(pauseBeforeEvents(pace, 10 * EVENT_SPACING_MS, 1)).toBe(EVENT_SPACING_MS)
})

test('one message with very many events waits, and those after it, but never too long to be answered', () => {
  const pace = fresh()
  expect(pauseBeforeEvents(pace, 0, 20_000)).toBe(LONGEST_PAUSE_MS)
  expect(pauseBeforeEvents(pace, LONGEST_PAUSE_MS, 1)).toBe(EVENT_SPACING_MS)
  expect(pauseBeforeEvents(pace, LONGEST_PAUSE_MS, 20_000)).toBe(LONGEST_PAUSE_MS)
})

test('what tells no event never waits', () => {
  const pace = fresh()
  pauseBeforeEvents(pace, 0, 20_000)
  expect(pauseBeforeEvents(pace, 0, 0)).toBe(0)
})

test('C-04: boots are acted upon one in their time', () => {
  const pace = fresh()
  expect([0, 100, 1_500].map((nowMs) => pauseBeforeBoot(pace, nowMs, 1_000))).toEqual([0, 900, 500])
})
