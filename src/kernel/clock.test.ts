import { expect, test } from 'vitest'
import { ManualClock } from './clock.ts'

test('timers fire in the order they fall due, at the time they asked for', () => {
  const clock = new ManualClock('2026-01-01T00:00:00Z')
  const fired: [string, number][] = []
  clock.after(200, () => fired.push(['late', clock.monotonicMs()]))
  clock.after(100, () => fired.push(['early', clock.monotonicMs()]))
  clock.after(900, () => fired.push(['not yet', clock.monotonicMs()]))
  clock.advance(300)
  expect(fired).toEqual([
    ['early', 100],
    ['late', 200],
  ])
  expect(new Date(clock.nowMs()).toISOString()).toBe('2026-01-01T00:00:00.300Z')
})

test('a cancelled timer never fires', () => {
  const clock = new ManualClock()
  const timer = clock.after(10, () => expect.unreachable())
  timer.cancel()
  clock.advance(100)
})
